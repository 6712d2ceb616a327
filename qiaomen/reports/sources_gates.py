"""Passages at gates, visitors, alarms, and who is inside."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.gates.models import PassageVerdict, What
from qiaomen.gates.queries.inside import INSIDE
from qiaomen.gates.queries.log import VEHICLE_BACK_SQL
from qiaomen.reports.sources import SOURCES, Column, Source, texts, truth

PASSAGES: LiteralString = f"""
SELECT p.id AS subject, NULL::uuid AS door, p.gate AS place, p.direction, p.verdict, p.colour_seen, p.colour_true,
       p.way, p.emergency, p.reason, p.offline, p.missed_suspension AS missed, p.twice, p.fever, p.people,
       {VEHICLE_BACK_SQL} AS is_vehicle_back, p.at AS happened, p.known_at AS known
FROM gates_passage p
"""
VISITORS: LiteralString = """
SELECT v.id AS subject, v.door, v.gate AS place, v.verdict, v.origin, v.purpose, v.registered_by, v.fever, v.people,
       v.fetched_by_household AS fetched, v.at AS happened, v.known_at AS known
FROM gates_visitor v
"""
ALARMS: LiteralString = """
SELECT a.id AS subject, NULL::uuid AS door, a.gate AS place, a.what, a.emergency,
       a.acknowledged_at IS NOT NULL AS answered, a.settled_at IS NOT NULL AS settled,
       a.explained_at IS NOT NULL AS explained, a.level > 0 AS escalated, a.at AS happened, a.known_at AS known
FROM gates_alarm a WHERE a.what <> 'second_reading' OR a.told_at IS NOT NULL
"""
PRESENT: LiteralString = f"""
SELECT i.id AS subject, NULL::uuid AS door, i.gate AS place, i.visitor IS NOT NULL AS is_visitor, i.people,
       i.at AS happened
FROM ({INSIDE}) i
"""
COLOURS = ("", "green", "yellow", "red", "grey")
# Why somebody was turned away may be their health.
REASONS = Column("reason", "text", of_health=True)
VERDICTS = Column("verdict", "text", frozenset(PassageVerdict.values), of_health=True)

SOURCES["passages"] = Source(
    _("passages at gates"),
    "record",
    PASSAGES,
    {
        "direction": texts("direction", ("in", "out")),
        "verdict": VERDICTS,
        "through": truth("verdict IN ('passed', 'provisional', 'emergency')"),
        "turned_away": truth("verdict IN ('refused', 'kept_apart')"),
        "vehicle_turned_back": truth("is_vehicle_back"),
        "urgent": truth("emergency <> ''"),
        "reason": REASONS,
        "colour": texts("colour_seen", COLOURS),
        "true_colour": texts("colour_true", COLOURS),
        "way": texts("way", ("walk", "vehicle", "delivery")),
        "emergency": texts("emergency", ("", "illness", "birth", "fire")),
        "offline": truth("offline"),
        "missed": truth("missed"),
        "twice": truth("twice"),
        "fever": Column("fever", "bool", of_health=True),
    },
    {"people": "people"},
    {"happened": "happened", "known": "known"},
)
SOURCES["visitors"] = Source(
    _("visitors at gates"),
    "record",
    VISITORS,
    {
        "verdict": texts("verdict", ("expected", "passed", "refused")),
        "origin": texts("origin", ("", "county", "city", "province", "elsewhere", "abroad")),
        "purpose": texts("purpose", ("visit", "delivery", "repair", "work", "other")),
        "registered_by": texts("registered_by", ("gate", "household")),
        "fetched": truth("fetched"),
        "fever": Column("fever", "bool", of_health=True),
    },
    {"people": "people"},
    {"happened": "happened", "known": "known"},
)
SOURCES["gate_alarms"] = Source(
    _("alarms at gates"),
    "record",
    ALARMS,
    {
        "what": Column("what", "text", frozenset(What.values), of_health=True),
        "emergency": texts("emergency", ("", "illness", "birth", "fire")),
        "urgent": truth("emergency <> ''"),
        "answered": truth("answered"),
        "settled": truth("settled"),
        "explained": truth("explained"),
        "escalated": truth("escalated"),
    },
    {},
    {"happened": "happened", "known": "known"},
)
SOURCES["inside"] = Source(
    _("passes and visitors inside"),
    "record",
    PRESENT,
    {"visitor": truth("is_visitor")},
    {"people": "people"},
    {"happened": "happened"},
)
