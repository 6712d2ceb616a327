"""What the district is made of and who works for it: places, zones, organisations, teams, workers."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.access.roles import Role
from qiaomen.places.models import PlaceKind
from qiaomen.reports.sources import SEX, SOURCES, Source, texts, truth

PLACES: LiteralString = "SELECT p.id AS subject, NULL::uuid AS door, p.id AS place, p.kind FROM places_place p"
# Zones have one place or more; each stands at the first of its places, in walking order.
ZONES: LiteralString = """
SELECT DISTINCT ON (z.zone_id) z.zone_id AS subject, NULL::uuid AS door, z.place_id AS place
FROM duty_zoneplace z ORDER BY z.zone_id, z.ordinal, z.place_id
"""
ORGANISATIONS: LiteralString = """
SELECT DISTINCT ON (b.organisation_id) b.organisation_id AS subject, NULL::uuid AS door, z.place_id AS place
FROM duty_backing b JOIN duty_zoneplace z ON z.zone_id = b.zone_id ORDER BY b.organisation_id, z.ordinal, z.place_id
"""
TEAMS: LiteralString = """
SELECT DISTINCT ON (t.id) t.id AS subject, NULL::uuid AS door, z.place_id AS place
FROM duty_team t JOIN duty_membership m ON m.team_id = t.id AND m.until_change IS NULL
JOIN duty_zoneplace z ON z.zone_id = t.zone_id ORDER BY t.id, z.ordinal, z.place_id
"""
# Rights go by the clock, so they are asked about at the time of the last change that is known.
WORKERS: LiteralString = """
SELECT DISTINCT ON (g.worker_id) g.worker_id AS subject, NULL::uuid AS door, g.place_id AS place, g.role, x.sex,
       EXISTS (SELECT FROM duty_membership m WHERE m.worker_id = g.worker_id AND m.until_change IS NULL) AS in_team
FROM access_grant g JOIN access_worker w ON w.id = g.worker_id AND w.is_active
JOIN places_place p ON p.id = g.place_id
LEFT JOIN access_workersex x ON x.worker_id = g.worker_id AND x.until_change IS NULL
JOIN (SELECT coalesce(max(at), now()) AS at FROM base_change) c
  ON g.since <= c.at AND (g.until IS NULL OR g.until > c.at)
ORDER BY g.worker_id, p.path, g.role
"""

SOURCES["places"] = Source(_("places"), "place", PLACES, {"kind": texts("kind", PlaceKind.values)})
SOURCES["zones"] = Source(_("responsibility zones"), "record", ZONES)
SOURCES["organisations"] = Source(_("backing organisations"), "record", ORGANISATIONS)
SOURCES["teams"] = Source(_("teams"), "record", TEAMS)
SOURCES["workers"] = Source(
    _("workers"), "worker", WORKERS, {"role": texts("role", Role.values), "team": truth("in_team"), "sex": SEX}
)
