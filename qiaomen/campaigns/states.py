"""The states of a target and the ways in which a member of a household is accounted for.

Numbers are stored; gaps are below 10. The words are those of the door states in docs/glossary.md.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.IntegerChoices):
    """What is known of a door in a sweep. Below 10 it is a gap, and the state is the gap's reason."""

    UNTOUCHED = 0, _("not knocked yet")
    ABSENT = 1, _("nobody home")
    PARTIAL = 2, _("members missing")
    REFUSED = 3, _("refused")
    INACCESSIBLE = 4, _("cannot get in")
    UNVERIFIED = 5, _("not verified")
    WRONG_ADDRESS_CLAIMED = 6, _("said not to exist")
    VACANT_CLAIMED = 7, _("said to be vacant")
    CONFLICT = 8, _("two accounts differ")
    ANSWERED = 10, _("everyone registered")
    VACANT = 11, _("vacant")
    REMOTE = 12, _("screened by phone or online")
    WRONG_ADDRESS = 13, _("does not exist")


FIRST_CLOSED = 10
GAPS = [state for state in State if state < FIRST_CLOSED]
CLOSED = [state for state in State if state >= FIRST_CLOSED]


class Presence(models.TextChoices):
    """How a registered person of an answered door is accounted for."""

    SEEN = "seen", _("seen")
    STATED = "stated", _("stated")
    ELSEWHERE = "elsewhere", _("elsewhere")
    MOVED = "moved", _("moved away")
    DIED = "died", _("died")
    UNACCOUNTED = "unaccounted", _("unaccounted for")


class Flag(models.IntegerChoices):
    """What a visit brings up for somebody to act on; bits, so that a door carries several."""

    FEVER = 1, _("fever")
    RETURNEE = 2, _("came back from elsewhere")
    NEED = 4, _("asks for help")
    SYMPTOM = 8, _("symptoms")


HEALTH = Flag.FEVER | Flag.SYMPTOM
"""What says something of somebody's health: police see none of it."""


class Window(models.TextChoices):
    """Parts of the day in which a try is made; an absent door is tried next in another one."""

    MORNING = "morning", _("morning")
    NOON = "noon", _("mealtime")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")
