"""Lists of people to follow up: the phone's, and the console's board."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.access.roles import Verb
from qiaomen.monitoring.models import Episode, EpisodeState, Overdue
from qiaomen.monitoring.queries.homes import LIVE, homes_of, visible_episodes
from qiaomen.monitoring.queries.rows import FollowUp, Late, rows_of
from qiaomen.people.models import Person


class Numbers(msgspec.Struct, frozen=True):
    """How many people are under a measure, and how many wait for something of us."""

    open: int
    in_care: int
    to_release: int
    late: int
    referrals: int
    questions: int


class Waiting(msgspec.Struct):
    """Something overdue of which no lead has taken notice."""

    late: Late
    person: UUID
    name: str
    door: UUID | None
    label: str
    path: str
    where: str = ""


def followups(*, now: datetime, worker: Worker | None = None, doors: Collection[UUID] | None = None) -> list[FollowUp]:
    """People under a measure: of these doors, or of all where the worker may record; what is late comes first.

    A police member of a team sees no temperature and no symptom.
    """
    if worker is None and doors is None:
        raise ValueError("name a worker or doors")
    found = Episode.objects.all() if worker is None else visible_episodes(worker, Verb.RECORD)
    if doors is not None:
        found = found.filter(person__in=Person.objects.filter(home_door__in=doors).values("id"))
    health = worker is None or not worker.is_police
    return _in_order(rows_of(list(found.filter(state__in=LIVE)), now=now, health=health))


def board(worker: Worker, *, now: datetime, states: Collection[str] = LIVE, verb: Verb = Verb.SEE) -> list[FollowUp]:
    """The episodes in these states of people with whom the worker may do this, what is late first."""
    found = visible_episodes(worker, verb).filter(state__in=states)
    return _in_order(rows_of(list(found), now=now, health=not worker.is_police))


def episodes_of(person: UUID, *, now: datetime) -> list[FollowUp]:
    """All episodes of a person (canonical id), the newest first."""
    return rows_of(list(Episode.objects.filter(person=person).order_by("-started")), now=now)


def numbers(worker: Worker) -> Numbers:
    """Figures for the board's head; each opens a list that `board` or `waiting` answers."""
    seen = visible_episodes(worker)
    live = list(seen.filter(state__in=LIVE).values_list("state", "person", "referral_state", "open_questions"))
    states = [state for state, *_more in live]
    return Numbers(
        open=states.count(EpisodeState.OPEN),
        in_care=states.count(EpisodeState.IN_CARE),
        to_release=states.count(EpisodeState.TO_RELEASE),
        late=len(waiting(worker)),
        referrals=sum(state == "waiting" for _state, _person, state, _open in live),
        questions=sum(count for *_more, count in live),
    )


def waiting(worker: Worker) -> list[Waiting]:
    """What is overdue where the worker may assign, and nobody has taken notice of, the oldest first."""
    people = visible_people(worker, Verb.ASSIGN).values("id")
    found = list(Overdue.objects.filter(person__in=people, seen_at=None, settled_at=None).order_by("at", "id"))
    homes = homes_of([one.person for one in found])
    return [
        Waiting(Late(one.id, one.what, one.at, one.about), home.person, home.name, home.door, home.label, home.path)
        for one, home in ((one, homes[one.person]) for one in found if one.person in homes)
    ]


def _in_order(rows: list[FollowUp]) -> list[FollowUp]:
    return sorted(rows, key=lambda row: (row.urgency, row.path, row.label, row.person.bytes))
