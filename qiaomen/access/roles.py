"""Few roles × few verbs: the one table that says what a role may do at the places that it is granted for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What one may do at a place."""

    SEE = "see", _("see")
    RECORD = "record", _("record")
    ASSIGN = "assign", _("assign")
    DECIDE = "decide", _("decide")
    SEE_IDENTITY = "see_identity", _("see identity")
    EXPORT = "export", _("export")
    ADMINISTER = "administer", _("administer")
    OVERSEE = "oversee", _("oversee data")


class Role(models.TextChoices):
    """Who somebody is at a place."""

    RESIDENT = "resident", _("resident")
    FIELD = "field", _("field worker")
    GATE = "gate", _("gate guard")
    LEAD = "lead", _("community lead")
    HEADQUARTERS = "headquarters", _("headquarters")
    HEALTH = "health", _("health staff")
    INSPECTOR = "inspector", _("inspector")
    DATA_OFFICER = "data_officer", _("data officer")


MAY: dict[Role, frozenset[Verb]] = {
    Role.RESIDENT: frozenset(),
    Role.FIELD: frozenset({Verb.RECORD}),
    Role.GATE: frozenset({Verb.RECORD}),
    Role.LEAD: frozenset({Verb.SEE, Verb.RECORD, Verb.ASSIGN, Verb.DECIDE, Verb.SEE_IDENTITY, Verb.EXPORT}),
    Role.HEADQUARTERS: frozenset({Verb.SEE, Verb.RECORD, Verb.ASSIGN, Verb.DECIDE, Verb.EXPORT, Verb.ADMINISTER}),
    Role.HEALTH: frozenset({Verb.SEE, Verb.RECORD, Verb.DECIDE, Verb.SEE_IDENTITY}),
    Role.INSPECTOR: frozenset({Verb.SEE}),
    Role.DATA_OFFICER: frozenset({Verb.SEE, Verb.SEE_IDENTITY, Verb.EXPORT, Verb.OVERSEE}),
}


def roles_with(verb: Verb) -> list[Role]:
    """The roles that may do this."""
    return [role for role, verbs in MAY.items() if verb in verbs]
