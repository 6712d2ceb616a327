"""What came of findings, who is found again and again; rounds of disinfection; seals and their openings."""

from typing import LiteralString

from django.utils.translation import gettext_lazy as _

from qiaomen.disinfection.models import Why
from qiaomen.disinfection.queries import OWED
from qiaomen.reports.sources import BOTH, SOURCES, Source, known_of, texts, truth
from qiaomen.reports.sources_venues import CLOCK
from qiaomen.seals.grounds import ENDS
from qiaomen.seals.models import Form, Standing
from qiaomen.supervision import repeated
from qiaomen.supervision.models import What

# Dates go by the clock, so they are asked about at the time of the last change that is known.
MOMENT: LiteralString = "(SELECT coalesce(max(at), now()) FROM base_change)"
# What tells of whoever lives behind a door is listed by its place; its rows are no health data for all that see them.
# Every step on every day, not only the last: a finding that is opened again was put right yesterday all the same.
STEPS: LiteralString = """
SELECT r.id AS subject, CASE WHEN f.what NOT IN ('not_followed', 'not_disinfected') THEN f.door END AS door, f.place,
       f.what, n.body ->> 'step' AS step,
       n.body ->> 'step' = 'reopened'
       OR (n.body ->> 'step' = 'looked_again' AND coalesce(n.body ->> 'is_right', 'false') <> 'true') AS reopens,
       r.at AS happened
FROM ledger_record r
CROSS JOIN LATERAL (
  SELECT a.kind, a.body FROM ledger_record a
  WHERE a.id = r.id OR a.root = r.id ORDER BY a.root IS NULL, a.at DESC, a.id DESC LIMIT 1) n
JOIN supervision_finding f ON f.id = (n.body ->> 'finding')::uuid
WHERE r.kind = 'finding_step' AND r.root IS NULL AND n.kind = 'finding_step'
  AND n.body ->> 'step' IN ('rectified', 'looked_again', 'closed', 'reopened')
"""
# The places at which the same thing was found again and again: a place once, whatever and however often it was.
REPEATED: LiteralString = """
SELECT DISTINCT ON (g.id) g.id AS subject, NULL::uuid AS door, g.id AS place, g.what, g.n FROM ({grouped}) g
WHERE g.by = 'place' ORDER BY g.id, g.n DESC, g.what
"""
LATELY: LiteralString = f"f.found_at > {MOMENT} - interval '30 days'"
ROUNDS: LiteralString = f"""
SELECT d.id AS subject, d.door, d.place, coalesce(a.why, '') AS why, d.area, d.photos > 0 AS has_proof,
       d.at AS happened, {known_of("d.id")}
FROM disinfection_done d LEFT JOIN disinfection_asked a ON a.id = d.asked
"""
DUE: LiteralString = f"""
SELECT o.subject, o.door, o.place, o.why, o.asked IS NOT NULL AS is_asked,
       o.due_at < {MOMENT} AND (o.asked IS NULL OR o.last_at IS NULL) AS is_late
FROM ({OWED.replace("{now}", MOMENT)}) o
"""
SEALS: LiteralString = f"""
SELECT s.id AS subject, s.door, s.place, s.form, s.standing, s.people <> '{{}}' OR s.document = '' AS of_household,
       s.openings > 0 AS opened,
       s.ended_at IS NULL AND (s.until_at IS NULL OR s.until_at > c.at) AND NOT EXISTS (
         SELECT FROM (SELECT {ENDS.format(door="s.door")} AS at FROM monitoring_episode e
                      LEFT JOIN people_person h ON h.id = e.person WHERE e.id = ANY(s.episodes)) ends
         HAVING max(ends.at) <= c.at AND bool_and(ends.at IS NOT NULL)) AS holds,
       s.unexplained <> '{{}}' AS unexplained, s.put_at AS happened, {known_of("s.id")}
FROM seals_seal s CROSS JOIN {CLOCK}
"""
OPENINGS: LiteralString = """
SELECT r.id AS subject, s.door, s.place, n.body ->> 'event' AS event, coalesce(n.body ->> 'why', '') AS why,
       r.id = ANY(s.unexplained) AS unexplained, r.at AS happened
FROM ledger_record r
CROSS JOIN LATERAL (
  SELECT a.kind, a.body FROM ledger_record a
  WHERE a.id = r.id OR a.root = r.id ORDER BY a.root IS NULL, a.at DESC, a.id DESC LIMIT 1) n
JOIN seals_seal s ON s.id = (n.body ->> 'seal')::uuid
WHERE r.kind = 'seal_event' AND r.root IS NULL AND n.kind = 'seal_event' AND n.body ->> 'event' IN ('opened', 'broken')
"""

SOURCES["finding_steps"] = Source(
    _("what came of findings"),
    "record",
    STEPS,
    {
        "what": texts("what", What.values),
        "step": texts("step", ("rectified", "looked_again", "closed", "reopened")),
        "reopens": truth("reopens"),
    },
    {},
    {"happened": "happened"},
)
SOURCES["repeat_offenders"] = Source(
    _("places where the same was found again and again"),
    "place",
    REPEATED.format(grouped=repeated.GROUPED.format(where=LATELY, least=repeated.least())),
    {"what": texts("what", What.values)},
)
SOURCES["disinfections"] = Source(
    _("rounds of disinfection"),
    "record",
    ROUNDS,
    {"why": texts("why", ("", *Why.values)), "proof": truth("has_proof")},
    {"area": "area"},
    BOTH,
    of_health=True,
)
SOURCES["disinfections_due"] = Source(
    _("places to be disinfected"),
    "record",
    DUE,
    {"asked": truth("is_asked"), "late": truth("is_late"), "why": texts("why", ("", *Why.values))},
    of_health=True,
)
SOURCES["seals"] = Source(
    _("seals on doors and roads"),
    "record",
    SEALS,
    {
        "form": texts("form", Form.values),
        "standing": texts("standing", Standing.values),
        "holds": truth("holds"),
        "of_household": truth("of_household"),
        "opened": truth("opened"),
        "unexplained": truth("unexplained"),
    },
    {},
    BOTH,
    of_health=True,
)
SOURCES["seal_openings"] = Source(
    _("openings of seals"),
    "record",
    OPENINGS,
    {
        "event": texts("event", ("opened", "broken")),
        "why": texts("why"),
        "unexplained": truth("unexplained"),
    },
    {},
    {"happened": "happened"},
    of_health=True,
)
