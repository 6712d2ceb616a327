"""What the compiled statement reads: whose facts, and the facts by kind.

Everything goes by canonical id. For everyone no person is named anywhere; for touched people only what their verdicts
can depend on is read: theirs, their household's, and that of whomever their exposures name.
"""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass

from qiaomen.people.facts import LASTING, FactKind, Kind
from qiaomen.policy import homes_sql
from qiaomen.policy.sql_text import Hour

Parts = dict[str, str]

SUBJECT = """
SELECT DISTINCT coalesce(a.canonical, s.id) AS person
FROM unnest(%(people)b::uuid[]) AS s(id) LEFT JOIN people_alias a ON a.id = s.id"""

# What is looked up by index stands in a LATERAL with OFFSET 0, a loop whatever else may be: the planner only guesses
# the size of CTEs, and where it guesses few it would loop over the others, too. So loops are otherwise off.
# Who lives or lived with the subject, by any of their ids' homes.
MATES = """
SELECT DISTINCT coalesce(a.canonical, p.id) AS person
FROM (SELECT DISTINCT o.door FROM {subject_ids} i
      CROSS JOIN LATERAL (SELECT p.home_door_id AS door FROM people_person p WHERE p.id = i.id
                          UNION ALL SELECT r.door_id FROM people_residence r WHERE r.person_id = i.id
                          UNION ALL SELECT f.place FROM people_fact f WHERE f.person = i.id AND f.kind = 'moved'
                          OFFSET 0) o
      WHERE o.door IS NOT NULL) d
CROSS JOIN LATERAL (SELECT p.id FROM people_person p WHERE p.home_door_id = d.door
                    UNION ALL SELECT r.person_id FROM people_residence r WHERE r.door_id = d.door
                    UNION ALL SELECT r.person FROM ledger_record r WHERE r.door = d.door AND r.kind = 'move'
                    OFFSET 0) p
LEFT JOIN people_alias a ON a.id = p.id
UNION SELECT person FROM subject"""

OTHERS = """
SELECT person FROM mates
UNION
SELECT coalesce(a.canonical, f.other)
FROM {mates_ids} i
CROSS JOIN LATERAL (SELECT f.other FROM people_fact f WHERE f.person = i.id AND f.other IS NOT NULL OFFSET 0) f
LEFT JOIN people_alias a ON a.id = f.other"""

# Everybody lives near some place: where distance to cases counts, all cases are read.
EVERY_CASE = """
UNION
SELECT coalesce(a.canonical, f.person) FROM people_fact f LEFT JOIN people_alias a ON a.id = f.person
WHERE f.kind = 'case'"""

KNOWN = """
SELECT {columns} FROM wanted_ids i
CROSS JOIN LATERAL (SELECT f.* FROM people_fact f WHERE f.person = i.id OFFSET 0) f
LEFT JOIN people_alias o ON o.id = f.other"""
BORN = """
SELECT i.person AS id, p.birth_year FROM wanted_ids i
CROSS JOIN LATERAL (SELECT p.birth_year FROM people_person p WHERE p.id = i.id OFFSET 0) p WHERE i.id = i.person"""

COLUMNS = """f.record, f.ordinal, {person} AS person, f.kind, f.value, f.at, f.until,
  coalesce(o.canonical, f.other) AS other, f.place, f.region, f.verified, f.known_at"""

# Of a person's case records the newest counts: it states the whole case.
CASES = """
SELECT DISTINCT ON (person) * FROM ({facts}) k ORDER BY person, known_at DESC, at DESC, record DESC, ordinal"""

# An exposure to a case under the same roof goes on, whatever its `until` says, until the two are parted or the case
# is well again; then its last day is the later of the two. That nobody noted its end keeps nobody in.
EXPOSURES = """
SELECT k.record, k.ordinal, k.person, k.kind, k.value, k.at, k.until, k.other, k.place, k.region, k.verified,
       k.known_at, k.first,
       CASE WHEN (k.until IS NOT NULL OR roof AND {lived_until} >= k.first)
              AND NOT coalesce(roof AND c.unwell AND upper(lived) = {tonight}, false)
            THEN greatest(k.last, {lived_until}) END AS last
FROM told_exposure k
LEFT JOIN (SELECT person, value, at, until, until IS NULL OR until >= {tonight} AS unwell FROM f_case) c
  ON c.person = k.other
LEFT JOIN together t ON t.person = k.person AND t.other = k.other
CROSS JOIN LATERAL (SELECT coalesce(c.value <> 'discarded' AND t.spans IS NOT NULL, false) AS roof) r
CROSS JOIN LATERAL (SELECT CASE WHEN roof THEN
  tstzmultirange(tstzrange(c.at, greatest(c.at, least({tonight}, c.until)), '[]')) * t.spans END AS lived) l
WHERE NOT coalesce(c.value = 'discarded' AND k.value <> 'secondary', false)"""


@dataclass(frozen=True, slots=True)
class Needs:
    """What an evaluation reads: kinds of fact; whose homes; which editions' areas people live in; all homes."""

    kinds: Collection[FactKind]
    homes_of: Set[FactKind]
    lived_in: Sequence[str]
    everywhere: bool


def sources(needs: Needs, hour: Hour, *, everyone: bool) -> Parts:
    """The CTEs for facts, each kind's as `f_<kind>`, and what stands behind them; after those of areas' levels."""
    parts = {} if everyone else _of_touched(OTHERS + EVERY_CASE if needs.everywhere else OTHERS)
    for kind in ("apart", "case", *sorted(set(needs.kinds) - {"apart", "case", "exposure"})):
        parts[f"f_{kind}"] = _facts(kind, hour, everyone=everyone)
    parts["f_case"] = CASES.format(facts=parts["f_case"])
    parts["told_exposure"] = _facts("exposure", hour, everyone=everyone)
    parts["moved"] = _facts("moved", hour, everyone=everyone)
    parts |= homes_sql.MOVES
    parts |= _homes(needs) if everyone else {"home": homes_sql.KNOWN}
    parts["bearing"] = " UNION ".join(f"SELECT person FROM f_{kind}" for kind in ("case", *_of_households(needs)))
    parts |= homes_sql.LIVED
    if "exposure" in needs.kinds:
        parts["f_exposure"] = EXPOSURES.format(
            tonight=hour.tonight,
            lived_until=hour.date("upper(lived)"),
        )
    return parts


def _of_households(needs: Needs) -> list[FactKind]:
    """The kinds of fact that may concern whoever lives with the person, cases and exposures left out."""
    return sorted(needs.homes_of - {"case", "exposure"})


def _homes(needs: Needs) -> Parts:
    if needs.everywhere:
        return {"home": homes_sql.HOMES}
    people = [f"SELECT person FROM f_{kind}" for kind in sorted({"apart", "case", *_of_households(needs)})]
    people += ["SELECT person FROM told_exposure", "SELECT other FROM told_exposure"]
    return homes_sql.of_interest(people, needs.lived_in)


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
        "born": BORN,
    }


def _ids(people: str) -> str:
    """All ids of the people of a CTE."""
    return (
        f"(SELECT person AS id, person FROM {people} UNION ALL"
        f" SELECT a.id, a.canonical FROM people_alias a JOIN {people} c ON c.person = a.canonical)"
    )


def _facts(kind: Kind, hour: Hour, *, everyone: bool) -> str:
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
