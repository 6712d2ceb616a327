"""People under a measure, what is done about them, cases and referrals. All of it is about health."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.monitoring.models import EndedBy, EpisodeState
from qiaomen.monitoring.queries.cases import COUNTED
from qiaomen.reports.sources import BOTH, SOURCES, Column, Source, known_of, texts, truth

HOME: LiteralString = """
LEFT JOIN people_alias a ON a.id = {of}.person
LEFT JOIN people_person h ON h.id = coalesce(a.canonical, {of}.person)
LEFT JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id)
"""
STATUSES: LiteralString = f"""
SELECT s.person AS subject, d.id AS door, d.place_id AS place, s.measure, s.colour, s.categories, s.isolates,
       s.since AS happened, {known_of("s.record")}
FROM policy_standing s {HOME.replace("{of}", "s")}
"""
EPISODES: LiteralString = f"""
SELECT e.id AS subject, d.id AS door, d.place_id AS place, e.state, e.measure, e."where" AS place_of, e.isolates,
       e.ended_by, e.ended_at IS NULL AS is_open, e.started AS happened, e.ended_at,
       {known_of("e.id")}
FROM monitoring_episode e {HOME.replace("{of}", "e")}
"""
CHECKS: LiteralString = f"""
SELECT c.record AS subject, d.id AS door, d.place_id AS place, c.how, c.temperature > 37.3 AS has_fever,
       c.at AS happened, {known_of("c.record")}
FROM monitoring_checkdone c {HOME.replace("{of}", "c")}
"""
OVERDUE: LiteralString = f"""
SELECT o.id AS subject, d.id AS door, d.place_id AS place, o.what, o.settled_at IS NOT NULL AS is_settled,
       o.seen_at IS NOT NULL AS is_seen, o.at AS happened
FROM monitoring_overdue o {HOME.replace("{of}", "o")}
"""
REFERRALS: LiteralString = f"""
SELECT f.id AS subject, d.id AS door, d.place_id AS place, f."to", f.state, f.outcome, f.ended_at IS NULL AS is_open,
       f.at AS happened, {known_of("f.id")}
FROM monitoring_referred f {HOME.replace("{of}", "f")}
"""
# Calls as they count now: the newest correction of each, none that was taken back.
CALLS: LiteralString = f"""
SELECT r.id AS subject, d.id AS door, d.place_id AS place, n.body ->> 'outcome' AS outcome,
       coalesce(n.body ->> 'way', 'phone') AS way, r.at AS happened, r.received_at AS known
FROM (SELECT * FROM ledger_record WHERE person IN (SELECT person FROM monitoring_episode) AND kind = 'call'
      AND root IS NULL) r
CROSS JOIN LATERAL (
  SELECT c.kind, c.body FROM ledger_record c
  WHERE c.id = r.id OR c.root = r.id ORDER BY c.root IS NULL, c.at DESC, c.id DESC LIMIT 1) n
{HOME.replace("{of}", "r")}
WHERE n.kind = 'call'
"""
# The account of each person's illness that became known last, as on the line list.
CASES: LiteralString = """
SELECT DISTINCT ON (x.person) x.person AS subject, d.id AS door, d.place_id AS place, f.value AS status,
       f.until IS NOT NULL AS has_recovered, f.at AS happened,
       (SELECT min(o.known_at) FROM people_fact o LEFT JOIN people_alias b ON b.id = o.person
        WHERE o.kind = 'case' AND coalesce(b.canonical, o.person) = x.person) AS known
FROM people_fact f LEFT JOIN people_alias a ON a.id = f.person
CROSS JOIN LATERAL (SELECT coalesce(a.canonical, f.person)) AS x(person)
JOIN people_person h ON h.id = x.person
LEFT JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id)
WHERE f.kind = 'case' ORDER BY x.person, f.known_at DESC, f.record DESC
"""

SOURCES["statuses"] = Source(
    _("people's statuses"),
    "person",
    STATUSES,
    {
        "measure": texts("measure"),
        "colour": texts("colour", ("green", "yellow", "red", "grey")),
        "category": Column("categories", "text[]"),
        "isolates": truth("isolates"),
        "measured": truth("measure <> ''"),
    },
    {},
    BOTH,
    of_health=True,
)
SOURCES["episodes"] = Source(
    _("people followed up"),
    "record",
    EPISODES,
    {
        "state": texts("state", EpisodeState.values),
        "measure": texts("measure"),
        "where": texts("place_of", ("", "home", "site", "station", "hospital")),
        "isolates": truth("isolates"),
        "open": truth("is_open"),
        "ended_by": texts("ended_by", ("", *EndedBy.values)),
    },
    {},
    BOTH,
    of_health=True,
)
SOURCES["checks"] = Source(
    _("checks"),
    "record",
    CHECKS,
    {"how": texts("how", ("seen", "stated", "phone")), "fever": truth("has_fever")},
    {},
    BOTH,
    of_health=True,
)
SOURCES["overdue"] = Source(
    _("what was told to be overdue"),
    "record",
    OVERDUE,
    {
        "what": texts("what", ("check_missed", "not_seen", "referral_waiting", "question_overdue", "promise_overdue")),
        "settled": truth("is_settled"),
        "seen": truth("is_seen"),
    },
    {},
    {"happened": "happened"},
    of_health=True,
)
SOURCES["referrals"] = Source(
    _("referrals to care"),
    "record",
    REFERRALS,
    {
        "to": texts('"to"', ("fever_clinic", "hospital", "community_doctor", "cdc", "emergency")),
        "state": texts("state"),
        "outcome": texts("outcome", ("", "sent_home", "admitted", "discharged", "died", "unfounded")),
        "open": truth("is_open"),
    },
    {},
    BOTH,
    of_health=True,
)
SOURCES["calls"] = Source(
    _("calls"),
    "record",
    CALLS,
    {
        "outcome": texts(
            "outcome", ("talked", "not_answered", "wavering", "agreed", "refused", "promised", "wrong_number")
        ),
        "way": texts("way", ("phone", "message", "voice", "visit")),
    },
    {},
    BOTH,
    of_health=True,
)
SOURCES["cases"] = Source(
    _("cases"),
    "person",
    CASES,
    {
        "status": texts("status", (*COUNTED, "discarded")),
        "counted": truth("status <> 'discarded'"),
        "recovered": truth("has_recovered"),
    },
    {},
    BOTH,
    of_health=True,
)
