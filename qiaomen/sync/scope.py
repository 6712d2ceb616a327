"""What a phone sees. Scope is small: its zones' doors and outcomes, and people only behind the team's own doors."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from qiaomen.base.sql import rows, run

# Places below the worker's grants in force; a grant at the district's root does not make a phone carry it all.
# Paths are hexadecimal with dots, so everything below a path lies between it and itself followed by a g.
PLACES = """
SELECT DISTINCT p.id FROM access_grant g
JOIN places_place area ON area.id = g.place_id AND area.parent_id IS NOT NULL
JOIN places_place p ON p.path >= area.path AND p.path < area.path || 'g'
WHERE g.worker_id = %b AND g.role IN ('field', 'lead') AND g.since <= now() AND (g.until IS NULL OR g.until > now())
ORDER BY p.id
"""
# Of a sweep under way, what is assigned to the worker's team. And doors behind which people are under a measure, sweep
# or no sweep: the zone's teams answer for those that no sweep has given to one team, and so does whoever answers most
# closely in the chain of duty. Police do not: that somebody is followed up is health.
OWN_DOORS = """
SELECT DISTINCT t.door_id FROM duty_membership m
JOIN campaigns_target t ON t.team_id = m.team_id
JOIN campaigns_campaign c ON c.id = t.campaign_id AND c.launched_at IS NOT NULL AND c.closed_at IS NULL
WHERE m.worker_id = %b AND m.until_change IS NULL
UNION
SELECT r.door_id FROM campaigns_reknock r JOIN campaigns_campaign c ON c.id = r.campaign_id AND c.closed_at IS NULL
JOIN duty_membership m ON m.team_id = r.team_id AND m.until_change IS NULL
WHERE m.worker_id = %b
UNION
SELECT l.door FROM (
  SELECT DISTINCT h.home_door_id AS door, p.path
  FROM monitoring_episode e JOIN people_person h ON h.id = e.person
  JOIN places_door d ON d.id = h.home_door_id JOIN places_place p ON p.id = d.place_id
  WHERE e.state IN ('open', 'in_care', 'to_release')) l
WHERE NOT EXISTS (SELECT 1 FROM access_worker w WHERE w.id = %b AND w.is_police) AND (
  EXISTS (
    SELECT 1 FROM duty_membership m JOIN duty_team t ON t.id = m.team_id AND t.is_active
    JOIN duty_zoneplace z ON z.zone_id = t.zone_id JOIN places_place a ON a.id = z.place_id
    WHERE m.worker_id = %b AND m.until_change IS NULL AND starts_with(l.path, a.path)
    AND NOT EXISTS (
      SELECT 1 FROM campaigns_target o
      JOIN campaigns_campaign c ON c.id = o.campaign_id AND c.launched_at IS NOT NULL AND c.closed_at IS NULL
      WHERE o.door_id = l.door AND o.team_id IS NOT NULL))
  OR EXISTS (
    SELECT 1 FROM duty_duty y JOIN places_place a ON a.id = y.place_id AND a.parent_id IS NOT NULL
    WHERE y.worker_id = %b AND y.since <= now() AND (y.until IS NULL OR y.until > now()) AND starts_with(l.path, a.path)
    AND NOT EXISTS (
      SELECT 1 FROM duty_duty i JOIN places_place b ON b.id = i.place_id
      WHERE i.since <= now() AND (i.until IS NULL OR i.until > now())
      AND starts_with(l.path, b.path) AND length(b.path) > length(a.path))))
ORDER BY 1
"""
KEEP = "INSERT INTO sync_scope (version, places, doors, made_at) VALUES (%s, %b, %b, now()) ON CONFLICT DO NOTHING"
FIND = "SELECT places, doors FROM sync_scope WHERE version = %s"


@dataclass(frozen=True, slots=True)
class Scope:
    """Places whose doors are seen, and own doors, whose people are; `version` is a hash of both."""

    places: tuple[UUID, ...]
    doors: tuple[UUID, ...]

    @property
    def version(self) -> str:
        digest = hashlib.sha256()
        for part in (self.places, self.doors):
            for one in part:
                digest.update(one.bytes)
            digest.update(b"/")
        return digest.hexdigest()[:24]

    @property
    def places_version(self) -> str:
        """A hash of the places alone: teams of one zone share it."""
        return Scope(self.places, ()).version


def scope_of(worker: UUID) -> Scope:
    """The worker's scope now; kept, so that a later pull can say what to forget."""
    places = tuple(row[0] for row in rows(PLACES, [worker])) if worker else ()
    scope = Scope(places, tuple(row[0] for row in rows(OWN_DOORS, [worker] * 5)))
    run(KEEP, [scope.version, list(scope.places), list(scope.doors)])
    return scope


def owns(worker: UUID, door: UUID) -> bool:
    """Whether a door is one of the worker's own."""
    return (door,) in rows(OWN_DOORS, [worker] * 5)


def known_scope(version: str) -> Scope | None:
    """A scope that was given out before."""
    found = rows(FIND, [version])
    return Scope(tuple(found[0][0]), tuple(found[0][1])) if found else None
