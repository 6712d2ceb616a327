"""What needs somebody: claims to review, teams that have gone silent; and what has just come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.states import State

SILENT = timedelta(hours=1)
# Far enough back for any district; a small area shows what it has among these.
RECENT = 2000
# Rows of lists are about places, too, and no business of whoever watches a sweep.
OF_SWEEPS = [
    "visit", "self_report", "claim_review", "resolution", "void", "place_added", "door_added", "door_changed",
]  # fmt: skip

CLAIMS = """
SELECT d.id, d.label, q.path, t.state, t.claim, r.at, coalesce(w.name, ''), coalesce(z.name || ' · ' || g.number, '')
FROM (SELECT DISTINCT y.place_id FROM campaigns_tally y{area}
      WHERE y.campaign_id = %(campaign)s AND y.inaccessible + y.wrong_address_claimed > 0) s
JOIN places_place q ON q.id = s.place_id
JOIN campaigns_target t ON t.campaign_id = %(campaign)s AND t.place_id = s.place_id
  AND t.state = ANY(%(states)s) AND t.claim IS NOT NULL
JOIN places_door d ON d.id = t.door_id
JOIN ledger_record r ON r.id = t.claim
LEFT JOIN access_worker w ON w.id = r.author
LEFT JOIN duty_team g ON g.id = t.team_id LEFT JOIN duty_zone z ON z.id = g.zone_id
WHERE NOT EXISTS (SELECT 1 FROM ledger_record v WHERE v.door = t.door_id AND v.kind = 'claim_review'
                  AND v.body ->> 'claim' = t.claim::text
                  AND NOT EXISTS (SELECT 1 FROM ledger_record x WHERE x.root = v.id AND x.kind = 'void'))
ORDER BY r.at, d.id
"""
# Changes carry a uuid7, which begins with the time: those of the last hour are one range of the primary key.
SILENT_TEAMS = """
WITH heard AS (
  SELECT worker FROM base_change WHERE id >= %(since)s AND what = 'submit'
  UNION SELECT worker_id FROM access_enrolment WHERE seen_at >= %(since_at)s AND revoked_at IS NULL),
open_ones AS (
  SELECT y.team_id, sum(y.doors - y.answered - y.vacant - y.remote - y.wrong_address) AS doors
  FROM campaigns_tally y{area} WHERE y.campaign_id = %(campaign)s GROUP BY 1 HAVING
  sum(y.doors - y.answered - y.vacant - y.remote - y.wrong_address) > 0)
SELECT n.id, n.name, coalesce(o.name, ''), n.doors,
       (SELECT array_agg(w.name ORDER BY s.is_local DESC, w.name) FROM duty_membership s
        JOIN access_worker w ON w.id = s.worker_id WHERE s.team_id = n.id AND s.until_change IS NULL),
       (SELECT max(t.last_at) FROM campaigns_target t WHERE t.campaign_id = %(campaign)s AND t.team_id = n.id), n.of_all
FROM (
  SELECT g.id, g.organisation_id, z.name || ' · ' || g.number AS name, o.doors, z.ordinal, g.number,
         count(*) OVER () AS of_all
  FROM open_ones o JOIN duty_team g ON g.id = o.team_id JOIN duty_zone z ON z.id = g.zone_id
  WHERE o.team_id NOT IN (SELECT s.team_id FROM duty_membership s JOIN heard h ON h.worker = s.worker_id
                          WHERE s.until_change IS NULL)
  ORDER BY o.doors DESC, z.ordinal, g.number LIMIT %(limit)s) n
LEFT JOIN access_organisation o ON o.id = n.organisation_id
ORDER BY n.doors DESC, n.ordinal, n.number
"""
NEWEST = """
SELECT r.id, r.kind, r.received_at, r.door, coalesce(d.label, ''), q.path, r.body ->> 'outcome',
       jsonb_array_length(coalesce(r.body -> 'people', '[]'))
FROM (SELECT id, kind, received_at, door, place, body, change FROM ledger_record WHERE kind = ANY(%(kinds)s)
      ORDER BY change DESC LIMIT %(recent)s) r
LEFT JOIN places_door d ON d.id = r.door
JOIN places_place q ON q.id = coalesce(d.place_id, r.place){area}
ORDER BY r.change DESC, r.received_at DESC, r.id DESC LIMIT %(limit)s
"""


@dataclass(slots=True)
class Claim:
    """A claim that waits for review: that a door cannot be got at, or does not exist."""

    door: UUID
    label: str
    path: str
    state: State
    claim: UUID
    at: datetime
    author: str
    team: str
    where: str = ""


@dataclass(slots=True)
class SilentTeam:
    """A team with doors left from whom nothing has come for an hour; `last_at` is its last knock, if any, `of_all` how
    many teams there are like it."""

    id: UUID
    name: str
    organisation: str
    doors: int
    members: list[str] | None
    last_at: datetime | None
    of_all: int


@dataclass(slots=True)
class News:
    """An accepted record: what and where; of whom, it does not say."""

    id: UUID
    kind: str
    at: datetime
    door: UUID | None
    label: str
    path: str
    outcome: str | None
    people: int
    where: str = ""


def claims_to_review(area: Area) -> list[Claim]:
    """Claims that nobody has reviewed, the oldest first. Few: what is reviewed leaves."""
    statement = CLAIMS.format(area=area.join("y.place_id"))
    states = [int(State.INACCESSIBLE), int(State.WRONG_ADDRESS_CLAIMED)]
    return [Claim(*(*row[:3], State(row[3]), *row[4:])) for row in ask(statement, area.parameters | {"states": states})]


def silent_teams(area: Area, now: datetime, *, limit: int = 5) -> Sequence[SilentTeam]:
    """Teams with doors left of whose members no phone has called for an hour, the most doors first."""
    statement = SILENT_TEAMS.format(area=area.join("y.place_id"))
    began = now - SILENT
    since = {"since": UUID(int=int(began.timestamp() * 1000) << 80), "since_at": began}
    return [SilentTeam(*row) for row in ask(statement, area.parameters | since | {"limit": limit})]


def newest(area: Area, *, limit: int = 20) -> list[News]:
    """The last accepted records of sweeps about doors and places of an area, the newest first."""
    inside = "" if area.whole else f" AND {area.below('q')}"
    statement = NEWEST.format(area=inside)
    said = {"kinds": OF_SWEEPS, "recent": RECENT, "limit": limit}
    return [News(*row) for row in ask(statement, area.parameters | said)]
