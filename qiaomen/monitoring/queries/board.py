"""Lists of people to follow up: the phone's, and the console's board."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.access.roles import Verb
from qiaomen.base.listed import Listed
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
    return rows_of(list(in_order(found.filter(state__in=LIVE))), now=now, health=health)


def board(worker: Worker, *, now: datetime, states: Collection[str] = LIVE, verb: Verb = Verb.SEE) -> Listed[FollowUp]:
    """The episodes in these states of people with whom the worker may do this, what is late first.

    Each slice works out its own rows only.
    """
    found = visible_episodes(worker, verb).filter(state__in=states)

    def read(skipped: int, most: int | None) -> list[FollowUp]:
        some = in_order(found)[skipped : None if most is None else skipped + most]
        return rows_of(list(some), now=now, health=not worker.is_police)

    return Listed(found.count, read)


def in_order(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """What comes first: a referral that nobody took on, then what else is late, then release, then the rest; of each
    what waits longest, then as people live. The clock has no part in it.
    """
    late = Overdue.objects.filter(person=OuterRef("person"), settled_at=None)
    lives = Person.objects.filter(pk=OuterRef("person"))
    return episodes.annotate(
        late_since=Subquery(late.order_by().values("person").annotate(since=Min("at")).values("since")),
        first=Case(
            When(Exists(late.filter(what="referral_waiting")), then=0),
            When(late_since__isnull=False, then=1),
            When(state=EpisodeState.TO_RELEASE, then=2),
            default=3,
        ),
        since=Coalesce("late_since", "started"),
        path=Subquery(lives.values(path=Coalesce("home_door__place__path", "work_door__place__path"))),
        label=Subquery(lives.values(label=Coalesce("home_door__label", "work_door__label"))),
    ).order_by("first", "since", "path", "label", "person", "-started")


def episodes_of(person: UUID, *, now: datetime) -> list[FollowUp]:
    """All episodes of a person (canonical id), the newest first."""
    return rows_of(list(Episode.objects.filter(person=person).order_by("-started")), now=now)


def numbers(worker: Worker) -> Numbers:
    """Figures for the board's head; each opens a list that `board` or `waiting` answers."""
    seen = visible_episodes(worker)
    counted = seen.filter(state__in=LIVE).aggregate(
        **{state: Count("id", filter=Q(state=state)) for state in LIVE},
        referrals=Count("id", filter=Q(referral_state="waiting")),
        questions=Coalesce(Sum("open_questions"), 0),
    )
    return Numbers(**counted, late=len(waiting(worker)))


def waiting(worker: Worker) -> Listed[Waiting]:
    """What is overdue where the worker may assign, and nobody has taken notice of, the oldest first."""
    people = visible_people(worker, Verb.ASSIGN).values("id")
    found = Overdue.objects.filter(person__in=people, seen_at=None, settled_at=None).order_by("at", "id")
    return Listed(
        found.count, lambda skipped, most: _waiting(found[skipped : None if most is None else skipped + most])
    )


def _waiting(found: Collection[Overdue]) -> list[Waiting]:
    homes = homes_of([one.person for one in found])
    return [
        Waiting(Late(one.id, one.what, one.at, one.about), home.person, home.name, home.door, home.label, home.path)
        for one, home in ((one, homes[one.person]) for one in found if one.person in homes)
    ]
