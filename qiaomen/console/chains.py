"""The chain of responsible people as pages show it: who answers, by which phone, and who stands in for them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.phones import covered_of
from qiaomen.base.models import Outbreak
from qiaomen.console import parts
from qiaomen.duty.chain import Link, backing_of, chain, chain_phones, stand_in
from qiaomen.places.models import Place


def links(place: Place, reader: Worker, *, opened: bool = False) -> list[parts.Link]:
    """The chain of a place, and the organisations behind it with their contacts.

    Phones are covered, or `opened` and then written down. Raises as `chain_phones`.
    """
    found, behind = chain(place), backing_of(place)
    contacts = [one.contact for one in behind if one.contact is not None]
    workers = [*(one.worker for one in found), *contacts]
    keys = Outbreak.objects.current().keys
    phones = chain_phones(place, workers, reader=reader, keys=keys) if opened else covered_of(workers, keys)

    def phone(worker: Worker | None) -> dict[str, str]:
        known = phones.get(worker.id, "") if worker is not None else ""
        return {"phone": known, "tel": known if opened else ""}

    answering = [
        parts.Link(
            role=one.role.label,
            name=one.worker.name,
            about=f"{one.worker.title} · {one.place.name}" if one.worker.title else one.place.name,
            stand_in=stand_in_name(one, found),
            **phone(one.worker),
        )
        for one in found
    ]
    return answering + [
        parts.Link(
            role=_("backing organisation"),
            name=one.contact.name if one.contact else one.organisation.name,
            about=f"{one.organisation.name} · {one.zone.name}" if one.contact else one.zone.name,
            **phone(one.contact),
        )
        for one in behind
    ]


def stand_in_name(link: Link, among: Sequence[Link]) -> str:
    """Whom to ask when somebody cannot be reached; nothing where nobody else answers."""
    other = stand_in(link, among)
    return other.name if other else ""
