"""Doors, how sweeps stand with them, and the knocks at them."""

from django.utils.translation import gettext_lazy as _

from qiaomen.campaigns.states import FIRST_CLOSED, HEALTH, Flag, State
from qiaomen.places.models import DoorKind
from qiaomen.reports.sources import SOURCES, Column, Source, texts, truth

DOORS = """
SELECT d.id AS subject, d.id AS door, d.place_id AS place, d.kind, d.is_open,
       EXISTS (SELECT FROM people_person h WHERE h.home_door_id = d.id) AS has_residents
FROM places_door d
"""
# A door that several sweeps have stands as the newest one of them has it.
TARGETS = """
SELECT DISTINCT ON (t.door_id) t.door_id AS subject, t.door_id AS door, t.place_id AS place, d.kind, t.state, t.flags,
       t.people, t.unaccounted, t.attempts, t.closed_at, t.claim IS NOT NULL AS has_claim
FROM campaigns_target t
JOIN campaigns_campaign c ON c.id = t.campaign_id AND c.launched_at IS NOT NULL
JOIN places_door d ON d.id = t.door_id
ORDER BY t.door_id, c.launched_at DESC, c.id
"""
# Knocks as they count now: the newest correction of each, none that was taken back.
VISITS = """
SELECT r.id AS subject, d.id AS door, d.place_id AS place,
       CASE WHEN a.root IS NULL THEN r.body ELSE a.body END ->> 'outcome' AS outcome, d.kind, r.at AS happened,
       c.at AS known
FROM ledger_record r
LEFT JOIN (SELECT DISTINCT ON (a.root) a.root, a.door, a.kind, a.body FROM ledger_record a
           WHERE a.root IS NOT NULL ORDER BY a.root, a.at DESC, a.id DESC) a ON a.root = r.id
JOIN places_door d ON d.id = coalesce(a.door, r.door)
LEFT JOIN base_change c ON c.id = r.change
WHERE r.kind = 'visit' AND r.root IS NULL AND coalesce(a.kind, 'visit') = 'visit'
"""

KINDS = texts("kind", DoorKind.values)
STATE = " ".join(f"WHEN {int(state)} THEN '{state.name.lower()}'" for state in State)
FLAGS = {flag.name.lower(): Column(f"flags & {int(flag)} > 0", "bool", of_health=bool(flag & HEALTH)) for flag in Flag}

SOURCES["doors"] = Source(
    _("doors"), "door", DOORS, {"kind": KINDS, "open": truth("is_open"), "inhabited": truth("has_residents")}
)  # fmt: skip
SOURCES["targets"] = Source(
    _("doors of sweeps"),
    "door",
    TARGETS,
    {
        "kind": KINDS,
        "state": Column(f"CASE state {STATE} END", "text", frozenset(state.name.lower() for state in State)),
        "gap": truth(f"state < {FIRST_CLOSED}"),
        "closed": truth(f"state >= {FIRST_CLOSED}"),
        "attempts": Column("attempts", "int"),
        "claim": truth("has_claim"),
        **FLAGS,
    },
    {"people": "people", "unaccounted": "unaccounted", "attempts": "attempts"},
    {},
)
SOURCES["visits"] = Source(
    _("knocks"),
    "record",
    VISITS,
    {
        "outcome": texts(
            "outcome",
            ("answered", "absent", "vacant", "refused", "inaccessible", "wrong_address", "phone", "online"),
        ),
        "kind": KINDS,
    },
    {},
    {"happened": "happened", "known": "known"},
)
