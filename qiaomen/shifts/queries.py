"""Reads of shifts: the board, one person's, one post's, one shift; and the strength by organisation.

A number and its list are one query: strength adds up the rows that its list shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal, LiteralString
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check, within
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.shifts.models import Post, Roster, Rostered, in_words

Stands = Literal["cancelled", "to_come", "due", "missing", "present", "stood", "missed"]
COUNTS = ("rostered", "came", "missing", "to_come", "women", "nights")
LISTED: LiteralString = """
SELECT s.id, s.roster, s.post, q.name, q.kind, s.slot, l.name, s.place, p.path, p.name, s.worker, w.name,
       coalesce(w.organisation_id, '00000000-0000-0000-0000-000000000000'::uuid), coalesce(o.name, ''),
       coalesce(r.is_woman, false), s.planned, s.day, s.begins_at, s.ends_at, s.is_night, s.late_at, s.came_at, s.how,
       s.left_at, s.cancelled_at, s.told_at, s.told, s.answered_at
FROM shifts_shift s JOIN shifts_post q ON q.id = s.post JOIN shifts_slot l ON l.id = s.slot
JOIN places_place p ON p.id = s.place JOIN access_worker w ON w.id = s.worker
LEFT JOIN access_organisation o ON o.id = w.organisation_id LEFT JOIN shifts_rostered r ON r.worker_id = s.worker
"""
# What of these parameters is given.
CHOSEN: LiteralString = """
WHERE EXISTS (SELECT 1 FROM unnest(%(areas)b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND (%(first)b::date IS NULL OR s.day >= %(first)b) AND (%(last)b::date IS NULL OR s.day <= %(last)b)
  AND (%(post)b::uuid IS NULL OR s.post = %(post)b) AND (%(worker)b::uuid IS NULL OR s.worker = %(worker)b)
  AND (%(shift)b::uuid IS NULL OR s.id = %(shift)b)
  AND (s.cancelled_at IS NULL OR %(shift)b::uuid IS NOT NULL)
ORDER BY p.walk, p.path, q.name, q.id, s.begins_at, w.name, s.id
"""
OF_WORKER: LiteralString = """
WHERE s.worker = %(worker)b AND s.ends_at > %(since)b AND s.cancelled_at IS NULL ORDER BY s.begins_at, s.id
"""


class Row(msgspec.Struct):
    """A shift as lists show it."""

    id: UUID
    roster: UUID
    post: UUID
    post_name: str
    kind: str
    slot: UUID
    slot_name: str
    place: UUID
    path: str
    place_name: str
    worker: UUID
    name: str
    organisation: UUID
    organisation_name: str
    is_woman: bool
    planned: UUID
    day: date
    begins_at: datetime
    ends_at: datetime
    is_night: bool
    late_at: datetime
    came_at: datetime | None
    how: str
    left_at: datetime | None
    cancelled_at: datetime | None
    told_at: datetime | None
    told: list[UUID]
    answered_at: datetime | None
    where: str = ""

    @property
    def post_words(self) -> str:
        """Place and post; the place is not said twice."""
        return in_words(self.place_name, self.post_name)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.begins_at).total_seconds()) // 60

    @property
    def is_swapped(self) -> bool:
        return self.worker != self.planned

    def stands(self, now: datetime) -> Stands:
        """How it stands at a moment."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.came_at is not None:
            return "stood" if self.left_at is not None or self.ends_at <= now else "present"
        if self.ends_at <= now:
            return "missed"
        if self.late_at <= now:
            return "missing"
        return "due" if self.begins_at <= now else "to_come"

    def counts(self, count: str, now: datetime) -> bool:
        """Whether a number of the strength counts it."""
        match count:
            case "rostered":
                return self.cancelled_at is None
            case "came":
                return self.came_at is not None
            case "missing":
                return self.stands(now) in ("missing", "missed")
            case "to_come":
                return self.stands(now) in ("due", "to_come")
            case "women":
                return self.is_woman
        return self.is_night


class Strength(msgspec.Struct):
    """Of an organisation (or all): how many of each number, and the hours of their shifts."""

    organisation: UUID | None
    name: str
    numbers: dict[str, int]
    minutes: int = 0

    @property
    def hours(self) -> int:
        return self.minutes // 60


def listed(
    worker: Worker, *, verb: Verb = Verb.SEE, first: date | None = None, last: date | None = None,
    post: UUID | None = None, of: UUID | None = None, shift: UUID | None = None, below: str = "",
) -> list[Row]:  # fmt: skip
    """The shifts that somebody may see: by day, post, worker `of`, or one; those cancelled only by its id."""
    paths = [path if path.startswith(below) else below for path in areas(worker, verb)
             if path.startswith(below) or below.startswith(path)]  # fmt: skip
    said = {"areas": paths, "first": first, "last": last, "post": post, "worker": of, "shift": shift}
    return [Row(*row) for row in rows(LISTED + CHOSEN, said)]


def of_worker(worker: UUID, *, since: datetime) -> list[Row]:
    """A worker's own shifts that end after a moment."""
    return [Row(*row) for row in rows(LISTED + OF_WORKER, {"worker": worker, "since": since})]


def shift_for(worker: Worker, shift: UUID, verb: Verb = Verb.SEE) -> Row:
    """One shift. Raises `access.not_found`, `access.forbidden`."""
    found = listed(worker, shift=shift)
    if not found:
        raise Problem("access.not_found")
    check(worker, verb, found[0].path)
    return found[0]


def strength(several: Iterable[Row], now: datetime) -> list[Strength]:
    """By organisation, the largest first."""
    found: dict[UUID, Strength] = {}
    for one in several:
        line = found.setdefault(
            one.organisation, Strength(one.organisation, one.organisation_name, dict.fromkeys(COUNTS, 0))
        )
        line.minutes += one.minutes
        for count in COUNTS:
            line.numbers[count] += one.counts(count, now)
    return sorted(found.values(), key=lambda one: (-one.numbers["rostered"], one.name))


def total(several: Sequence[Strength]) -> Strength:
    """All organisations together."""
    numbers = {count: sum(one.numbers[count] for one in several) for count in COUNTS}
    return Strength(None, "", numbers, sum(one.minutes for one in several))


def by_post(several: Iterable[Row]) -> dict[UUID, list[Row]]:
    """The rows of each post, in the order of the list."""
    found: dict[UUID, list[Row]] = defaultdict(list)
    for one in several:
        found[one.post].append(one)
    return found


def posts(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Post]:
    """The posts that somebody may see."""
    found = Post.objects.filter(within(worker, verb, "place__")).select_related("place")
    return found.prefetch_related("heads").order_by("place__walk", "place__path", "name")


def people(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Rostered]:
    """Who stands shifts, as far as somebody may see."""
    found = Rostered.objects.filter(within(worker, verb, "place__"), worker__is_active=True)
    return found.select_related("worker__organisation", "place").order_by("worker__name", "worker_id")


def rosters(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Roster]:
    """Rosters of places that somebody may see."""
    found = Roster.objects.filter(within(worker, verb, "place__"), outbreak__closed_at=None)
    return found.select_related("place", "asked_by", "published_by", "dropped_by")
