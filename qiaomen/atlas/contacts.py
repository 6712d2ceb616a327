"""Whom the poster names to call: the chain of the compound and of its buildings, with phones."""

import re
from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from qiaomen.access.audit import SEEN, write_many
from qiaomen.access.models import Worker
from qiaomen.access.phones import phones_of
from qiaomen.base.keys import Keys
from qiaomen.base.sealing import unseal
from qiaomen.duty.chain import Link, chain, links_below
from qiaomen.places.models import Place

WHERE = "atlas.poster"
_NUMBERED = re.compile(r"(\d+)(\D*)$")


class Person(msgspec.Struct, frozen=True):
    """A name and a phone (empty where none is known)."""

    name: str
    phone: str


class Contact(msgspec.Struct):
    """One line of the column: for what, who, of which office, and who stands in."""

    role: str
    name: str
    of: str
    phone: str
    stand_ins: list[Person] = msgspec.field(default_factory=list)


def contacts(place: Place, *, keys: Keys, reader: Worker | None) -> list[Contact]:
    """Who answers for the place, outermost first, then for parts of it; that phones were read is logged.

    Several in one role for the same place are one line: who comes first, and who stands in.
    """
    links = [*chain(place), *links_below(place)]
    phones = _phones([link.worker for link in links], keys, reader)
    lines: dict[object, Contact] = {}
    for who, several in _grouped(links).items():
        first = several[0]
        key = (first.role, tuple(link.place.id for link in several))
        person = Person(first.worker.name, phones.get(first.worker.id, ""))
        if key in lines:
            lines[key].stand_ins.append(person)
            continue
        office = first.worker.organisation.name if first.worker.organisation else first.worker.title
        lines[key] = Contact(_role(who[1], several, place), person.name, office, person.phone)
    return list(lines.values())


def _grouped(links: Sequence[Link]) -> dict[tuple[UUID, str], list[Link]]:
    """By worker and role: one cadre answers for several buildings."""
    found: dict[tuple[UUID, str], list[Link]] = {}
    for link in links:
        found.setdefault((link.worker.id, str(link.role.label)), []).append(link)
    return found


def _role(role: str, links: Sequence[Link], place: Place) -> str:
    """The role and, where it is not for all of the place, for what."""
    if any(place.path.startswith(link.place.path) for link in links):
        nearest = max(links, key=lambda link: len(link.place.path))
        return role if nearest.place.id == place.id else f"{role} · {nearest.place.name}"
    return f"{role} · {_listed([link.place.name for link in links])}"


def _listed(names: Sequence[str]) -> str:
    """Names, with numbers in a row drawn together: 1–3号楼."""
    read = [_NUMBERED.search(name) for name in names]
    if len(names) > 1 and all(read):
        numbers = [int(one[1]) for one in read if one]
        words = {one[2] for one in read if one}
        if len(words) == 1 and sorted(numbers) == list(range(min(numbers), max(numbers) + 1)):
            return f"{min(numbers)}–{max(numbers)}{words.pop()}"
    if len(names) > 3:
        return _("%(first)s and %(n)s more") % {"first": names[0], "n": len(names) - 1}
    return _(", ").join(names)


def _phones(workers: Sequence[Worker], keys: Keys, reader: Worker | None) -> dict[UUID, str]:
    """Phones by worker; each that is put on a poster is logged, also when nobody asked for it but the clock."""
    if reader is not None:
        return phones_of(workers, keys, reader=reader, where=WHERE)
    known = {worker.id: worker.sealed_phone for worker in workers if worker.sealed_phone is not None}
    write_many(None, SEEN, known, where=WHERE)
    return {id: unseal(keys, bytes(sealed), row=id).decode() for id, sealed in known.items()}
