"""What the compiled statement reads: whose facts, the facts by kind, homes, who moved out with whom.

Everything goes by canonical id. For everyone no person is named anywhere; for touched people only what their verdicts
can depend on is read: theirs, their household's, and that of whomever their exposures name.
"""

from collections.abc import Collection

from qiaomen.people.facts import LASTING, FactKind
from qiaomen.policy.sql_text import Hour

Parts = dict[str, str]

# A person's home is that of the canonical id; where that has none, of another of their ids.
HOMES = """
SELECT p.id AS person, p.home_door_id AS door FROM people_person p
WHERE p.home_door_id IS NOT NULL AND NOT EXISTS (SELECT FROM people_alias a WHERE a.id = p.id)
UNION ALL (
SELECT DISTINCT ON (a.canonical) a.canonical, p.home_door_id
FROM people_alias a JOIN people_person p ON p.id = a.id LEFT JOIN people_person c ON c.id = a.canonical
WHERE p.home_door_id IS NOT NULL AND c.home_door_id IS NULL ORDER BY a.canonical, p.id)"""

SUBJECT = """
SELECT DISTINCT coalesce(a.canonical, s.id) AS person
FROM unnest(%b::uuid[]) AS s(id) LEFT JOIN people_alias a ON a.id = s.id"""

# Who lives with the subject, by any of their ids' homes.
MATES = """
SELECT DISTINCT coalesce(a.canonical, p.id) AS person
FROM (SELECT DISTINCT p.home_door_id AS door FROM {subject_ids} i JOIN people_person p ON p.id = i.id) d
JOIN people_person p ON p.home_door_id = d.door LEFT JOIN people_alias a ON a.id = p.id
UNION SELECT person FROM subject"""

OTHERS = """
SELECT person FROM mates
UNION
SELECT coalesce(a.canonical, f.other)
FROM {mates_ids} i JOIN people_fact f ON f.person = i.id AND f.other IS NOT NULL
LEFT JOIN people_alias a ON a.id = f.other"""

# Everybody lives near some place: where distance to cases counts, all cases are read.
EVERY_CASE = """
UNION
SELECT coalesce(a.canonical, f.person) FROM people_fact f LEFT JOIN people_alias a ON a.id = f.person
WHERE f.kind = 'case'"""

KNOWN = """
SELECT {columns} FROM wanted_ids i JOIN people_fact f ON f.person = i.id LEFT JOIN people_alias o ON o.id = f.other"""

KNOWN_HOMES = """
SELECT DISTINCT ON (i.person) i.person, p.home_door_id AS door
FROM wanted_ids i JOIN people_person p ON p.id = i.id
WHERE p.home_door_id IS NOT NULL ORDER BY i.person, i.id <> i.person, p.id"""

COLUMNS = """f.record, f.ordinal, {person} AS person, f.kind, f.value, f.at, f.until,
  coalesce(o.canonical, f.other) AS other, f.place, f.region, f.verified, f.known_at"""

# Of a person's case records the newest counts: it states the whole case.
CASES = """
SELECT DISTINCT ON (person) * FROM ({facts}) k ORDER BY person, known_at DESC, at DESC, record DESC, ordinal"""

# Two of a household who moved out to the same place were not parted.
AWAY = """
SELECT person, range_agg(tstzrange(at, coalesce(until, 'infinity'))) AS spans
FROM f_apart WHERE at < coalesce(until, 'infinity') GROUP BY person"""
AWAY_TOGETHER = """
SELECT m.person, n.person AS other, range_agg(m.span * n.span) AS spans
FROM (SELECT h.door, f.person, tstzrange(f.at, coalesce(f.until, 'infinity')) AS span,
             coalesce(f.place::text, f.value || ' ' || f.first) AS site
      FROM f_apart f JOIN home h USING (person) WHERE f.at < coalesce(f.until, 'infinity')) m
JOIN (SELECT h.door, f.person, tstzrange(f.at, coalesce(f.until, 'infinity')) AS span,
             coalesce(f.place::text, f.value || ' ' || f.first) AS site
      FROM f_apart f JOIN home h USING (person) WHERE f.at < coalesce(f.until, 'infinity')) n
  ON n.door = m.door AND n.site = m.site AND n.person <> m.person
GROUP BY m.person, n.person"""

# When two were under different roofs; and the joins that this reads.
APARTNESS = (
    "(coalesce(ap.spans, '{}'::tstzmultirange) + coalesce(ac.spans, '{}'::tstzmultirange)"
    " - coalesce(aw.spans, '{}'::tstzmultirange))"
)
APARTNESS_OF = """
  LEFT JOIN away ap ON ap.person = {one} LEFT JOIN away ac ON ac.person = {other}
  LEFT JOIN away_together aw ON aw.person = {one} AND aw.other = {other}"""

# An exposure to a case under the same roof goes on, whatever its `until` says, until the two are parted or the case
# is well again; then its last day is the later of the two.
EXPOSURES = """
SELECT k.record, k.ordinal, k.person, k.kind, k.value, k.at, k.until, k.other, k.place, k.region, k.verified,
       k.known_at, k.first,
       CASE WHEN k.until IS NOT NULL AND NOT coalesce(roof AND c.unwell AND upper(lived) = {tonight}, false)
            THEN greatest(k.last, {lived_until}) END AS last
FROM ({facts}) k
LEFT JOIN (SELECT person, value, at, until, until IS NULL OR until >= {tonight} AS unwell FROM f_case) c
  ON c.person = k.other
LEFT JOIN home hp ON hp.person = k.person
LEFT JOIN home hc ON hc.person = k.other {apartness_of}
CROSS JOIN LATERAL (SELECT coalesce(c.value <> 'discarded' AND hp.door = hc.door, false) AS roof) r
CROSS JOIN LATERAL (SELECT CASE WHEN roof THEN
  tstzmultirange(tstzrange(c.at, greatest(c.at, least({tonight}, c.until)), '[]')) - {apartness} END AS lived) l
WHERE NOT coalesce(c.value = 'discarded' AND k.value <> 'secondary', false)"""


def sources(kinds: Collection[FactKind], hour: Hour, *, everyone: bool, all_cases: bool) -> Parts:
    """The CTEs for facts of these kinds, each as `f_<kind>`, and what stands behind them."""
    parts = {} if everyone else _of_touched(OTHERS + EVERY_CASE if all_cases else OTHERS)
    parts["home"] = HOMES if everyone else KNOWN_HOMES
    for kind in ("apart", "case", *sorted(set(kinds) - {"apart", "case", "exposure"})):
        parts[f"f_{kind}"] = _facts(kind, hour, everyone=everyone)
    parts["f_case"] = CASES.format(facts=parts["f_case"])
    parts["away"], parts["away_together"] = AWAY, AWAY_TOGETHER
    if "exposure" in kinds:
        parts["f_exposure"] = EXPOSURES.format(
            facts=_facts("exposure", hour, everyone=everyone),
            tonight=hour.tonight,
            lived_until=hour.date("upper(lived)"),
            apartness=APARTNESS,
            apartness_of=APARTNESS_OF.format(one="k.person", other="k.other"),
        )
    return parts


def subject_is(person: str, *, everyone: bool) -> str:
    """That a person is one of those asked about."""
    return "true" if everyone else f"{person} IN (SELECT person FROM subject)"


def _of_touched(wanted: str) -> Parts:
    return {
        "subject": SUBJECT,
        "mates": MATES.format(subject_ids=_ids("subject")),
        "wanted": wanted.format(mates_ids=_ids("mates")),
        "wanted_ids": f"SELECT id, person FROM {_ids('wanted')} w",
        "known": KNOWN.format(columns=COLUMNS.format(person="i.person")),
    }


def _ids(people: str) -> str:
    """All ids of the people of a CTE."""
    return (
        f"(SELECT person AS id, person FROM {people} UNION ALL"
        f" SELECT a.id, a.canonical FROM people_alias a JOIN {people} c ON c.person = a.canonical)"
    )


def _facts(kind: FactKind, hour: Hour, *, everyone: bool) -> str:
    """Facts of a kind that have begun by the end of the day, with their first and last date (empty: goes on)."""
    last = hour.date("k.until" if kind in LASTING else "k.at")
    known = "known"
    if everyone:
        columns = COLUMNS.format(person="coalesce(a.canonical, f.person)")
        known = (
            f"(SELECT {columns} FROM people_fact f LEFT JOIN people_alias a ON a.id = f.person"
            f" LEFT JOIN people_alias o ON o.id = f.other WHERE f.kind = '{kind}')"
        )
    return (
        f"SELECT k.*, {hour.date('k.at')} AS first, {last} AS last FROM {known} k"
        f" WHERE k.kind = '{kind}' AND k.at < {hour.tonight}"
    )
