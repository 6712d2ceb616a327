"""Zones give authority: whoever works for an organisation that backs a zone may record at the zone's places.

Each such grant names its zone as `source`; running this again changes nothing, and what no longer follows from zones
and organisations is ended.
"""

from datetime import UTC, datetime
from uuid import UUID

from qiaomen.access.roles import Role
from qiaomen.base.sql import run

# What ought to be: every active worker of a backing organisation, at each place of its zones.
OUGHT = """
SELECT w.id AS worker_id, zp.place_id, zp.zone_id
FROM duty_zoneplace zp
JOIN duty_backing b ON b.zone_id = zp.zone_id
JOIN access_worker w ON w.organisation_id = b.organisation_id AND w.is_active
"""
# A grant that begins again starts where the last one of the same source ended, so that no two overlap.
GIVE = f"""
WITH ought AS ({OUGHT})
INSERT INTO access_grant (id, worker_id, role, place_id, since, until, ground, source, given_by_id, change)
SELECT gen_random_uuid(), o.worker_id, %s, o.place_id, greatest(%s::timestamptz, max(g.until)), NULL, '', o.zone_id,
       %s::uuid, %s::uuid
FROM ought o
LEFT JOIN access_grant g
  ON g.worker_id = o.worker_id AND g.place_id = o.place_id AND g.role = %s AND g.source = o.zone_id
GROUP BY o.worker_id, o.place_id, o.zone_id
HAVING count(*) FILTER (WHERE g.id IS NOT NULL AND g.until IS NULL) = 0
"""
END = f"""
UPDATE access_grant g SET until = greatest(%s::timestamptz, g.since), change = %s::uuid
WHERE g.until IS NULL AND g.role = %s AND g.source IN (SELECT id FROM duty_zone)
  AND NOT EXISTS (
    SELECT 1 FROM ({OUGHT}) o
    WHERE o.worker_id = g.worker_id AND o.place_id = g.place_id AND o.zone_id = g.source
  )
"""


def grant_zones(*, since: datetime, change: UUID, given_by: UUID | None = None) -> tuple[int, int]:
    """Bring field grants in line with zones and backing organisations; answers how many were given and ended.

    Part of the caller's change. New grants hold from `since` on; those that no longer follow end now.
    """
    ended = run(END, [datetime.now(UTC), change, Role.FIELD]).rowcount
    given = run(GIVE, [Role.FIELD, since, given_by, change, Role.FIELD]).rowcount
    return given, ended
