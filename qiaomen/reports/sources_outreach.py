"""Messages to many, whom they reached and missed; rounds and what is missing of them."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.outreach.models import Outcome, RoundWhat, Via, Why
from qiaomen.reports.sources import BOTH, SOURCES, Source, known_of, texts, truth

AUDIENCES = ("households", "category", "doors", "chain")
MESSAGES: LiteralString = """
SELECT m.id AS subject, NULL::uuid AS door, m.place_id AS place, m.audience->>'kind' AS audience, m.via,
       m.daily_id IS NOT NULL AS is_daily, m.again_of_id IS NOT NULL AS is_again, m.made_at AS happened
FROM outreach_message m
"""
# Behind which door somebody of a category lives is not said: the list of a figure is no list of the category.
TOLD: LiteralString = """
SELECT t.id AS subject, CASE m.audience->>'kind' WHEN 'category' THEN NULL ELSE t.door END AS door, t.place,
       m.audience->>'kind' AS audience, m.via, t.state, t.why, t.retried_in IS NOT NULL AS is_again,
       coalesce(t.missed_at, t.sent_at) AS happened
FROM outreach_telling t JOIN outreach_message m ON m.id = t.message_id WHERE t.state IN ('sent', 'missed')
"""
# A place of a round is done by whoever was there first.
DONE: LiteralString = f"""
SELECT DISTINCT ON (d.round, d.place) d.id AS subject, NULL::uuid AS door, d.place, r.what, d.photos > 0 AS has_photo,
       d.at AS happened, {known_of("d.id")}
FROM outreach_rounddone d JOIN outreach_round r ON r.id = d.round AND d.place = ANY(r.places)
ORDER BY d.round, d.place, d.at, d.id
"""
# Missing is what nobody did by its hour, and has not done since.
MISSING: LiteralString = """
SELECT md5(r.id::text || w.id::text)::uuid AS subject, NULL::uuid AS door, w.id AS place, r.what,
       r.ended_at IS NOT NULL AS is_ended, r.due AS happened
FROM outreach_round r CROSS JOIN unnest(r.places) w(id)
WHERE NOT EXISTS (SELECT FROM outreach_rounddone d WHERE d.round = r.id AND d.place = w.id)
"""

SOURCES["messages"] = Source(
    _("messages to many"),
    "record",
    MESSAGES,
    {
        "audience": texts("audience", AUDIENCES),
        "via": texts("via", Via.values),
        "daily": truth("is_daily"),
        "again": truth("is_again"),
    },
    {},
    {"happened": "happened"},
)
SOURCES["messages_told"] = Source(
    _("recipients of messages"),
    "record",
    TOLD,
    {
        "audience": texts("audience", AUDIENCES),
        "via": texts("via", Via.values),
        "state": texts("state", (Outcome.SENT, Outcome.MISSED)),
        "why": texts("why", ("", *Why.values)),
        "again": truth("is_again"),
    },
    {},
    {"happened": "happened"},
)
SOURCES["rounds_done"] = Source(
    _("places of rounds that are done"),
    "record",
    DONE,
    {"what": texts("what", RoundWhat.values), "photo": truth("has_photo")},
    {},
    BOTH,
)
SOURCES["rounds_missing"] = Source(
    _("places of rounds that are missing"),
    "record",
    MISSING,
    {"what": texts("what", RoundWhat.values), "ended": truth("is_ended")},
    {},
    {"happened": "happened"},
)
