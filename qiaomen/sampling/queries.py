"""Reads of testing: rounds with their numbers, groups, the people behind a number, retests, and one person's tests."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.sampling import due
from qiaomen.sampling.due import COUNTS

WITHIN: LiteralString = """
EXISTS (SELECT 1 FROM unnest(%(areas)b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
"""
# Of `rounds`, as of `now`, whoever is due in these `areas`: nobody else's tests are looked at.
OF_AREAS: LiteralString = due.STANDING.format(
    clock=due.NOW, only=f"{due.ONLY} AND m.place IN (SELECT p.id FROM places_place p WHERE {WITHIN})"
)
NUMBERS: LiteralString = f"SELECT s.round, s.state, count(*)::int8 FROM ({OF_AREAS}) s GROUP BY 1, 2"
GROUPS: LiteralString = f"""
SELECT s.door, s.place, p.path, coalesce(d.label, ''), s.state, count(*)::int8, min(s.begins_at), max(s.ends_at)
FROM ({OF_AREAS}) s JOIN places_place p ON p.id = s.place LEFT JOIN places_door d ON d.id = s.door
GROUP BY 1, 2, 3, 4, 5, d.walk ORDER BY p.path, d.walk, 1
"""
PEOPLE: LiteralString = f"""
SELECT s.person, coalesce(h.name, ''), s.door, s.place, p.path, coalesce(d.label, ''), s.holds, s.state, s.begins_at,
       s.due_at, s.taken, s.outcome, s.known_at, s.told_at, s.result, s.sample
FROM ({OF_AREAS}) s JOIN places_place p ON p.id = s.place LEFT JOIN places_door d ON d.id = s.door
LEFT JOIN people_person h ON h.id = s.person
WHERE s.state = ANY(%(states)b::text[])
  AND (%(door)b::uuid IS NULL OR s.door = %(door)b) AND (%(place)b::uuid IS NULL OR s.place = %(place)b)
  AND (%(result)b::uuid IS NULL OR s.result = %(result)b)
ORDER BY p.path, d.walk, d.id, h.pinyin, s.person LIMIT %(most)b::int8 OFFSET %(skipped)b::int8
"""
ROUNDS: LiteralString = """
SELECT r.id, c.id, c.name, r.number, r.opens_at, r.closes_at, r.frozen_at, r.seed, c.document, c.ended_at, c.place_id,
       q.path,
       (SELECT count(*) FROM sampling_member m JOIN places_place p ON p.id = m.place
        WHERE m.round_id = r.id AND {0})::int8
FROM sampling_round r JOIN sampling_cohort c ON c.id = r.cohort_id JOIN places_place q ON q.id = c.place_id
WHERE c.outbreak_id = %(outbreak)b AND (%(round)b::uuid IS NULL OR r.id = %(round)b)
  AND EXISTS (SELECT 1 FROM unnest(%(areas)b::text[]) area WHERE starts_with(q.path, area) OR starts_with(area, q.path))
ORDER BY r.frozen_at IS NULL, r.opens_at DESC, c.name, r.number DESC
"""
RETESTS: LiteralString = f"""
SELECT s.person, coalesce(h.name, ''), s.tube, s.pooled_at, s.reported, s.taken, s.outcome, s.state, s.round,
       d.id, coalesce(d.label, ''), coalesce(p.path, ''), s.sample
FROM ({due.RETESTS}) s LEFT JOIN people_person h ON h.id = s.person
LEFT JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id) LEFT JOIN places_place p ON p.id = d.place_id
LEFT JOIN places_place w ON w.id = s.place
WHERE EXISTS (SELECT 1 FROM unnest(%(areas)b::text[]) area
              WHERE p.path >= area AND p.path < area || 'g' OR w.path >= area AND w.path < area || 'g')
ORDER BY s.state <> 'open', s.reported DESC, s.tube, h.pinyin, s.person
"""
PLACE_SAMPLES: LiteralString = f"""
SELECT s.id, s.place, p.path, s.door, coalesce(d.label, ''), s.what, s.tube, s.taken, u.result, u.reported,
       coalesce(w.name, '')
FROM sampling_placesample s JOIN places_place p ON p.id = s.place LEFT JOIN places_door d ON d.id = s.door
LEFT JOIN {due.ANSWER} ON true LEFT JOIN access_worker w ON w.id = s.author
WHERE {WITHIN} ORDER BY s.taken DESC, s.id
"""


class Numbers(msgspec.Struct, frozen=True):
    """How many people are in each state; each count of `due.COUNTS` by its name."""

    of: dict[str, int]

    def __getitem__(self, count: str) -> int:
        return sum(self.of.get(state, 0) for state in COUNTS[count])

    def __add__(self, other: "Numbers") -> "Numbers":
        names = {*self.of, *other.of}
        return Numbers({name: self.of.get(name, 0) + other.of.get(name, 0) for name in names})


class RoundRow(msgspec.Struct):
    """A round as lists show it; `frame` is everybody from whom it may be drawn."""

    id: UUID
    cohort: UUID
    name: str
    number: int
    opens_at: datetime
    closes_at: datetime
    frozen_at: datetime | None
    seed: str
    document: dict[str, object]
    ended_at: datetime | None
    place: UUID
    path: str
    frame: int
    numbers: Numbers = msgspec.field(default_factory=lambda: Numbers({}))
    where: str = ""


class GroupRow(msgspec.Struct):
    """A class, workplace or home of a round."""

    door: UUID
    place: UUID
    path: str
    label: str
    numbers: Numbers
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    where: str = ""


class PersonRow(msgspec.Struct):
    """Somebody who is due, and how far they are."""

    person: UUID
    name: str
    door: UUID
    place: UUID
    path: str
    label: str
    holds: str
    state: str
    begins_at: datetime | None
    due_at: datetime
    taken: datetime | None
    outcome: str | None
    known_at: datetime | None
    told_at: datetime | None
    result: UUID | None
    sample: UUID | None
    where: str = ""


class Retest(msgspec.Struct):
    """Somebody whose sample was in a positive tube of several, and whether they were tested alone since."""

    person: UUID
    name: str
    tube: str
    pooled_at: datetime
    reported: datetime
    taken: datetime | None
    outcome: str | None
    state: str
    round: UUID | None
    door: UUID | None
    label: str
    path: str
    sample: UUID | None
    where: str = ""


class PlaceSampleRow(msgspec.Struct):
    """A sample without a person, with what its tube's result is."""

    id: UUID
    place: UUID
    path: str
    door: UUID | None
    label: str
    what: str
    tube: str
    taken: datetime
    result: str | None
    reported: datetime | None
    author: str
    where: str = ""


def rounds(worker: Worker, *, outbreak: UUID, now: datetime, verb: Verb = Verb.SEE) -> list[RoundRow]:
    """Rounds in the worker's area with their numbers there: the newest first, those to come last."""
    return _rounds(areas(worker, verb), outbreak, now, None)


def round_for(worker: Worker, round: UUID, *, outbreak: UUID, now: datetime, verb: Verb = Verb.SEE) -> RoundRow:
    """One round. Raises `access.not_found` where nothing of it is in the worker's area."""
    paths = areas(worker, verb)
    found = _rounds(paths, outbreak, now, round)
    if not found or not (found[0].frame or found[0].path.startswith(tuple(paths))):
        raise Problem("access.not_found")
    return found[0]


def groups(round: UUID, paths: Sequence[str], *, now: datetime) -> list[GroupRow]:
    """Classes, workplaces or homes of a round, in walking order."""
    found: dict[UUID, GroupRow] = {}
    asked = {"rounds": [round], "areas": list(paths), "now": now}
    for door, place, path, label, state, count, begins, ends in rows(GROUPS, asked, prepare=False):
        row = found.setdefault(door, GroupRow(door, place, path, label, Numbers({}), begins, ends))
        row.numbers += Numbers({state: count})
        row.begins_at = min(filter(None, (row.begins_at, begins)), default=None)
        row.ends_at = max(filter(None, (row.ends_at, ends)), default=None)
    return list(found.values())


def people(
    round: UUID, paths: Sequence[str], *, now: datetime, count: str = "due", door: UUID | None = None,
    place: UUID | None = None, result: UUID | None = None, skipped: int = 0, most: int | None = None,
) -> list[PersonRow]:  # fmt: skip
    """The people behind a number of a round, by group and name: `most` of them after the `skipped` first, or all.

    Raises `access.not_found` for an unknown number.
    """
    if count not in COUNTS:
        raise Problem("access.not_found")
    asked = {
        "rounds": [round], "areas": list(paths), "now": now, "states": [state.value for state in COUNTS[count]],
        "door": door, "place": place, "result": result, "skipped": skipped, "most": most,
    }  # fmt: skip
    return [PersonRow(*row) for row in rows(PEOPLE, asked, prepare=False)]


class People(Sequence[PersonRow]):
    """The people behind a number of a round; read a slice at a time, for a paginator."""

    def __init__(self, round: RoundRow, paths: Sequence[str], *, now: datetime, count: str) -> None:
        if count not in COUNTS:
            raise Problem("access.not_found")
        self._round, self._paths, self._now, self._count = round, paths, now, count

    def __len__(self) -> int:
        return self._round.numbers[self._count]

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            start = index.start or 0
            return self._read(start, (len(self) if index.stop is None else index.stop) - start)
        return self._read(index, 1)[0]

    def _read(self, skipped: int, most: int) -> list[PersonRow]:
        return people(self._round.id, self._paths, now=self._now, count=self._count, skipped=skipped, most=most)


def retests(worker: Worker, *, verb: Verb = Verb.SEE) -> list[Retest]:
    """Who is to be tested alone because a tube that they shared was positive; open ones first."""
    return [Retest(*row) for row in rows(RETESTS, {"areas": areas(worker, verb)}, prepare=False)]


def place_samples(worker: Worker, *, verb: Verb = Verb.SEE) -> list[PlaceSampleRow]:
    """Samples of places, water and goods with their results, the newest first."""
    return [PlaceSampleRow(*row) for row in rows(PLACE_SAMPLES, {"areas": areas(worker, verb)}, prepare=False)]


def total(several: Iterable[Numbers]) -> Numbers:
    """The sum of all."""
    return sum(several, Numbers({}))


def _rounds(paths: Sequence[str], outbreak: UUID, now: datetime, round: UUID | None) -> list[RoundRow]:
    asked = {"areas": list(paths), "outbreak": outbreak, "round": round}
    found = [RoundRow(*row) for row in rows(ROUNDS.format(WITHIN), asked, prepare=False)]
    by_round: dict[UUID, dict[str, int]] = {}
    wanted = [one.id for one in found if one.frozen_at is not None]
    if wanted:
        counted = rows(NUMBERS, {"rounds": wanted, "areas": list(paths), "now": now}, prepare=False)
        for id, state, count in counted:
            by_round.setdefault(id, {})[state] = count
    for one in found:
        one.numbers = Numbers(by_round.get(one.id, {}))
    return found
