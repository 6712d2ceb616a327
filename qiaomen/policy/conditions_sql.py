"""Conditions as SQL over matches: EXISTS that the planner turns into hash semi-joins, whatever the size.

A match `g` has person, fact, ordinal, other, first, day0 and open. What must *not* hold is an anti-join against the
matches for which it does, so that a conjunction is denied as a whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qiaomen.people.facts import LASTING
from qiaomen.policy.areas_sql import lived_in
from qiaomen.policy.language import Condition
from qiaomen.policy.sql_text import Hour, all_of, text, texts

KEY = ("person", "fact", "ordinal")


@dataclass(frozen=True, slots=True)
class Asking:
    """Where conditions look: the CTE of places in risk areas, the prefix of those of facts, the people's table."""

    areas: str
    facts: str
    people: str
    hour: Hour

    def hold(self, conditions: Sequence[Condition], matches: str) -> str:
        """That all of these hold for the match `g`, a row of the CTE `matches`."""
        return all_of(_holds(one, matches, self) for one in conditions)

    def none_holds(self, conditions: Sequence[Condition], matches: str) -> str:
        """That none of these holds for the match `g`."""
        return all_of(_denied(_holds(one, matches, self), matches) for one in conditions)


def _holds(one: Condition, matches: str, asking: Asking) -> str:
    parts = _about_person(one, asking)
    if one.has is not None:
        parts += _has(one, asking)
    elif one.lacks is not None:
        parts.append(_denied(all_of(_has(one, asking)), matches))
    return f"({all_of(parts)})"


def _denied(condition: str, matches: str) -> str:
    same = all_of(f"u.{column} = g.{column}" for column in KEY)
    return f"NOT EXISTS (SELECT FROM (SELECT g.* FROM {matches} g WHERE {condition}) u WHERE {same})"


def _has(one: Condition, asking: Asking) -> list[str]:
    """That facts are there, read from either `has` or `lacks`."""
    kind = one.has or one.lacks
    who, source = _whose(one, f"{asking.facts}_{kind}")
    dated = one.from_day is not None or one.to_day is not None or bool(one.on_days)
    parts = ["NOT g.open"] if dated else []
    if one.on_days:
        for day in one.on_days:
            parts.append(_exists(source, [f"c1.holder = {who}", *_of_kind(one, "c1"), f"c1.first = g.day0 + {day}"]))
    else:
        parts.append(_several(one, who, source, asking.hour))
    if kind == "result" and "negative" in one.value:
        since = "(g.open OR c1.first >= g.day0)"
        denied = _exists(source, [f"c1.holder = {who}", "c1.value = 'positive'", since])
        parts.append(f"NOT {denied}")
    return parts


def _several(one: Condition, who: str, source: str, hour: Hour) -> str:
    """So many facts at different times: each joined to the one before it."""
    names = [f"c{number}" for number in range(1, one.count + 1)]
    tables, conditions = source, [f"c1.holder = {who}"]
    for name in names:
        conditions += [*_of_kind(one, name), *_in_time(one, name, hour)]
    for before, name in pairwise(names):
        wait = f" + INTERVAL '{one.apart_hours} hours'" if one.apart_hours else ""
        later = f"{name}.at >{'=' if wait else ''} {before}.at{wait}"
        tables += f" JOIN {source.replace(' c1', f' {name}')} ON {name}.holder = {before}.holder AND {later}"
    if one.within_days is not None and one.count > 1:
        conditions.append(f"{names[-1]}.first - c1.first < {one.within_days}")
    return _exists(tables, conditions)


def _exists(tables: str, conditions: list[str]) -> str:
    return f"EXISTS (SELECT FROM {tables} WHERE {all_of(conditions)})"


def _whose(one: Condition, table: str) -> tuple[str, str]:
    """Whose facts count, and where they are with that person as their `holder`."""
    if one.of == "household":
        mates = "SELECT hs.person AS holder, hm.person FROM home hs JOIN home hm USING (door)"
        return "g.person", f"(SELECT m.holder, f.* FROM ({mates}) m JOIN {table} f USING (person)) c1"
    return _person(one), f"(SELECT f.person AS holder, f.* FROM {table} f) c1"


def _person(one: Condition) -> str:
    return "g.other" if one.of == "contact" else "g.person"


def _of_kind(one: Condition, name: str) -> list[str]:
    parts = []
    if one.value:
        parts.append(f"{name}.value IN {texts(one.value)}")
    elif "case" in (one.has, one.lacks):
        parts.append(f"{name}.value <> {text('discarded')}")
    if one.verified is not None:
        parts.append(f"{name}.verified" if one.verified else f"NOT {name}.verified")
    return parts


def _in_time(one: Condition, name: str, hour: Hour) -> list[str]:
    """When a fact must be: counted from day 0, back from today; a lasting one without either must last today."""
    parts = []
    if one.from_day is not None:
        parts.append(f"({name}.last IS NULL OR {name}.last >= g.day0 + {one.from_day})")
    if one.to_day is not None:
        parts.append(f"{name}.first <= g.day0 + {one.to_day}")
    if one.last_days is not None:
        parts.append(f"({name}.last IS NULL OR {name}.last >= {hour.today} - {one.last_days})")
    if (one.has or one.lacks) in LASTING and not parts:
        parts.append(f"({name}.last IS NULL OR {name}.last >= {hour.today})")
    return parts


def _about_person(one: Condition, asking: Asking) -> list[str]:
    parts: list[str] = []
    person, year = _person(one), asking.hour.year
    if one.lives_in:
        inside = lived_in(one.lives_in, asking.areas, asking.hour)
        parts.append(f"EXISTS (SELECT FROM home h JOIN ({inside}) w USING (place) WHERE h.person = {person})")
    if one.age_from is not None or one.age_under is not None:
        born = [f"p.id = {person}", "p.birth_year IS NOT NULL"]
        if one.age_from is not None:
            born.append(f"p.birth_year <= {year} - {one.age_from}")
        if one.age_under is not None:
            born.append(f"p.birth_year > {year} - {one.age_under}")
        parts.append(_exists(f"{asking.people} p", born))
    return parts
