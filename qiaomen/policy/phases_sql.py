"""Phases as SQL: from when until when each one holds for each match. What `days.py` says of dates, over many rows.

A phase row has person, edition and rule by their positions (`e`, `r`), fact, ordinal, other, day0 (as text; empty
while the clock has not started), n, measure, strength, isolates, colour, category, starts, ends (empty: not settled),
final (the match's last phase), known_at.
"""

from collections.abc import Iterator

from qiaomen.policy.conditions_sql import KEY, Asking
from qiaomen.policy.facts_sql import Parts
from qiaomen.policy.language import Document, Phase, Rule
from qiaomen.policy.sql_text import Hour, all_of, text

ROWS = """
SELECT g.person, {e} AS e, {r} AS r, g.fact, g.ordinal, g.other,
       CASE WHEN g.open THEN '' ELSE g.day0::text END AS day0, v.n, v.measure, v.strength, v.isolates, v.colour,
       {category} AS category, v.starts, v.ends, v.final, g.known_at
FROM {matches} g{early}
CROSS JOIN LATERAL (VALUES {phases}) AS v(n, measure, strength, isolates, colour, starts, ends, final)"""


def phase_rows(rule: Rule, document: Document, at: tuple[int, int], matches: str, early: set[int], hour: Hour) -> str:
    """The SELECT of a rule's phases; `early` are the positions of the phases whose conditions have a CTE."""
    e, r = at
    joins = [_join(f"{matches}_{n}", f"x{n}") for n in sorted(early)]
    return ROWS.format(
        e=e,
        r=r,
        category=text(rule.category or ""),
        matches=matches,
        early="".join(joins),
        phases=", ".join(_phases(rule, document, hour)),
    )


def condition_parts(rule: Rule, matches: str, asking: Asking) -> Parts:
    """The CTEs of the matches for which a phase's conditions hold, by the names that `phase_rows` joins."""
    return {
        f"{matches}_{n}": (
            f"SELECT {', '.join(f'g.{column}' for column in KEY)} FROM {matches} g"
            f" WHERE {asking.hold(phase.ends_early.when if phase.ends_early else phase.until, matches)}"
        )
        for n, phase in enumerate(rule.phases, 1)
        if phase.ends_early or phase.until
    }


def _join(table: str, alias: str) -> str:
    return f" LEFT JOIN {table} {alias} ON {all_of(f'{alias}.{column} = g.{column}' for column in KEY)}"


def _phases(rule: Rule, document: Document, hour: Hour) -> Iterator[str]:
    before = "0"
    for n, phase in enumerate(rule.phases, 1):
        measure = document.measures[phase.measure]
        lasts = _lasts(phase, n)
        starts = f"CASE WHEN g.open THEN 'infinity' ELSE {hour.midnight(f'g.day0 + {before} + 1')} END"
        if n == 1:
            starts = hour.midnight("CASE WHEN g.open THEN g.first ELSE g.day0 END")
        ends = _ends(phase, n, f"g.day0 + {before} + {lasts} + 1", starts, hour)
        cells = [
            str(n), text(phase.measure), str(measure.strength), str(measure.isolates).lower(),
            text(phase.colour or measure.colour), starts, ends,
            str(n == len(rule.phases)).lower(),
        ]  # fmt: skip
        yield f"({', '.join(cells)})"
        before = f"{before} + {lasts}" if before != "0" else lasts


def _lasts(phase: Phase, n: int) -> str:
    """How many days a phase lasts for a match."""
    if phase.ends_early is None:
        return str(phase.days or 0)
    return f"CASE WHEN x{n}.person IS NULL THEN {phase.days} ELSE {min(phase.ends_early.day, phase.days or 0)} END"


def _ends(phase: Phase, n: int, after: str, starts: str, hour: Hour) -> str:
    """What was done before a phase began ends it as it begins."""
    if phase.while_ground:
        return "g.ends"
    if phase.until:
        return f"CASE WHEN x{n}.person IS NULL THEN NULL ELSE {starts} END"
    return f"CASE WHEN g.open THEN NULL ELSE {hour.midnight(after)} END"
