"""Reading a scope's rows: all of them, or those that changed between two numbers. Never more than the scope."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Raw

from qiaomen.access.roles import Verb, roles_with
from qiaomen.base.sql import rows
from qiaomen.campaigns.states import HEALTH
from qiaomen.sync.wire import (
    CampaignRow,
    DoorRow,
    EditionRow,
    Page,
    PersonRow,
    PlaceRow,
    ReknockRow,
    RollRow,
    TargetRow,
    TeamRow,
    WorkerRow,
)

# Every row carries the change that wrote it last; %b and %b are "after" and "up to and including".
_SINCE = "JOIN base_change c ON c.id = {0}.change AND c.seq > %b AND c.seq <= %b"

PLACES = f"""
SELECT p.id, p.parent_id, p.kind, p.name, p.walk FROM places_place p {_SINCE.format("p")}
WHERE p.id = ANY(%b) ORDER BY p.id
"""
DOORS = f"""
SELECT d.id, d.place_id, d.label, d.floor, d.room, d.kind, d.walk, d.is_open, d.version
FROM places_door d {_SINCE.format("d")} WHERE d.place_id = ANY(%b) ORDER BY d.id
"""
OWN_DOORS = f"""
SELECT d.id, d.place_id, d.label, d.floor, d.room, d.kind, d.walk, d.is_open, d.version
FROM places_door d {_SINCE.format("d")} WHERE d.id = ANY(%b) ORDER BY d.id
"""
_TARGET = """
SELECT t.campaign_id, t.door_id, t.team_id, t.state, t.attempts, t.last_at, t.next_from, t.next_until, t.by_phone,
       t.flags, t.people, t.unaccounted, t.claim
FROM campaigns_target t
JOIN campaigns_campaign k ON k.id = t.campaign_id AND k.launched_at IS NOT NULL AND k.closed_at IS NULL
"""
TARGETS = f"{_TARGET} {_SINCE.format('t')} WHERE t.place_id = ANY(%b) ORDER BY t.campaign_id, t.door_id"
OWN_TARGETS = f"{_TARGET} {_SINCE.format('t')} WHERE t.door_id = ANY(%b) ORDER BY t.campaign_id, t.door_id"
PEOPLE = f"""
SELECT h.id, h.home_door_id, h.name, h.sex, h.birth_year, h.relation
FROM people_person h {_SINCE.format("h")} WHERE h.home_door_id = ANY(%b) ORDER BY h.home_door_id, h.ordinal, h.id
"""
# Who lived behind one of these doors and lives behind none of them any more.
MOVED = """
SELECT DISTINCT r.person_id FROM people_residence r
JOIN base_change c ON c.id = r.until_change AND c.seq > %b AND c.seq <= %b
JOIN people_person h ON h.id = r.person_id
WHERE r.door_id = ANY(%b) AND (h.home_door_id IS NULL OR h.home_door_id <> ALL(%b)) ORDER BY 1
"""
ROLLS = f"""
SELECT r.campaign_id, r.door_id, r.person_id, r.presence FROM campaigns_roll r
JOIN campaigns_campaign k ON k.id = r.campaign_id AND k.closed_at IS NULL
{_SINCE.format("r")} WHERE r.door_id = ANY(%b) ORDER BY r.campaign_id, r.door_id, r.person_id
"""
TEAMS = """
SELECT t.id, t.number, z.name, w.id, w.name FROM duty_membership mine
JOIN duty_team t ON t.id = mine.team_id JOIN duty_zone z ON z.id = t.zone_id
JOIN duty_membership m ON m.team_id = t.id AND m.until_change IS NULL JOIN access_worker w ON w.id = m.worker_id
WHERE mine.worker_id = %b AND mine.until_change IS NULL ORDER BY t.id, w.id
"""
REKNOCKS = """
SELECT r.campaign_id, r.door_id FROM campaigns_reknock r
JOIN campaigns_campaign k ON k.id = r.campaign_id AND k.closed_at IS NULL
JOIN duty_membership m ON m.team_id = r.team_id AND m.until_change IS NULL
WHERE m.worker_id = %b ORDER BY 1, 2
"""
CAMPAIGNS = """
SELECT id, name, edition_id, opens_at, deadline, to_char(day_from, 'HH24:MI'), to_char(day_until, 'HH24:MI'), max_tries,
       remote_closes
FROM campaigns_campaign WHERE launched_at IS NOT NULL AND closed_at IS NULL ORDER BY opens_at
"""
# Changes with any row of these. An edition never changes, and its sweep names it.
AROUND = f"""
SELECT md5(concat_ws('/',
  (SELECT string_agg(t::text, ',' ORDER BY t::text) FROM ({TEAMS}) t),
  (SELECT string_agg(k::text, ',' ORDER BY k::text) FROM ({REKNOCKS}) k),
  (SELECT string_agg(c::text, ',' ORDER BY c::text) FROM ({CAMPAIGNS}) c)))
"""
EDITIONS = """
SELECT e.id, e.number, e.questions::text FROM campaigns_edition e
WHERE e.id IN (SELECT edition_id FROM campaigns_campaign WHERE launched_at IS NOT NULL AND closed_at IS NULL)
"""


def of_places(places: Sequence[UUID], *, after: int, until: int) -> Page:
    """Places, doors and targets in these places that changed in (after, until]."""
    span = [after, until, list(places)]
    return Page(
        places=[PlaceRow(*row) for row in rows(PLACES, span)],
        doors=[DoorRow(*row) for row in rows(DOORS, span)],
        targets=[TargetRow(*row) for row in rows(TARGETS, span)],
    )


def of_own_doors(doors: Sequence[UUID], *, after: int, until: int, with_doors: bool) -> Page:
    """People and rolls behind own doors that changed in (after, until]; with the doors themselves in a first sync."""
    span = [after, until, list(doors)]
    page = Page(
        people=[PersonRow(*row) for row in rows(PEOPLE, span)],
        rolls=[RollRow(*row) for row in rows(ROLLS, span)],
    )
    if with_doors:
        page.doors = [DoorRow(*row) for row in rows(OWN_DOORS, span)]
        page.targets = [TargetRow(*row) for row in rows(OWN_TARGETS, span)]
    return page


def moved_away(doors: Sequence[UUID], *, after: int, until: int) -> list[UUID]:
    """Who moved away from own doors in (after, until], to a door that is not one of them."""
    return [row[0] for row in rows(MOVED, [after, until, list(doors), list(doors)])] if doors else []


def around(worker: UUID) -> Page:
    """The worker's teams, and the sweeps with their questions: few rows, sent at first and when they changed."""
    teams: dict[UUID, TeamRow] = {}
    for team, number, zone, member, name in rows(TEAMS, [worker]):
        teams.setdefault(team, TeamRow(team, number, zone, [])).members.append(WorkerRow(member, name))
    return Page(
        around=True,
        teams=list(teams.values()),
        reknocks=[ReknockRow(*row) for row in rows(REKNOCKS, [worker])],
        campaigns=[CampaignRow(*row) for row in rows(CAMPAIGNS)],
        editions=[EditionRow(id, number, Raw(text.encode())) for id, number, text in rows(EDITIONS)],
    )


def around_digest(worker: UUID) -> str:
    """By which one sees whether anything that `around` answers is another."""
    return str(rows(AROUND, [worker, worker])[0][0])


def without_health(page: Page) -> Page:
    """The page as a police member of a team gets it: no flag tells of anybody's health."""
    for target in page.targets:
        target.flags &= ~int(HEALTH)
    return page


OTHERS = """
SELECT h.id, h.home_door_id, h.name, h.sex, h.birth_year, h.relation
FROM people_person h JOIN places_door d ON d.id = h.home_door_id JOIN places_place p ON p.id = d.place_id
WHERE d.id = %b AND EXISTS (
  SELECT 1 FROM access_grant g JOIN places_place area ON area.id = g.place_id
  WHERE g.worker_id = %b AND g.role = ANY(%b) AND starts_with(p.path, area.path)
  AND g.since <= now() AND (g.until IS NULL OR g.until > now()))
ORDER BY h.ordinal, h.id
"""


def people_of(door: UUID, worker: UUID) -> Page:
    """The people of one door inside the worker's area; nothing outside it."""
    roles = [str(role) for role in roles_with(Verb.RECORD)]
    return Page(people=[PersonRow(*row) for row in rows(OTHERS, [door, worker, roles])])
