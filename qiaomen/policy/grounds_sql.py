"""Grounds as SQL: whom a rule's ground makes a match of, and from which day it counts.

Every ground answers the same columns: person, fact (the record, or the risk area), ordinal, other (whom the fact
names), first (date), day0 (date; today while `open`: the clock has not started), open, ends (when the ground itself
ends, if that is known), known_at.
"""

from qiaomen.policy import areas_sql
from qiaomen.policy.facts_sql import subject_is
from qiaomen.policy.language import Document, Ground, Rule
from qiaomen.policy.sql_text import Hour, all_of, text, texts

FACT = """
SELECT f.person, f.record AS fact, f.ordinal, f.other, f.first, {clock}, f.known_at
FROM f_{kind} f WHERE {conditions}"""

# While they live together the day 0 is that of whoever the fact is of. Somebody who is still away lives with nobody.
TOGETHER = """
SELECT t.person, f.record AS fact, f.ordinal, f.person AS other, f.first, {clock}, f.known_at
FROM f_{kind} f JOIN together t ON t.other = f.person
WHERE {conditions} AND t.spans @> {tonight}"""
# Who moves in with somebody who is well again was not exposed.
WHILE_ILL = "t.spans && tstzrange(f.at, {recovered})"

# Once parted it is the day of parting, if they had lived together since the fact and before it was over.
PARTED = """
SELECT t.person, f.record AS fact, f.ordinal, f.person AS other, parted AS first, parted AS day0, false AS open,
       {parted_ends} AS ends, f.known_at
FROM f_{kind} f JOIN together t ON t.other = f.person
CROSS JOIN LATERAL (
  SELECT max({parted_day}) AS parted FROM unnest(t.spans) AS span
  WHERE upper(span) > {home_since} AND upper(span) < {tonight} AND {in_time}) p
WHERE {conditions} AND parted IS NOT NULL"""

LIVES_IN = """
SELECT h.person, w.id AS fact, 0::int2 AS ordinal, NULL::uuid AS other, {began} AS first, {clock}, w.since AS known_at
FROM ({inside}) w JOIN home h USING (place) WHERE {conditions}"""

NEAR_CASE = """
SELECT h.person, f.record AS fact, f.ordinal, f.person AS other, f.first, {clock}, f.known_at
FROM f_case f JOIN home_shape c ON c.person = f.person JOIN near_{metres} n ON n.case_path = c.path
JOIN home_shape h ON h.path = n.path AND h.person <> f.person WHERE {conditions}"""

SILENT = """
SELECT f.person, f.record AS fact, f.ordinal, f.other, f.first, f.first AS day0, false AS open,
       NULL::timestamptz AS ends, f.known_at
FROM (SELECT DISTINCT ON (person) * FROM f_{kind} {given} ORDER BY person, at DESC, record DESC, ordinal) f
WHERE {conditions} AND f.first + {days} < {today}"""


def ground(rule: Rule, document: Document, areas: str, hour: Hour, *, everyone: bool) -> str:
    """The SELECT of a rule's ground; `areas` is the edition's CTE of places and regions in risk areas."""
    wanted, confines = rule.ground, _confines(rule, document)
    if wanted.lives_in:
        return _lives_in(wanted, areas, hour, everyone=everyone)
    if wanted.near_case is not None:
        mine = subject_is("h.person", everyone=everyone)
        conditions = [*_values("case", wanted.of_case, confines), mine]
        return NEAR_CASE.format(clock=_clock(wanted, hour), metres=wanted.near_case, conditions=all_of(conditions))
    if wanted.silent is not None:
        return SILENT.format(
            kind=wanted.silent,
            given=f"WHERE value IN {texts(wanted.value)}" if wanted.value else "",
            conditions=subject_is("f.person", everyone=everyone),
            days=wanted.silent_days or 0,
            today=hour.today,
        )
    conditions = _values(str(wanted.fact), wanted.value, wanted.verified or confines)
    conditions += _whereabouts(wanted, areas, hour)
    return _fact(rule, conditions, hour, everyone=everyone)


def _fact(rule: Rule, conditions: list[str], hour: Hour, *, everyone: bool) -> str:
    wanted, kind = rule.ground, rule.ground.fact
    if wanted.of_case:
        conditions.append(
            f"EXISTS (SELECT FROM f_case c WHERE c.person = f.other AND c.value IN {texts(wanted.of_case)})"
        )
    if not wanted.lives_with:
        conditions.append(subject_is("f.person", everyone=everyone))
        return FACT.format(clock=_clock(wanted, hour), kind=kind, conditions=all_of(conditions))
    conditions.append(subject_is("t.person", everyone=everyone))
    if kind == "case" and wanted.lives_with == "together":
        conditions.append(WHILE_ILL.format(recovered=hour.midnight("f.last + 1")))
    if kind == "stay":
        conditions.append("f.until IS NOT NULL")
    template = TOGETHER if wanted.lives_with == "together" else PARTED
    return template.format(
        clock=_clock(wanted, hour),
        kind=kind,
        conditions=all_of(conditions),
        tonight=hour.tonight,
        parted_day=hour.date("upper(span)"),
        parted_ends=hour.midnight("parted + 1"),
        home_since="f.until" if kind == "stay" else "f.at",
        in_time=_in_time(rule, hour.date("upper(span)")),
    )


def _in_time(rule: Rule, parted: str) -> str:
    """Being parted from a case that is well again, or from somebody whose own time was over, is no ground."""
    if rule.ground.fact == "case":
        return f"(f.last IS NULL OR {parted} <= f.last)"
    lengths = [phase.days for phase in rule.phases]
    if None in lengths:
        return "true"
    return f"(f.last IS NULL OR {parted} <= f.last + {sum(filter(None, lengths))})"


def _confines(rule: Rule, document: Document) -> bool:
    """Whether a rule isolates or turns red: never for what nobody has verified, whatever the edition says."""
    measures = [(phase, document.measures[phase.measure]) for phase in rule.phases]
    return any(measure.isolates or (phase.colour or measure.colour) == "red" for phase, measure in measures)


def _values(kind: str, values: list[str], verified: bool) -> list[str]:
    conditions = ["f.verified"] if verified else []
    if values:
        conditions.append(f"f.value IN {texts(values)}")
    elif kind == "case":
        conditions.append("f.value <> 'discarded'")
    return conditions


def _whereabouts(wanted: Ground, areas: str, hour: Hour) -> list[str]:
    conditions = []
    if wanted.region:
        conditions.append(f"({' OR '.join(f'starts_with(f.region, {text(code)})' for code in wanted.region)})")
    if wanted.area:
        conditions.append(areas_sql.fact_lies_in(wanted.area, wanted.look_back, areas, hour))
    elif wanted.look_back is not None:
        conditions.append(f"(f.last IS NULL OR f.last >= {hour.today} - {wanted.look_back})")
    return conditions


def _clock(wanted: Ground, hour: Hour) -> str:
    """day0, open and ends of a fact `f`. A fact may be known to end later than today: while_ground says until then."""
    ends = f"{hour.midnight('f.last + 1')} AS ends"
    if wanted.count_from == "first":
        return f"f.first AS day0, false AS open, {ends}"
    return f"coalesce(f.last, {hour.today}) AS day0, f.last IS NULL AS open, {ends}"


def _lives_in(wanted: Ground, areas: str, hour: Hour, *, everyone: bool) -> str:
    """While they live there the clock has not started, unless it counts from the first day."""
    began = hour.date("w.from_at")
    clock = f"{hour.today} AS day0, true AS open" if wanted.count_from == "last" else f"{began} AS day0, false AS open"
    return LIVES_IN.format(
        began=began,
        clock=f"{clock}, w.to_at AS ends",
        inside=areas_sql.lived_in(wanted.lives_in, areas, hour),
        conditions=subject_is("h.person", everyone=everyone),
    )
