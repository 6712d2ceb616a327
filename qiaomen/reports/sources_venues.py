"""Suspended shops and venues, who stays at stations, and findings."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.places.models import DoorKind
from qiaomen.reports.sources import BOTH, SOURCES, Column, Source, known_of, texts, truth
from qiaomen.supervision.models import State, What
from qiaomen.venues.models import Ground

# Orders and dates go by the clock, so they are asked about at the time of the last change that is known.
CLOCK: LiteralString = "(SELECT coalesce(max(at), now()) AS at FROM base_change) c"
# A venue is counted once: by the order that holds, else by its newest.
SUSPENSIONS: LiteralString = f"""
SELECT DISTINCT ON (o.door_id) o.door_id AS subject, o.door_id AS door, d.place_id AS place, d.kind, o.ground,
       o.since_at <= c.at AND o.reopened_at IS NULL AND (o.until_at IS NULL OR o.until_at > c.at) AS in_force,
       o.reopened_at IS NOT NULL AS is_reopened, o.served_at IS NOT NULL AS is_served, o.finds, o.since_at AS happened,
       {known_of("o.id")}
FROM venues_orderedsuspension o JOIN places_door d ON d.id = o.door_id CROSS JOIN {CLOCK}
ORDER BY o.door_id, in_force DESC, o.since_at DESC, o.id DESC
"""
STAYS: LiteralString = f"""
SELECT s.id AS subject, d.id AS door, s.place, s.left_at IS NULL AS is_here, s.left_to, s.arrived_at AS happened,
       {known_of("s.id")}
FROM stations_stay s JOIN people_person h ON h.id = s.person
LEFT JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id)
"""
DEPARTURES: LiteralString = """
SELECT s.id AS subject, d.id AS door, s.place, s.left_to, s.left_at AS happened
FROM stations_stay s JOIN people_person h ON h.id = s.person
LEFT JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id)
WHERE s.left_at IS NOT NULL
"""
FINDINGS: LiteralString = f"""
SELECT f.id AS subject, f.door, f.place, f.what, f.state, f.state <> 'closed' AS is_open,
       f.state = 'open' AND f.due_at < c.at AS is_overdue, f.reopened, f.found_at AS happened,
       {known_of("f.id")}
FROM supervision_finding f CROSS JOIN {CLOCK}
"""

SOURCES["suspensions"] = Source(
    _("suspended shops and venues"),
    "door",
    SUSPENSIONS,
    {
        "kind": texts("kind", DoorKind.values),
        "ground": texts("ground", Ground.values),
        "in_force": truth("in_force"),
        "reopened": truth("is_reopened"),
        "served": truth("is_served"),
        "finds": texts("finds", ("", "closed", "open", "ready")),
    },
    {},
    BOTH,
)
SOURCES["station_stays"] = Source(
    _("stays at stations"),
    "record",
    STAYS,
    {"here": truth("is_here"), "left_to": texts("left_to", ("", "home", "hospital", "left", "station"))},
    {},
    BOTH,
    of_health=True,
)
SOURCES["station_departures"] = Source(
    _("who left a station"),
    "record",
    DEPARTURES,
    {"left_to": texts("left_to", ("home", "hospital", "left", "station"))},
    {},
    {"happened": "happened"},
    of_health=True,
)
SOURCES["findings"] = Source(
    _("findings of supervision"),
    "record",
    FINDINGS,
    {
        "what": texts("what", What.values),
        "state": texts("state", State.values),
        "open": truth("is_open"),
        "overdue": truth("coalesce(is_overdue, false)"),
        "reopened": Column("reopened", "int"),
    },
    {},
    BOTH,
)
