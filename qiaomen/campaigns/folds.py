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
# A person whom only a record put here counts while an effective record speaks of them (they come with the visits).
# A target's key begins with the sweep; there are few.
DOORS = """
SELECT d.id, d.place_id, d.is_open, ARRAY(
         SELECT h.id FROM people_person h WHERE h.home_door_id = d.id AND h.stated_by IS NULL
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

_FOLDED = (
    "place_id state attempts last_at last_record closed_at next_from next_until by_phone claim flags people unaccounted"
).split()
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

Key = tuple[UUID, UUID]
Before = tuple[int, UUID]


class Standing(msgspec.Struct, frozen=True):
    """A door as it stands: its container, whether it is in use, and whom a register puts behind it."""

    place: UUID
    is_open: bool
    people: Sequence[UUID]


def fold_targets(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the touched doors in every sweep that they are part of."""
    if touched.doors:
        fold_doors(touched.doors, change, touched=touched)


def fold_doors(doors: Collection[UUID], change: UUID, *, touched: Touched | None = None) -> None:
    """Fold these doors' targets and rolls anew, and recount their containers."""
    records = effective.of_doors(doors, KINDS, touched.fresh if touched else None)
    standing, before = _read(doors)
    wanted = _wanted(before, records)
    if not wanted:
        return
    silent = [key for key, several in wanted.items() if not several]
    # A door outside the sweep is its target only while a record of the sweep speaks of it.
    outside = set(silent) - scope.inside(silent) if silent else set()
    folded = _fold_all({key: several for key, several in wanted.items() if key not in outside}, records, standing)
    if folded or any(people for people, _place in before.values()):
        _write(folded, standing, before, change)
    if outside:
        run(DROP, [[campaign for campaign, _door in outside], [door for _campaign, door in outside]])
    campaigns = {campaign for campaign, _door in wanted}
    left = {place for key, (_people, place) in before.items() if key in outside or place != standing[key[1]].place}
    recount(campaigns, left | {standing[door].place for _campaign, door in folded}, change)


def _read(doors: Collection[UUID]) -> tuple[dict[UUID, Standing], dict[Key, Before]]:
    """The doors, and their targets as they were: how many people were on the roll, and in which container."""
    standing: dict[UUID, Standing] = {}
    before: dict[Key, Before] = {}
    for door, place, is_open, people, campaign, listed, stood in rows(DOORS, [list(doors)]):
        standing[door] = Standing(place, is_open, people)
        if campaign is not None:
            before[campaign, door] = (listed, stood)
    return standing, before


def _wanted(before: Iterable[Key], records: dict[UUID, list[Effective]]) -> dict[Key, list[Effective]]:
    """What speaks of each (sweep, door): of those that are targets, and of those that records speak of."""
    wanted: dict[Key, list[Effective]] = {key: [] for key in before}
    for door, several in records.items():
        for record in several:
            wanted.setdefault((record.body.campaign, door), []).append(record)
    return wanted


def _fold_all(
    wanted: dict[Key, list[Effective]], records: dict[UUID, list[Effective]], standing: dict[UUID, Standing]
) -> dict[Key, Folded]:
    rules = _rules({campaign for campaign, _door in wanted})
    same = _same_person(standing, records)
    sheets = _sheets(records)
    return {
        (campaign, door): fold(
            rules[campaign],
            several,
            standing[door].people,
            sheets=sheets,
            is_open=standing[door].is_open,
            canonical=same.get(door),
        )
        for (campaign, door), several in wanted.items()
        if campaign in rules and door in standing
    }


def _rules(campaigns: Iterable[UUID]) -> dict[UUID, Rules]:
    zone = ZoneInfo(settings.TIME_ZONE)
    return {row[0]: Rules(row[0], zone, *row[1:]) for row in rows(CAMPAIGNS, [list(campaigns)])}


def _same_person(standing: dict[UUID, Standing], records: dict[UUID, list[Effective]]) -> dict[UUID, dict[UUID, UUID]]:
    """By door: which ids that are named there are one person's, each with the smallest of them.

    Only ids of the same door are compared, so that a door's state follows from what is known at the door.
    """
    named: dict[UUID, list[UUID]] = {door: list(stands.people) for door, stands in standing.items()}
    for door, several in records.items():
        named.setdefault(door, []).extend(
            seen.person for record in several for seen in getattr(record.body, "people", ())
        )
    canonical = dict(rows(ALIASES, [[person for several in named.values() for person in several]]))
    if not canonical:
        return {}
    found: dict[UUID, dict[UUID, UUID]] = {}
    for door, ids in named.items():
        smallest: dict[UUID, UUID] = {}
        for person in sorted(ids, key=lambda one: one.bytes):
            smallest.setdefault(canonical.get(person, person), person)
        found[door] = {person: smallest[canonical.get(person, person)] for person in ids}
    return found


def _sheets(records: dict[UUID, list[Effective]]) -> dict[UUID, Sheet]:
    editions = {getattr(r.body, "edition", None) for several in records.values() for r in several}
    return {edition: sheet(edition) for edition in editions if edition is not None}


def _write(folded: dict[Key, Folded], standing: dict[UUID, Standing], before: dict[Key, Before], change: UUID) -> None:
    there = {key: f for key, f in folded.items() if key in before}
    # Their rows are locked with their containers' and so are there still; writing them in place is half the work.
    if there and run(UPDATE, [change, *_targets(there, standing)]).rowcount == len(there):
        new = {key: f for key, f in folded.items() if key not in before}
    else:
        new = folded
    if new:
        run(UPSERT, [change, *_targets(new, standing)])
    members = [
        (campaign, door, m.person, m.presence, m.record, m.at, m.flags)
        for (campaign, door), f in folded.items()
        for m in f.roll
    ]
    columns = [list(column) for column in zip(*members, strict=True)] if members else [[] for _ in range(7)]
    again = [key for key, (people, _place) in before.items() if people]
    if again:
        run(DROP_ROLL, [[c for c, _d in again], [d for _c, d in again], *columns[:3]])
    if members:
        run(UPSERT_ROLL, [change, *columns])


def _targets(folded: dict[Key, Folded], standing: dict[UUID, Standing]) -> list[list[object]]:
    rows_of = (
        (
            campaign, door, standing[door].place, int(f.state), f.attempts, f.last_at, f.last_record, f.closed_at,
            f.next_from, f.next_until, f.by_phone, f.claim, f.flags, len(f.roll), f.unaccounted,
        )
        for (campaign, door), f in folded.items()
    )  # fmt: skip
    return [list(column) for column in zip(*rows_of, strict=True)]
