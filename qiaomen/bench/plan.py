"""plan_seconds: read a county's doors and people, plan, make teams, hand doors out. Yardstick: COPY of assignments."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.utils import timezone

from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.outbreaks import current_or_open
from qiaomen.base.sql import rows, run
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.planning import apply, propose, sweeps
from qiaomen.places.models import Place, segment

DOORS_A_STAIRWELL = 20
STAIRWELLS_A_BUILDING = 4

CHILDREN: Any = """
INSERT INTO places_place (id, parent_id, kind, name, code, path, walk, version, change)
SELECT n.id, p.id, %b, n.ordinal::text, '', p.path || right(replace(n.id::text, '-', ''), 8) || '.',
       to_char(n.ordinal, 'FM0000'), 1, %b
FROM places_place p, LATERAL (SELECT ordinal, gen_random_uuid() AS id FROM generate_series(1, %b::int) ordinal
                              WHERE p.id IS NOT NULL) n
WHERE p.kind = %b AND starts_with(p.path, %b)
"""
# The first zones have a door more than the others, so that the total is exact.
DOORS: Any = """
INSERT INTO places_door (id, place_id, label, key, building, stairwell, floor, room, kind, walk, is_open, version,
                         change)
SELECT gen_random_uuid(), s.id, n::text, n::text, '', '', n / 4 + 1, n::text, 'dwelling', to_char(n, 'FM0000'), true, 1,
       %b
FROM (
  SELECT stair.id, %b::int / %b::int + (area.ordinal <= %b::int %% %b::int)::int AS doors,
         row_number() OVER (PARTITION BY area.id ORDER BY stair.path) - 1 AS at
  FROM (SELECT *, row_number() OVER (ORDER BY walk) AS ordinal FROM places_place
        WHERE kind = 'community' AND starts_with(path, %b)) area
  JOIN places_place stair ON stair.kind = 'stairwell' AND starts_with(stair.path, area.path)
) s, LATERAL generate_series(0, least(%b::int, s.doors - s.at * %b::int)::int - 1) n
"""
ZONES: Any = """
INSERT INTO duty_zone (id, name, ordinal)
SELECT id, %b || walk, walk::int FROM places_place WHERE kind = 'community' AND starts_with(path, %b)
"""
ZONE_PLACES: Any = """
INSERT INTO duty_zoneplace (place_id, zone_id, ordinal)
SELECT id, id, 0 FROM places_place WHERE kind = 'community' AND starts_with(path, %b)
"""
ORGANISATIONS: Any = """
INSERT INTO access_organisation (id, name) SELECT gen_random_uuid(), %b || n FROM generate_series(1, %b::int) n
"""
# Organisations go round the zones, workers round the organisations; every fifth worker is a grid worker.
BACKINGS: Any = """
INSERT INTO duty_backing (id, organisation_id, zone_id)
SELECT gen_random_uuid(), o.id, z.id
FROM (SELECT id, row_number() OVER (ORDER BY name) AS n FROM access_organisation WHERE starts_with(name, %b)) o
JOIN (SELECT id, ordinal FROM duty_zone WHERE starts_with(name, %b)) z ON z.ordinal = 1 + o.n %% %b::int
"""
WORKERS: Any = """
INSERT INTO access_worker (id, password, name, title, organisation_id, is_police, is_active, outbreak_id)
SELECT gen_random_uuid(), '!', 'bench', CASE w / %b::int %% 5 WHEN 0 THEN '网格员' ELSE '' END, o.id, false, true, %b
FROM generate_series(1, %b::int) w
JOIN (SELECT id, row_number() OVER (ORDER BY name) AS n FROM access_organisation WHERE starts_with(name, %b)) o
  ON o.n = 1 + w %% %b::int
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a district is planned."""

    name: str
    doors: int
    zones: int
    organisations: int
    workers: int


COUNTY = Size("county ", 15_089, 50, 140, 2_000)
CITY = Size("city ", 400_000, 1_200, 3_700, 53_000)


def build(size: Size) -> Campaign:
    """Streets, communities as zones, buildings, stairwells, organisations and workers, and a sweep not planned yet."""
    outbreak = current_or_open(name="bench")
    with changes.change("bench") as change:
        street = _street(size, change.id)
        buildings = -(-(size.doors // size.zones + 1) // (DOORS_A_STAIRWELL * STAIRWELLS_A_BUILDING))
        for kind, count, parent in (
            ("community", size.zones, "street"),
            ("building", buildings, "community"),
            ("stairwell", STAIRWELLS_A_BUILDING, "building"),
        ):
            run(CHILDREN, [kind, change.id, count, parent, street.path])
        share = [size.doors, size.zones, size.doors, size.zones]
        run(DOORS, [change.id, *share, street.path, DOORS_A_STAIRWELL, DOORS_A_STAIRWELL])
        run(ZONES, [size.name, street.path])
        run(ZONE_PLACES, [street.path])
        run(ORGANISATIONS, [size.name, size.organisations])
        run(BACKINGS, [size.name, size.name, size.zones])
        run(WORKERS, [size.organisations, outbreak.id, size.workers, size.name, size.organisations])
    run("ANALYZE")
    opens = timezone.now()
    return sweeps.create(
        outbreak=outbreak, name=size.name, place=street, opens_at=opens, deadline=opens + timedelta(hours=72)
    )


def planned(campaign: Campaign, doors: int) -> float:
    """Seconds from reading the registers to the committed assignment of every door."""
    begun = time.perf_counter()
    summary = apply(campaign, propose(campaign))
    seconds = time.perf_counter() - begun
    if summary.assigned != doors:
        raise RuntimeError(f"{summary.assigned} of {doors} doors assigned")
    return seconds


def copied(campaign: Campaign) -> float:
    """Seconds that PostgreSQL takes to COPY as many assignments into a plain table with the same keys."""
    made = rows(
        "SELECT campaign_id, door_id, team_id, from_change FROM campaigns_assignment WHERE campaign_id = %b",
        [campaign.id],
    )
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    cursor = psycopg.Cursor(raw)
    cursor.execute("CREATE TABLE bench_assignment (LIKE campaigns_assignment INCLUDING CONSTRAINTS INCLUDING INDEXES)")
    begun = time.perf_counter()
    with cursor.copy("COPY bench_assignment (campaign_id, door_id, team_id, from_change) FROM STDIN") as copy:
        for row in made:
            copy.write_row(row)
    seconds = time.perf_counter() - begun
    cursor.execute("DROP TABLE bench_assignment")
    return seconds


def measure() -> dict[str, float]:
    """`seconds` for a county and `seconds_400k` for a city, with yardsticks `copy_…`; into an empty database."""
    found: dict[str, float] = {}
    for size, key in ((COUNTY, "seconds"), (CITY, "seconds_400k")):
        campaign = build(size)
        found[key] = planned(campaign, size.doors)
        found[f"copy_{key}"] = copied(campaign)
    return found


def _street(size: Size, change: UUID) -> Place:
    root = Place.objects.filter(parent=None).first()
    if root is None:
        root = Place(id=new_id(), kind="district", name="bench", change=change)
        root.path = segment(root.id)
        root.save()
    street = Place(id=new_id(), parent=root, kind="street", name=size.name, change=change)
    street.path = root.path + segment(street.id)
    street.save()
    return street
