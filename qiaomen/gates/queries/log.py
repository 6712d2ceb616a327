"""The log of gates: passages by what is asked for. A number of a board and its list are the same filter."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, LiteralString
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from qiaomen.gates.models import THROUGH, Passage, PassageVerdict, Visitor
from qiaomen.people.models import Alias, Person
from qiaomen.places.models import Door, Place

VEHICLE_BACK: Final[dict[str, LiteralString]] = {"way": "vehicle", "verdict": "refused", "reason": "vehicle"}
"""A vehicle from outside that goes back with everybody in it, as the guard's phone writes it. Not one of whose people
somebody was refused while they were checked one by one. Nobody's health."""
VEHICLE_BACK_SQL: LiteralString = " AND ".join(f"{column} = '{value}'" for column, value in VEHICLE_BACK.items())
"""The same over a row of `gates_passage`, for the board and the report."""

SHOWN: dict[str, Q] = {
    "all": Q(),
    "through": Q(verdict__in=THROUGH),
    "provisional": Q(verdict=PassageVerdict.PROVISIONAL),
    "refused": Q(verdict=PassageVerdict.REFUSED),
    "kept_apart": Q(verdict=PassageVerdict.KEPT_APART),
    "emergency": Q(verdict=PassageVerdict.EMERGENCY),
    "red": Q(colour_seen="red"),
    "missed": Q(missed_suspension=True),
    "twice": Q(twice=True),
    "offline": Q(offline=True),
    "vehicles": Q(way="vehicle"),
    "vehicles_back": Q(**VEHICLE_BACK),
    "deliveries": Q(way="delivery"),
    "visitors": Q(visitor__isnull=False),
    "fever": Q(fever=True),
}
OF_HEALTH = frozenset({"fever", "kept_apart"})
"""What tells of somebody's health."""
TURNED_AWAY = Q(verdict__in=(PassageVerdict.REFUSED, PassageVerdict.KEPT_APART))
"""What is "refused" to whoever may not see health: with a list of the others they would know who was kept apart."""


class Line(msgspec.Struct):
    """A passage with the names that belong to it."""

    passage: Passage
    gate: Place
    name: str = ""
    door: str = ""


def passages(gates: Iterable[UUID], shown: str, since: datetime, until: datetime, *, health: bool) -> QuerySet[Passage]:
    """The passages at these gates in a span of time, the newest first."""
    wanted = TURNED_AWAY if shown == "refused" and not health else SHOWN[shown]
    found = Passage.objects.filter(wanted, gate__in=list(gates), at__gte=since, at__lt=until)
    return found.order_by("-at", "-id")


def lines(rows: Sequence[Passage]) -> list[Line]:
    """The passages with names and doors; three statements, however many they are."""
    gates = Place.objects.select_related("parent").in_bulk({row.gate for row in rows})
    ids = {row.person for row in rows if row.person is not None}
    same = dict(Alias.objects.filter(pk__in=ids).values_list("id", "canonical"))
    people = Person.objects.in_bulk(ids | set(same.values()))
    visitors = {row.visitor for row in rows if row.visitor is not None}
    visited = dict(Visitor.objects.filter(visitor__in=visitors, door__isnull=False).values_list("visitor", "door"))
    doors = dict(Door.objects.filter(pk__in=set(visited.values())).values_list("id", "label"))
    found = []
    for row in rows:
        person = people.get(same.get(row.person, row.person)) if row.person else None
        door = visited.get(row.visitor) if row.visitor else None
        found.append(Line(row, gates[row.gate], person.name if person else "", doors.get(door, "") if door else ""))
    return found


def missed(gates: Iterable[UUID]) -> QuerySet[Passage]:
    """All passages at these gates that missed a suspension, the newest first."""
    return Passage.objects.filter(SHOWN["missed"], gate__in=list(gates)).order_by("-at", "-id")
