"""The certificate of a test's result (检测证明), to hand over: who, when, how, and what was found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.households.file import every_id
from qiaomen.paper import typesetting
from qiaomen.people.identity import IdentityCard, open_identity
from qiaomen.people.models import Alias, Identity, Person, Sex
from qiaomen.places.models import Place
from qiaomen.policy.explain import both
from qiaomen.sampling.models import Holds, Outcome, Result, Sample

METHODS = {
    "pcr": _("nucleic acid (PCR)"),
    "antigen": _("antigen"),
    "serology": _("antibodies"),
    "culture": _("culture"),
    "other": pgettext_lazy("method", "another method"),
}


def printed(result: UUID, *, by: Worker, now: datetime) -> bytes:
    """The certificate as PDF; that it was printed is written to the audit, without a name.

    Raises `access.not_found` and `access.forbidden` as the reader's rights to see identity at the person's place are,
    `paper.no_font`.
    """
    found = Result.objects.filter(pk=result).first()
    person = _person(found) if found else None
    if found is None or person is None:
        raise Problem("access.not_found")
    door = person.home_door or person.work_door
    check(by, Verb.SEE_IDENTITY, door.place.path if door else _root().path)
    audit.disclose(by, [person.id], where="certificate")
    audit.write(by, "export", person.id, list="certificate", form="pdf", rows=1)
    return typesetting.pdf("certificate", data(found, person, _card(person), now))


def data(found: Result, person: Person, card: IdentityCard, now: datetime) -> dict[str, Any]:
    """What the sheet is filled with."""
    sample = Sample.objects.filter(pk=found.sample).first() if found.sample else None
    rows: list[tuple[Any, Any]] = [
        (_("Name"), person.name),
        (_("Sex"), both(Sex(person.sex).label)),
        (_("Id number"), card.number),
        (_("Sampled"), _moment(found.taken)),
        (pgettext_lazy("test", "Method"), both(METHODS[found.method])),
        (_("Tube"), both(Holds(sample.holds).label) if sample else ""),
        (_("Known since"), _moment(found.known_at)),
        (pgettext_lazy("test", "Result"), both(Outcome(found.result).label)),
    ]
    said = [{"label": _words(label), "value": _words(value)} for label, value in rows if value]
    return {
        "title": _words(_("Certificate of a test")), "number": str(found.id)[-12:].upper(), "rows": said,
        "office": _words(_root().name), "dated": _moment(now), "result": found.result,
        "note": _words(_("It says what was found in one sample at that time, and nothing of later.")),
    }  # fmt: skip


def _words(text: Any) -> dict[str, str]:
    if isinstance(text, str):
        return {"zh": text, "en": text}
    said = text if hasattr(text, "zh") else both(text)
    return {"zh": said.zh, "en": said.en}


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _person(found: Result) -> Person | None:
    same = Alias.objects.filter(pk=found.person).values_list("canonical", flat=True).first() or found.person
    doors = ("home_door__place", "work_door__place")
    return Person.objects.select_related(*doors).filter(pk=same).first()


def _card(person: Person) -> IdentityCard:
    identity = Identity.objects.filter(person__in=every_id([person.id])).first()
    if identity is None:
        return IdentityCard()
    return open_identity(Outbreak.objects.current().keys, identity.person_id, bytes(identity.sealed))


def _root() -> Place:
    return Place.objects.get(parent=None)
