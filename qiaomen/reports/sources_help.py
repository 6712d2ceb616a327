"""What people ask for and who helps, who is visited daily, and what households order."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.care.models import OrderState, State, Urgency, What, Why
from qiaomen.reports.sources import BOTH, SOURCES, Column, Source, known_of, texts, truth

NEEDS: LiteralString = f"""
SELECT n.id AS subject, n.door, n.place, n.what, n.urgency, n.state, n.helper IS NOT NULL AS is_given,
       n.asked_at AS happened, {known_of("n.id")}
FROM care_need n
"""
# An act of help is a need that was answered, by when that happened.
HELPED: LiteralString = """
SELECT n.id AS subject, n.door, n.place, n.what, n.answered_at AS happened FROM care_need n WHERE n.state = 'answered'
"""
DAILY: LiteralString = f"""
SELECT v.id AS subject, v.door, v.place, v.why, v.ended_at IS NULL AS is_open, v.missed, v.begun_at AS happened,
       {known_of("v.id")}
FROM care_dailyvisit v
"""
# What was done about each on every day, not only the last: yesterday's figure stays when they are seen again today.
STEPS: LiteralString = """
SELECT v.id AS subject, v.door, v.place, v.why, n.body ->> 'step' AS how, coalesce(v.seen_at > r.at, false) AS is_found,
       r.at AS happened
FROM ledger_record r
CROSS JOIN LATERAL (
  SELECT a.kind, a.body FROM ledger_record a
  WHERE a.id = r.id OR a.root = r.id ORDER BY a.root IS NULL, a.at DESC, a.id DESC LIMIT 1) n
JOIN care_dailyvisit v ON v.id = (n.body ->> 'visit')::uuid
WHERE r.kind = 'daily_visit_step' AND r.root IS NULL AND n.kind = 'daily_visit_step'
"""
SEEN: LiteralString = f"{STEPS} AND n.body ->> 'step' IN ('seen', 'phoned')"
# Told to those who lead: `daily.LEADS`.
MISSED: LiteralString = f"{STEPS} AND n.body ->> 'step' = 'told' AND (n.body ->> 'level')::int >= 1"
ORDERS: LiteralString = f"""
SELECT o.id AS subject, o.door, o.place, o.state, o.for_others, o.units, o.cents, o.ordered_at AS happened,
       {known_of("o.id")}
FROM care_order o
"""
ARRIVED: LiteralString = """
SELECT o.id AS subject, o.door, o.place, o.state, o.units, o.arrived_at AS happened FROM care_order o
WHERE o.arrived_at IS NOT NULL
"""

SOURCES["needs"] = Source(
    _("what people ask for"),
    "record",
    NEEDS,
    {
        "what": texts("what", What.values),
        "urgency": texts("urgency", Urgency.values),
        "state": texts("state", State.values),
        "given": truth("is_given"),
    },
    {},
    BOTH,
    of_health=True,
)
SOURCES["help_given"] = Source(
    _("acts of help"),
    "record",
    HELPED,
    {"what": texts("what", What.values)},
    {},
    {"happened": "happened"},
    of_health=True,
)
SOURCES["daily_visits"] = Source(
    _("people who are visited daily"),
    "record",
    DAILY,
    {"why": texts("why", Why.values), "open": truth("is_open"), "missed": Column("missed", "int")},
    {},
    BOTH,
    of_health=True,
)
SOURCES["daily_visits_made"] = Source(
    _("daily visits made"),
    "record",
    SEEN,
    {"why": texts("why", Why.values), "how": texts("how", ("seen", "phoned"))},
    {},
    {"happened": "happened"},
    of_health=True,
)
SOURCES["daily_visits_missed"] = Source(
    _("daily visits missed"),
    "record",
    MISSED,
    {"why": texts("why", Why.values), "found": truth("is_found")},
    {},
    {"happened": "happened"},
    of_health=True,
)
SOURCES["orders"] = Source(
    _("orders of households"),
    "record",
    ORDERS,
    {"state": texts("state", OrderState.values), "for_others": truth("for_others")},
    {"units": "units", "cents": "cents"},
    BOTH,
)
SOURCES["orders_arrived"] = Source(
    _("orders that arrived"),
    "record",
    ARRIVED,
    {"state": texts("state", OrderState.values)},
    {"units": "units"},
    {"happened": "happened"},
)
