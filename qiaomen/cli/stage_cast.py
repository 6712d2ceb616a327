"""Who acts on the demo's stage, and how they say what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.base.problems import Problem
from qiaomen.ledger.wire import Verdict
from qiaomen.monitoring import actions
from qiaomen.people.models import Person
from qiaomen.places.models import Place, PlaceKind

Family = Sequence[Person]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts, since when, and how late it is."""

    headquarters: Worker
    health: Worker
    community: Place
    opened: datetime
    now: datetime

    def after(self, **passed: float) -> datetime:
        """So long after the opening."""
        return self.opened + timedelta(**passed)

    def lead(self, path: str) -> Worker:
        """Who answers for the community around a path."""
        return lead_of(path)


@dataclass(frozen=True, slots=True)
class Ill:
    """The two households with cases: those who are ill, and those who lived with them."""

    first: Family
    with_first: Family
    second: Person
    with_second: Family

    @property
    def cases(self) -> list[Person]:
        return [*self.first, self.second]


def lead_of(path: str) -> Worker:
    """Who answers for the community around a path."""
    return Worker.objects.filter(duties__place__kind=PlaceKind.COMMUNITY, duties__place__in=_around(path))[0]


def tell(kind: str, whom: Sequence[Person], /, *, by: Worker, at: datetime, **body: Any) -> list[UUID]:
    """Record the same about each of these people; answers the records. Raises the Problem's code if one is refused."""
    return taken(actions.tell(kind, [person.id for person in whom], body, by=by, now=at))


def taken(verdicts: Sequence[Verdict]) -> list[UUID]:
    """The records' ids. Raises RuntimeError for one that was not accepted."""
    for verdict in verdicts:
        if verdict.verdict != "accepted" or verdict.id is None:
            raise RuntimeError(f"the stage's record was {verdict.verdict}: {verdict.code}")
    return [verdict.id for verdict in verdicts if verdict.id is not None]


def path_of(person: Person) -> str:
    """Where somebody of the register lives."""
    if person.home_door is None:
        raise Problem("access.not_found")
    return str(person.home_door.place.path)


def _around(path: str) -> list[UUID]:
    steps = [path[: end + 1] for end, char in enumerate(path) if char == "."]
    return list(Place.objects.filter(path__in=steps).values_list("id", flat=True))
