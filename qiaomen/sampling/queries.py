"""Reads of testing: rounds with their numbers, their groups, and the people behind a number."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.listed import Listed
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.sampling import due
from qiaomen.sampling.due import COUNTS
from qiaomen.sampling.listed import WITHIN, count_of, page_of

# Of `rounds`, as of `now`, whoever is due in these `areas`: nobody else's tests are looked at.
OF_AREAS: LiteralString = due.STANDING.format(
    clock=due.NOW, only=f"{due.ONLY} AND m.place IN (SELECT p.id FROM places_place p WHERE {WITHIN})"
)
NUMBERS: LiteralString = f"SELECT s.round, s.state, count(*)::int8 FROM ({OF_AREAS}) s GROUP BY 1, 2"
# A row for each class, workplace or home of each round; whoever has most missing first, where that is asked for.
GROUPS: LiteralString = f"""
SELECT g.round, g.door, g.place, p.path, coalesce(d.label, ''), g.states::text, g.begins_at, g.ends_at
FROM (
  SELECT n.round, n.door, n.place, jsonb_object_agg(n.state, n.people) AS states, min(n.begins_at) AS begins_at,
         max(n.ends_at) AS ends_at, sum(n.people) FILTER (WHERE n.state = 'missing') AS missing
  FROM (SELECT s.round, s.door, s.place, s.state, count(*) AS people, min(s.begins_at) AS begins_at,
               max(s.ends_at) AS ends_at FROM ({OF_AREAS}) s GROUP BY 1, 2, 3, 4) n
  GROUP BY 1, 2, 3) g
JOIN places_place p ON p.id = g.place LEFT JOIN places_door d ON d.id = g.door
ORDER BY CASE WHEN %(by_missing)b THEN -coalesce(g.missing, 0) END, g.round, p.path, d.walk, g.door
LIMIT %(most)b::int8 OFFSET %(skipped)b::int8
"""
COUNT_GROUPS: LiteralString = f"SELECT count(DISTINCT (s.door, s.place)) FROM ({OF_AREAS}) s"
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
WHERE {1}
ORDER BY r.frozen_at IS NULL, r.opens_at DESC, c.name, r.number DESC LIMIT %(most)b::int8 OFFSET %(skipped)b::int8
"""
OF_ROUNDS: LiteralString = """c.outbreak_id = %(outbreak)b AND (%(round)b::uuid IS NULL OR r.id = %(round)b)
  AND (%(since)b::timestamptz IS NULL OR r.frozen_at IS NOT NULL AND r.closes_at > %(since)b)
  AND EXISTS (SELECT 1 FROM unnest(%(areas)b::text[]) area WHERE starts_with(q.path, area) OR starts_with(area, q.path))
"""
COUNT_ROUNDS: LiteralString = f"""
SELECT count(*) FROM sampling_round r JOIN sampling_cohort c ON c.id = r.cohort_id
JOIN places_place q ON q.id = c.place_id WHERE {OF_ROUNDS}
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


def rounds(worker: Worker, *, outbreak: UUID, now: datetime, verb: Verb = Verb.SEE) -> Listed[RoundRow]:
    """Rounds in the worker's area with their numbers there: the newest first, those to come last."""
    asked = {"areas": areas(worker, verb), "outbreak": outbreak}
    return Listed(lambda: count_of(COUNT_ROUNDS, **asked), lambda skipped, most: _rounds(now, skipped, most, **asked))


def open_rounds(paths: Sequence[str], *, outbreak: UUID, since: datetime, now: datetime) -> list[RoundRow]:
    """Rounds that are open, or have closed `since` then, as they stand in these areas."""
    return _rounds(now, areas=list(paths), outbreak=outbreak, since=since)


def round_for(worker: Worker, round: UUID, *, outbreak: UUID, now: datetime, verb: Verb = Verb.SEE) -> RoundRow:
    """One round. Raises `access.not_found` where nothing of it is in the worker's area."""
    paths = areas(worker, verb)
    found = _rounds(now, areas=paths, outbreak=outbreak, round=round)
    if not found or not (found[0].frame or found[0].path.startswith(tuple(paths))):
        raise Problem("access.not_found")
    return found[0]


def groups(round: UUID, paths: Sequence[str], *, now: datetime) -> Listed[GroupRow]:
    """Classes, workplaces or homes of a round, whichever has most missing first."""
    asked = {"rounds": [round], "areas": list(paths), "now": now}
    return Listed(
        lambda: count_of(COUNT_GROUPS, **asked),
        lambda skipped, most: [one for _of, one in _groups(asked, by_missing=True, skipped=skipped, most=most)],
    )


def groups_of(rounds: Sequence[UUID], paths: Sequence[str], *, now: datetime) -> dict[UUID, list[GroupRow]]:
    """Those of several rounds, in walking order, by one statement."""
    found: dict[UUID, list[GroupRow]] = {one: [] for one in rounds}
    asked = {"rounds": list(rounds), "areas": list(paths), "now": now}
    for of, one in _groups(asked) if rounds else ():
        found[of].append(one)
    return found


def _groups(asked: dict[str, Any], **more: Any) -> list[tuple[UUID, GroupRow]]:
    several = rows(GROUPS, {"by_missing": False, "skipped": 0, "most": None, **asked, **more}, prepare=False)
    return [
        (of, GroupRow(door, place, path, label, Numbers(msgspec.json.decode(states)), begins, ends))
        for of, door, place, path, label, states, begins, ends in several
    ]


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


def people_of(round: RoundRow, paths: Sequence[str], *, now: datetime, count: str) -> Listed[PersonRow]:
    """The people behind a number of a round. Raises `access.not_found` for an unknown number."""
    if count not in COUNTS:
        raise Problem("access.not_found")
    return Listed(
        lambda: round.numbers[count],
        lambda skipped, most: people(round.id, paths, now=now, count=count, skipped=skipped, most=most),
    )


def total(several: Iterable[Numbers]) -> Numbers:
    """The sum of all."""
    return sum(several, Numbers({}))


def _rounds(now: datetime, skipped: int = 0, most: int | None = None, **asked: Any) -> list[RoundRow]:
    said = {"round": None, "since": None, **asked}
    found = [RoundRow(*row) for row in page_of(ROUNDS.format(WITHIN, OF_ROUNDS), skipped, most, **said)]
    by_round: dict[UUID, dict[str, int]] = {}
    wanted = [one.id for one in found if one.frozen_at is not None]
    if wanted:
        counted = rows(NUMBERS, {"rounds": wanted, "areas": asked["areas"], "now": now}, prepare=False)
        for id, state, count in counted:
            by_round.setdefault(id, {})[state] = count
    for one in found:
        one.numbers = Numbers(by_round.get(one.id, {}))
    return found
