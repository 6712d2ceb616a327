"""A district for benchmarks, made by set-based SQL: communities, buildings, stairwells of 20 doors, people, teams."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.outbreaks import current_or_open
from qiaomen.base.sql import rows, run
from qiaomen.campaigns.actions import assign, launch, make_campaign, make_questionnaire
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.places.models import Place, segment

DOORS_A_STAIRWELL = 20
STAIRWELLS_A_BUILDING = 4
TEAM_SIZE = 3

# A uuid7, as registers give: what is made together lies together in every index. With random ids each door was another
# page.
_MS = "lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')"
NEW_ID = f"(left({_MS}, 8) || '-' || right({_MS}, 4) || '-7' || right(gen_random_uuid()::text, 21))::uuid"

CHILDREN: Any = f"""
INSERT INTO places_place (id, parent_id, kind, name, code, path, walk, version, change)
SELECT n.id, p.id, %s, n.ordinal::text, '', p.path || right(replace(n.id::text, '-', ''), 8) || '.',
       to_char(n.ordinal, 'FM000'), 1, %b
FROM places_place p, LATERAL (SELECT ordinal, {NEW_ID} AS id FROM generate_series(1, %b::int) ordinal
                              WHERE p.id IS NOT NULL) n
WHERE p.kind = %s
"""
DOORS: Any = f"""
INSERT INTO places_door (id, place_id, label, key, building, stairwell, floor, room, kind, walk, is_open, version,
                         change)
SELECT {NEW_ID}, p.id, '1-1-' || n.label, n.label, '1', '1', n.ordinal / 4 + 1, n.label, 'dwelling', n.label,
       true, 1, %b
FROM places_place p, LATERAL (SELECT ordinal, to_char((ordinal / 4 + 1) * 100 + ordinal %% 4 + 1, 'FM0000') AS label
                              FROM generate_series(0, %b::int) ordinal) n
WHERE p.kind = 'stairwell'
"""
# Households of 1 to 4, and each 65th one more: 2.515 on average, as in Wuhan (10.59 million in 4.21 million doors).
PEOPLE: Any = f"""
INSERT INTO people_person (id, outbreak_id, home_door_id, name, name_plain, pinyin, initials, sex, birth_year, relation,
                           ordinal, version, change)
SELECT {NEW_ID}, %b, d.id, '某某', '某某', 'moumou', 'mm', 1 + n %% 2, 1930 + (n * 17) %% 90, '', n, 1, %b
FROM (SELECT id, row_number() OVER () AS ordinal FROM places_door) d,
     LATERAL generate_series(1, (1 + d.ordinal %% 4 + (d.ordinal %% 65 = 0)::int)::int) n
"""
ZONES: Any = """
INSERT INTO duty_zone (id, name, ordinal)
SELECT p.id, p.name || '/' || p.walk || right(p.path, 9), row_number() OVER (ORDER BY p.path)
FROM places_place p WHERE p.kind = 'community'
"""
ZONE_PLACES: Any = """
INSERT INTO duty_zoneplace (place_id, zone_id, ordinal) SELECT id, id, 0 FROM places_place WHERE kind = 'community'
"""
TEAMS: Any = """
INSERT INTO duty_team (id, zone_id, number, is_active)
SELECT gen_random_uuid(), z.id, n, true FROM duty_zone z, generate_series(1, %b::int) n
"""
WORKERS: Any = """
INSERT INTO access_worker (id, password, name, title, is_police, is_active, outbreak_id)
SELECT gen_random_uuid(), '!', 'bench ' || n, '', false, true, %b
FROM generate_series(1, (SELECT count(*) FROM duty_team)::int * %b::int) n
"""
MEMBERSHIPS: Any = """
INSERT INTO duty_membership (id, team_id, worker_id, is_local, from_change)
SELECT gen_random_uuid(), t.id, w.id, true, %b
FROM (SELECT id, row_number() OVER (ORDER BY zone_id, number) - 1 AS at FROM duty_team) t
JOIN (SELECT id, (row_number() OVER (ORDER BY id) - 1) / %b::int AS at FROM access_worker WHERE name LIKE 'bench %%') w
  USING (at)
"""
GRANTS: Any = """
INSERT INTO access_grant (id, worker_id, role, place_id, since, ground)
SELECT gen_random_uuid(), m.worker_id, 'field', zp.place_id, %b, ''
FROM duty_membership m JOIN duty_team t ON t.id = m.team_id JOIN duty_zoneplace zp ON zp.zone_id = t.zone_id
"""
DEVICES: Any = "INSERT INTO access_device (id, name) SELECT id, '' FROM access_worker WHERE name LIKE 'bench %%'"
ENROLMENTS: Any = """
INSERT INTO access_enrolment (id, worker_id, device_id, outbreak_id, token_hash, since, enrolled_at)
SELECT gen_random_uuid(), id, id, %b, sha256(('bench-' || id)::bytea), %b, now()
FROM access_worker WHERE name LIKE 'bench %%'
"""
# By the stairwell, then for its doors: reckoned for each door and team, a million doors took ten minutes.
OWN: Any = """
WITH own AS MATERIALIZED (
  SELECT stair.id AS place, t.id AS team
  FROM places_place stair
  JOIN places_place building ON building.id = stair.parent_id
  JOIN duty_team t ON t.zone_id = building.parent_id
    AND t.number = 1 + (('x' || right(stair.id::text, 6))::bit(24)::int %% %b::int)
  WHERE stair.kind = 'stairwell')
SELECT d.id, own.team FROM places_door d JOIN own ON own.place = d.place_id
"""


@dataclass(frozen=True, slots=True)
class District:
    """What was made."""

    outbreak: Outbreak
    campaign: Campaign
    doors: int
    people: int


def token_of(worker: UUID) -> str:
    """The token that `build` gave this worker."""
    return f"bench-{worker}"


def token_hash(worker: UUID) -> bytes:
    """Its hash, as the database keeps it."""
    return hashlib.sha256(token_of(worker).encode()).digest()


def build(*, doors: int, zones: int = 50, teams_a_zone: int = 13, people: bool = True, streets: int = 0) -> District:
    """Make a district of about `doors` doors in an empty database, with a sweep launched and handed out.

    With streets, each has its equal part of the zones; without, communities lie below the district itself.
    """
    outbreak = current_or_open(name="bench")
    opened = timezone.now() - timedelta(days=2)
    buildings = max(1, round(doors / zones / STAIRWELLS_A_BUILDING / DOORS_A_STAIRWELL))
    with changes.change("bench") as change:
        root = Place(id=new_id(), kind="district", name="bench")
        root.path, root.change = segment(root.id), change.id
        root.save()
        if streets:
            run(CHILDREN, ["street", change.id, streets, "district"])
        for kind, parent, count in (
            ("community", "street" if streets else "district", zones // (streets or 1)),
            ("building", "community", buildings),
            ("stairwell", "building", STAIRWELLS_A_BUILDING),
        ):
            run(CHILDREN, [kind, change.id, count, parent])
        run(DOORS, [change.id, DOORS_A_STAIRWELL - 1])
        if people:
            run(PEOPLE, [outbreak.id, change.id])
        _field_force(outbreak, change.id, opened, teams_a_zone)
    for table in ("places_place", "places_door", "people_person"):
        run(f"ANALYZE {table}")
    campaign = _sweep(outbreak, root, opened, teams_a_zone)
    counted = rows("SELECT (SELECT count(*) FROM places_door), (SELECT count(*) FROM people_person)")[0]
    return District(outbreak, campaign, *counted)


def _field_force(outbreak: Outbreak, change: UUID, opened: datetime, teams_a_zone: int) -> None:
    run(ZONES)
    run(ZONE_PLACES)
    run(TEAMS, [teams_a_zone])
    run(WORKERS, [outbreak.id, TEAM_SIZE])
    run(MEMBERSHIPS, [change, TEAM_SIZE])
    run(GRANTS, [opened])
    run(DEVICES)
    run(ENROLMENTS, [outbreak.id, opened])


def _sweep(outbreak: Outbreak, root: Place, opened: datetime, teams_a_zone: int) -> Campaign:
    campaign = make_campaign(
        outbreak=outbreak,
        name="bench",
        place=root,
        edition=make_questionnaire(name="bench", questions=QUESTIONS),
        opens_at=opened,
        deadline=opened + timedelta(days=3),
    )
    launch(campaign)
    own = rows(OWN, [teams_a_zone])
    assign(campaign, doors=[door for door, _team in own], teams=[team for _door, team in own])
    run("ANALYZE")
    return campaign
