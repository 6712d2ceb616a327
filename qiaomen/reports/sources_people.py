"""Who lives in the district, who works in it, and who came to it from where."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.atlas.counts import CONDITIONS, MEMBERS, Group
from qiaomen.campaigns.states import Presence
from qiaomen.places.models import DoorKind
from qiaomen.reports.sources import SEX, SOURCES, Column, Source, texts, truth

# The same people as on the map of a compound and on its poster, over the whole district.
ALL: LiteralString = "ARRAY[(SELECT path FROM places_place WHERE parent_id IS NULL)]"
RESIDENTS: LiteralString = f"""
{MEMBERS.replace("%(paths)s", ALL)}
SELECT m.person AS subject, m.door, m.place, m.sex, m.said, m.presence, d.kind, m.gone, m.isolated,
       m.isolated_elsewhere
FROM members m JOIN places_door d ON d.id = m.door
"""
# A register names those who keep a shop behind the shop's door; whoever works elsewhere has a work door.
STAFF: LiteralString = """
SELECT h.id AS subject, d.id AS door, d.place_id AS place, h.sex, d.kind
FROM people_person h JOIN places_door d ON d.id = coalesce(h.work_door_id, h.home_door_id) AND d.is_open
WHERE (h.work_door_id IS NOT NULL OR d.kind NOT IN ('dwelling', 'dormitory'))
AND NOT EXISTS (SELECT FROM people_alias a WHERE a.id = h.id)
"""
# The stay that ended last of each person, but not what only a list says: that is hearsay. Where only that somebody came
# back was said, nobody knows from where.
# Division codes nest by prefix: 2 digits are the province, 4 the city, 6 the county.
RETURNEES: LiteralString = """
SELECT DISTINCT ON (x.person) x.person AS subject, d.id AS door, d.place_id AS place, f.region, f.verified,
       f.value AS transport, coalesce(f.until, f.at) AS happened, f.known_at AS known,
       CASE WHEN f.region = '' THEN 'unknown' WHEN left(f.region, 2) <> left(root.code, 2) THEN 'other_province'
            WHEN length(f.region) < 4 OR left(f.region, 4) <> left(root.code, 4) THEN 'other_city'
            WHEN length(f.region) < 6 OR left(f.region, 6) <> left(root.code, 6) THEN 'other_county'
            ELSE 'here' END AS origin
FROM people_fact f
LEFT JOIN people_alias a ON a.id = f.person
CROSS JOIN LATERAL (SELECT coalesce(a.canonical, f.person)) AS x(person)
JOIN people_person h ON h.id = x.person
JOIN places_place root ON root.parent_id IS NULL
LEFT JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id)
WHERE f.kind = 'stay' AND f.place IS NULL
AND (f.verified OR NOT EXISTS (SELECT FROM ledger_record r WHERE r.id = f.record AND r.kind = 'list_row'))
ORDER BY x.person, coalesce(f.until, f.at) DESC, f.region <> '' DESC, f.record, f.ordinal
"""
ROWS: LiteralString = """
SELECT r.id AS subject, h.home_door_id AS door, r.place, r.category, r.state, r.ended_at IS NULL AS is_open,
       r.received_at AS happened
FROM lists_row r LEFT JOIN people_person h ON h.id = r.person
"""

KIND = texts("kind", DoorKind.values)


def _group(group: Group, *, of_health: bool = False) -> Column:
    """A group of the map's counts, by the map's own condition."""
    condition: LiteralString = CONDITIONS[group]
    return Column(condition, "bool", of_health=of_health)


SOURCES["residents"] = Source(
    _("registered people"),
    "person",
    RESIDENTS,
    {
        "kind": KIND,
        "sex": SEX,
        "presence": texts("presence", ("", *Presence.values)),
        **{group: _group(group) for group in ("living", "never_left", "came_back", "not_stated", "away")},
        "isolated": _group("isolated", of_health=True),
        "isolated_elsewhere": _group("isolated_elsewhere", of_health=True),
    },
)
SOURCES["staff"] = Source(_("people who work there"), "person", STAFF, {"kind": KIND, "sex": SEX})
SOURCES["returnees"] = Source(
    _("people who came from elsewhere"),
    "person",
    RETURNEES,
    {
        "origin": texts("origin", ("other_province", "other_city", "other_county", "unknown", "here")),
        "region": texts("region"),
        "transport": texts("transport"),
        "verified": truth("verified"),
    },
    {},
    {"happened": "happened", "known": "known"},
)
SOURCES["list_rows"] = Source(
    _("rows of lists from outside"),
    "record",
    ROWS,
    {"category": Column("category", of_health=True), "state": texts("state"), "open": truth("is_open")},
    {},
    {"happened": "happened"},
)
