"""From phases to people: editions that follow each other, signed decisions, reds by hand, and the strongest measure.

Read from the top: `told` (phases with what older editions had promised), `ruled` (what decisions leave of them, and
add), `active` (what holds now), and one row per person.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from qiaomen.policy.facts_sql import Parts, subject_is
from qiaomen.policy.language import Document
from qiaomen.policy.sql_text import Hour, text

NO_PHASES = """
SELECT NULL::uuid AS person, 0 AS e, 0 AS r, NULL::uuid AS fact, 0::int2 AS ordinal, NULL::uuid AS other, '' AS day0,
       1 AS n, '' AS measure, 0 AS strength, false AS isolates, '' AS colour, '' AS category,
       NULL::timestamptz AS starts, NULL::timestamptz AS ends, true AS final, NULL::timestamptz AS known_at
WHERE false"""

TOLD_ONCE = "SELECT p.*, false AS kept FROM phase p"

# A fact belongs to the newest edition that says anything of it; its last measure lasts at least as long as any edition
# before had promised. What no newer edition speaks of stands as it stood.
TOLD = """
SELECT p.person, p.e, p.r, p.fact, p.ordinal, p.other, p.day0, p.n, p.measure, p.strength, p.isolates, p.colour,
       p.category, p.starts, CASE WHEN l.longer THEN nullif(l.promised, 'infinity') ELSE p.ends END AS ends, p.final,
       p.known_at, p.e > 0 OR coalesce(l.longer, false) AS kept
FROM phase p
JOIN newest b ON b.person = p.person AND b.fact = p.fact AND b.e = p.e
LEFT JOIN longest l ON p.final AND l.person = p.person AND l.fact = p.fact AND l.r = p.r AND l.ordinal = p.ordinal"""
NEWEST = "SELECT person, fact, min(e) AS e FROM phase WHERE final GROUP BY person, fact"
LONGEST = """
SELECT DISTINCT ON (d.person, d.fact) d.person, d.fact, d.r, d.ordinal, o.promised,
       o.promised > coalesce(d.ends, 'infinity') AS longer
FROM phase d
JOIN newest b ON b.person = d.person AND b.fact = d.fact AND b.e = d.e
JOIN (SELECT p.person, p.fact, max(coalesce(p.ends, 'infinity')) AS promised
      FROM phase p JOIN newest b ON b.person = p.person AND b.fact = p.fact AND b.e < p.e
      WHERE p.final GROUP BY p.person, p.fact) o ON o.person = d.person AND o.fact = d.fact
WHERE d.final
ORDER BY d.person, d.fact, coalesce(d.ends, 'infinity') DESC, d.strength DESC, d.r, d.ordinal"""

# A release ends what was known when it was signed; a prolongation lengthens the isolating phase that would end last.
RULED = """
SELECT t.* FROM told t LEFT JOIN released r ON r.person = t.person AND t.known_at <= r.at WHERE r.person IS NULL
UNION ALL
SELECT q.* FROM (
  SELECT DISTINCT ON (d.record, d.ordinal) d.person, t.e, -1 AS r, d.record, d.ordinal, t.other, {at_day}::text, 1,
         t.measure, t.strength, t.isolates, t.colour, '', d.at, d.until, true, d.at AS known_at, false
  FROM ruling d JOIN told t ON t.person = d.person AND t.isolates AND t.known_at <= d.at
    AND (t.ends IS NULL OR t.ends > d.at)
  WHERE d.value = 'prolong' AND d.until IS NOT NULL
  ORDER BY d.record, d.ordinal, coalesce(t.ends, 'infinity') DESC, t.strength DESC, t.measure, t.e, t.r, t.fact) q
LEFT JOIN released r ON r.person = q.person AND q.known_at <= r.at WHERE r.person IS NULL
UNION ALL
SELECT h.person, -1, -2, h.record, h.ordinal, NULL, {h_at_day}::text, 1, '', -1, false, 'red', '', h.at, h.until, true,
       h.at, false
FROM f_hand h LEFT JOIN released r ON r.person = h.person AND h.known_at <= r.at
WHERE {mine_h} AND h.at <= {now} AND h.until > {now} AND r.person IS NULL"""
RELEASED = "SELECT person, max(at) AS at FROM ruling WHERE value = 'release' GROUP BY person"
RULING = """
SELECT record, ordinal, person, value, at, until FROM f_ruling f
WHERE {mine} AND f.at <= {now} AND (f.until IS NULL OR f.until > {now})"""

# Whoever is exempted is under no measure, whatever holds; the categories stay, and the decision is the reason.
ACTIVE = """
SELECT t.person, t.e, t.r, t.fact, t.ordinal, t.other, t.day0, t.n, t.measure, t.strength, t.isolates, t.colour,
       t.category, t.starts, t.ends, t.kept, w.ends AS due, x.person IS NOT NULL AS exempt
FROM ruled t
JOIN (SELECT person, e, r, fact, ordinal, max(coalesce(ends, 'infinity')) AS ends FROM ruled WHERE final
      GROUP BY person, e, r, fact, ordinal) w USING (person, e, r, fact, ordinal)
LEFT JOIN (SELECT DISTINCT person FROM ruling WHERE value = 'exempt') x ON x.person = t.person
WHERE t.starts <= {now} AND (t.ends IS NULL OR t.ends > {now})
UNION ALL
SELECT d.person, -1, -1, d.record, d.ordinal, NULL, {at_day}::text, 0, '', -1, false, 'green', '', d.at, d.until, false,
       coalesce(d.until, 'infinity'), false
FROM ruling d WHERE d.value = 'exempt'"""

# The strongest measure of each person, and then one row a person.
STRONGEST = """
SELECT a.*, first_value(CASE WHEN exempt THEN '' ELSE measure END) OVER strongest AS top,
       first_value(isolates AND NOT exempt) OVER strongest AS confines
FROM active a
WINDOW strongest AS (PARTITION BY person ORDER BY CASE WHEN exempt THEN -1 ELSE strength END DESC, e, r, n)"""
VERDICTS = """
SELECT person, top, bool_or(confines),
       CASE min(CASE WHEN exempt THEN 3 ELSE CASE colour {worst} END END) {best} END,
       coalesce(array_agg(DISTINCT category ORDER BY category) FILTER (WHERE category <> ''), '{{}}'),
       CASE WHEN top <> '' THEN nullif(max(coalesce(ends, 'infinity')) FILTER (WHERE measure = top AND NOT exempt),
                                       'infinity') END,
       nullif(max(due) FILTER (WHERE NOT exempt), 'infinity'),
       json_agg(json_build_object(
         'edition', {edition_id}, 'rule', {rule_id}, 'fact', fact, 'day0', day0, 'phase', n, 'measure', measure,
         'colour', colour, 'since', {starts}, 'until', {ends}, 'category', category, 'other', other, 'kept', kept)
         ORDER BY e, r, fact, ordinal, other, n) FILTER (WHERE NOT exempt)::text
FROM strongest GROUP BY person, top ORDER BY person"""
COLOURS = ("red", "yellow", "grey", "green")


def parts(editions: Sequence[tuple[UUID, datetime, Document]], hour: Hour, *, everyone: bool) -> Parts:
    """The CTEs that follow `phase`."""
    mine = subject_is("f.person", everyone=everyone)
    several = {"newest": NEWEST, "longest": LONGEST, "told": TOLD} if len(editions) > 1 else {"told": TOLD_ONCE}
    return {
        **several,
        "ruling": RULING.format(mine=mine, now=hour.now),
        "released": RELEASED,
        "ruled": RULED.format(
            at_day=hour.date("d.at"),
            h_at_day=hour.date("h.at"),
            mine_h=subject_is("h.person", everyone=everyone),
            now=hour.now,
        ),
        "active": ACTIVE.format(now=hour.now, at_day=hour.date("d.at")),
        "strongest": STRONGEST,
    }


def verdicts(editions: Sequence[tuple[UUID, datetime, Document]]) -> str:
    """The statement's last SELECT: one row for each person for whom anything holds."""
    ids = " ".join(f"WHEN {e} THEN '{edition}'" for e, (edition, _hour, _document) in enumerate(editions))
    rules = " ".join(
        f"WHEN {e * 1000 + r} THEN {text(rule.id)}"
        for e, (_edition, _hour, document) in enumerate(editions)
        for r, rule in enumerate(document.rules)
    )
    return VERDICTS.format(
        worst=" ".join(f"WHEN '{colour}' THEN {rank}" for rank, colour in enumerate(COLOURS)),
        best=" ".join(f"WHEN {rank} THEN '{colour}'" for rank, colour in enumerate(COLOURS)),
        edition_id=f"CASE e {ids} END" if ids else "NULL",
        rule_id=f"CASE WHEN r = -1 THEN 'ruling' WHEN r = -2 THEN 'hand' ELSE CASE e * 1000 + r {rules} END END"
        if rules
        else "CASE r WHEN -1 THEN 'ruling' ELSE 'hand' END",
        starts=_stamp("starts"),
        ends=_stamp("ends"),
    )


def _stamp(expression: str) -> str:
    """An instant as text, the same whatever the session's time zone."""
    return f"""to_char({expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
