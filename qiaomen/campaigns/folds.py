"""Folding the touched doors' targets, rolls and tallies: a handful of statements, whatever the batch's size."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings

from qiaomen.base.ids import NOBODY
from qiaomen.base.sql import rows, run
from qiaomen.campaigns import scope
from qiaomen.campaigns.departures import departed
from qiaomen.campaigns.questionnaires import Sheet, sheet
from qiaomen.campaigns.tallies import recount
from qiaomen.campaigns.target import Folded, Rules, fold
from qiaomen.ledger import effective
from qiaomen.ledger.effective import Effective
from qiaomen.ledger.stages import Touched

KINDS = ("visit", "self_report", "claim_review", "resolution")

CAMPAIGNS = """
SELECT id, day_from, day_until, max_tries, remote_closes FROM campaigns_campaign WHERE id = ANY(%b)
"""
# A person whom only a visit put here counts while an effective visit speaks of them; one who moved here counts.
# A target's key begins with the sweep; there are few.
DOORS = """
SELECT d.id, d.place_id, d.is_open, ARRAY(
         SELECT h.id FROM people_person h WHERE h.home_door_id = d.id AND (
           h.stated_by IS NULL OR EXISTS (SELECT 1 FROM households_moved m WHERE m.person = h.id))
         UNION ALL SELECT w.id FROM people_person w WHERE w.work_door_id = d.id AND w.stated_by IS NULL),
       t.campaign_id, t.people, t.place_id
FROM places_door d
LEFT JOIN campaigns_target t ON t.campaign_id = ANY(ARRAY(SELECT id FROM campaigns_campaign)) AND t.door_id = d.id
WHERE d.id = ANY(%b)
"""
ALIASES = "SELECT id, canonical FROM people_alias WHERE id = ANY(%b)"
DROP = """
DELETE FROM campaigns_target t USING unnest(%b::uuid[], %b::uuid[]) AS n(campaign, door)
WHERE t.campaign_id = n.campaign AND t.door_id = n.door
"""

_FOLDED = [
    "place_id", "state", "attempts", "last_at", "last_record", "closed_at", "next_from", "next_until", "by_phone",
    "claim", "flags", "people", "unaccounted",
]  # fmt: skip
_TARGETS = f"""
unnest(%b::uuid[], %b::uuid[], %b::uuid[], %b::int2[], %b::int2[], %b::timestamptz[], %b::uuid[], %b::timestamptz[],
       %b::timestamptz[], %b::timestamptz[], %b::bool[], %b::uuid[], %b::int2[], %b::int2[], %b::int2[])
  AS n(campaign_id, door_id, {", ".join(_FOLDED)})
"""
UPDATE: Any = f"""
UPDATE campaigns_target t SET {", ".join(f"{name} = n.{name}" for name in _FOLDED)}, change = %b
FROM {_TARGETS} WHERE t.campaign_id = n.campaign_id AND t.door_id = n.door_id
"""
UPSERT: Any = f"""
INSERT INTO campaigns_target (campaign_id, door_id, {", ".join(_FOLDED)}, change, team_id)
SELECT n.*, %b::uuid, coalesce(a.team_id, '{NOBODY}') FROM {_TARGETS}
LEFT JOIN campaigns_assignment a ON a.campaign_id = n.campaign_id AND a.door_id = n.door_id AND a.until_change IS NULL
ON CONFLICT (campaign_id, door_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _FOLDED)},
  change = excluded.change
"""
UPSERT_ROLL = """
INSERT INTO campaigns_roll (campaign_id, door_id, person_id, presence, record, at, flags, change)
SELECT r.campaign, r.door, r.person, r.presence, r.record, r.at, r.flags, %b
FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[], %b::text[], %b::uuid[], %b::timestamptz[], %b::int2[])
  AS r(campaign, door, person, presence, record, at, flags)
ON CONFLICT (campaign_id, door_id, person_id) DO UPDATE SET
  presence = excluded.presence, record = excluded.record, at = excluded.at, flags = excluded.flags,
  change = excluded.change
"""
# Only doors that were visited before can have rows that no record speaks of any more.
DROP_ROLL = """
DELETE FROM campaigns_roll r USING unnest(%b::uuid[], %b::uuid[]) AS t(campaign, door)
WHERE r.campaign_id = t.campaign AND r.door_id = t.door AND NOT EXISTS (
  SELECT 1 FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[]) AS k(campaign, door, person)
  WHERE k.campaign = r.campaign_id AND k.door = r.door_id AND k.person = r.person_id)
"""

Before = tuple[int, UUID]


class Standing(msgspec.Struct, frozen=True):
    """A door as it stands: its container, whether it is in use, and whom a register puts behind it."""

    door: UUID
    place: UUID
    is_open: bool
    people: Sequence[UUID]


class Case(msgspec.Struct):
    """A door in a sweep: its target as it was, if any (people on the roll, container), and what speaks of it.

    Everything here goes by the ids' numbers: UUIDs are hashed, and compared, in Python, some eighty times a visit.
    """

    campaign: UUID
    standing: Standing
    before: Before | None = None
    records: list[Effective] = msgspec.field(default_factory=list)
    folded: Folded | None = None

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.campaign, self.standing.door


def fold_targets(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the touched doors in every sweep that they are part of."""
    if touched.doors:
        fold_doors(touched.doors, change, touched=touched)


def fold_doors(doors: Collection[UUID], change: UUID, *, touched: Touched | None = None) -> None:
    """Fold these doors' targets and rolls anew, and recount their containers."""
    records = effective.of_doors(doors, KINDS, touched.fresh if touched else None)
    cases = _cases(doors, records)
    silent = [case.key for case in cases if not case.records]
    # A door outside the sweep is its target only while a record of the sweep speaks of it.
    outside = set(silent) - scope.inside(silent) if silent else set()
    _fold_all([case for case in cases if case.key not in outside] if outside else cases)
    if cases:
        _write(cases, change)
    if outside:
        run(DROP, [[campaign for campaign, _door in outside], [door for _campaign, door in outside]])
    places = {case.standing.place.int: case.standing.place for case in cases if case.folded is not None}
    for case in cases:
        if case.before is not None and (case.folded is None or case.before[1] != case.standing.place):
            places[case.before[1].int] = case.before[1]
    if cases:
        recount({case.campaign.int: case.campaign for case in cases}.values(), places.values(), change)


def _cases(doors: Collection[UUID], records: dict[UUID, list[Effective]]) -> list[Case]:
    """The doors in each sweep of which they are targets, or in which records speak of them."""
    standing: dict[int, Standing] = {}
    cases: dict[tuple[int, int], Case] = {}
    for door, place, is_open, people, campaign, listed, stood in rows(DOORS, [list(doors)]):
        stands = standing.setdefault(door.int, Standing(door, place, is_open, people))
        if campaign is not None:
            cases[campaign.int, door.int] = Case(campaign, stands, (listed, stood))
    for door, several in records.items():
        if door.int not in standing:
            continue
        for record in several:
            key = (record.body.campaign.int, door.int)
            if key not in cases:
                cases[key] = Case(record.body.campaign, standing[door.int])
            cases[key].records.append(record)
    return list(cases.values())


def _fold_all(cases: Sequence[Case]) -> None:
    rules = _rules({case.campaign.int: case.campaign for case in cases}.values())
    same = _same_person(cases)
    sheets = _sheets(cases)
    left = departed((case.standing.door, case.records) for case in cases)
    for case in cases:
        if case.campaign.int in rules:
            case.folded = fold(
                rules[case.campaign.int],
                case.records,
                case.standing.people,
                sheets=sheets,
                is_open=case.standing.is_open,
                canonical=same.get(case.standing.door.int),
                left=left.get(case.standing.door.int, ()),
            )


def _rules(campaigns: Iterable[UUID]) -> dict[int, Rules]:
    zone = ZoneInfo(settings.TIME_ZONE)
    return {row[0].int: Rules(row[0], zone, *row[1:]) for row in rows(CAMPAIGNS, [list(campaigns)])}


def _same_person(cases: Sequence[Case]) -> dict[int, dict[UUID, UUID]]:
    """By door: which ids that are named there are one person's, each with the smallest of them.

    Only ids of the same door are compared, so that a door's state follows from what is known at the door.
    """
    named: dict[int, dict[int, UUID]] = {}
    for case in cases:
        here = named.setdefault(case.standing.door.int, {})
        for person in case.standing.people:
            here[person.int] = person
        for record in case.records:
            for seen in getattr(record.body, "people", ()):
                here[seen.person.int] = seen.person
    canonical = dict(rows(ALIASES, [[person for here in named.values() for person in here.values()]]))
    return {door: _smallest(here, canonical) for door, here in named.items()} if canonical else {}


def _smallest(named: dict[int, UUID], canonical: dict[UUID, UUID]) -> dict[UUID, UUID]:
    smallest: dict[UUID, UUID] = {}
    for number in sorted(named):
        person = named[number]
        smallest.setdefault(canonical.get(person, person), person)
    return {person: smallest[canonical.get(person, person)] for person in named.values()}


def _sheets(cases: Sequence[Case]) -> dict[UUID, Sheet]:
    editions = [getattr(record.body, "edition", None) for case in cases for record in case.records]
    wanted = {edition.int: edition for edition in editions if edition is not None}
    return {edition: sheet(edition) for edition in wanted.values()}


def _write(cases: Sequence[Case], change: UUID) -> None:
    there = [case for case in cases if case.before is not None]
    new = [case for case in cases if case.before is None]
    # Their rows are locked with their containers' and so are there still; writing them in place is half the work.
    targets = _targets(there)
    if targets and run(UPDATE, [change, *targets]).rowcount < len(targets[0]):
        new = list(cases)
    if targets := _targets(new):
        run(UPSERT, [change, *targets])
    members = [
        (case.campaign, case.standing.door, m.person, m.presence, m.record, m.at, m.flags)
        for case in cases
        if case.folded is not None
        for m in case.folded.roll
    ]
    columns = [list(column) for column in zip(*members, strict=True)] if members else [[] for _ in range(7)]
    again = [case.key for case in there if case.before is not None and case.before[0]]
    if again:
        run(DROP_ROLL, [[c for c, _d in again], [d for _c, d in again], *columns[:3]])
    if members:
        run(UPSERT_ROLL, [change, *columns])


def _targets(cases: Sequence[Case]) -> list[list[object]]:
    """The columns of these cases' targets; none where nothing was folded."""
    rows_of = (
        (
            case.campaign, case.standing.door, case.standing.place, int(f.state), f.attempts, f.last_at, f.last_record,
            f.closed_at, f.next_from, f.next_until, f.by_phone, f.claim, f.flags, len(f.roll), f.unaccounted,
        )
        for case in cases
        if (f := case.folded) is not None
    )  # fmt: skip
    return [list(column) for column in zip(*rows_of, strict=True)]
