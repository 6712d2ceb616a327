"""Whether conditions make sense: fields that fit together, values that exist, nothing that contradicts itself."""

from collections.abc import Iterator, Sequence

import msgspec

from qiaomen.people.facts import VALUES, FactKind
from qiaomen.policy.faults import Found
from qiaomen.policy.language import Condition, Document, Ground, Phase, Rule
from qiaomen.policy.lines import Path

ABOUT_FACTS = ("value", "verified", "count", "apart_hours", "from_day", "to_day", "on_days", "within_days", "last_days")
ABOUT_PERSON = ("lives_in", "age_from", "age_under")


def check_rule(rule: Rule, document: Document, path: Path) -> Iterator[Found]:
    """The conditions of a rule, wherever they stand."""
    yield from _several(rule.when, rule, document, (*path, "when"))
    yield from _several(rule.unless, rule, document, (*path, "unless"), together=False)
    for index, one in enumerate(rule.when):
        if one in rule.unless:
            args = {"line": (*path, "unless", rule.unless.index(one))}
            yield Found((*path, "when", index), "when_and_unless", args)
    for index, phase in enumerate(rule.phases):
        yield from _several(phase.until, rule, document, (*path, "phases", index, "until"))
        if phase.ends_early:
            yield from _several(phase.ends_early.when, rule, document, (*path, "phases", index, "ends_early", "when"))


def known_values(kind: FactKind, document: Document) -> frozenset[str] | None:
    """What facts of this kind may say; None: anything."""
    own = {"trait": document.values.get("trait", []), "symptom": document.values.get("symptom", [])}
    return VALUES[kind] | set(own.get(kind, [])) if kind in VALUES else None


def check_values(kind: FactKind, value: Sequence[str], document: Document, path: Path) -> Iterator[Found]:
    """That facts of this kind can say these values."""
    known = known_values(kind, document)
    for index, one in enumerate(value):
        if known is not None and one not in known:
            yield Found((*path, index), "unknown_value", {"key": kind, "value": one, "known": sorted(known)})


def last_day(phases: Sequence[Phase]) -> int | None:
    """The day on which these phases have ended, from day 0; None when one of them has no days."""
    days = [phase.days for phase in phases if phase.days is not None]
    return sum(days) if len(days) == len(phases) else None


def _several(
    conditions: Sequence[Condition], rule: Rule, document: Document, path: Path, *, together: bool = True
) -> Iterator[Found]:
    for index, one in enumerate(conditions):
        yield from _one(one, document, (*path, index))
        yield from _in_rule(one, rule, (*path, index))
    if together:
        yield from _contradictions(conditions, path)


def _one(one: Condition, document: Document, path: Path) -> Iterator[Found]:
    facts, person = _given(one, ABOUT_FACTS), _given(one, ABOUT_PERSON)
    kind = one.has or one.lacks
    if [one.has is not None, one.lacks is not None, bool(person)].count(True) != 1:
        yield Found(path, "condition_one")
        return
    if kind is None:
        for key in [*facts, *(["of"] if one.of != "subject" else [])]:
            yield Found((*path, key), "condition_unfit", {"key": key, "needs": "has, lacks"})
        for level in one.lives_in:
            if level not in document.levels:
                yield Found((*path, "lives_in"), "undefined_level", {"name": level})
    else:
        yield from check_values(kind, one.value, document, (*path, "value"))
        yield from _fitting(one, path)
    yield from _ranges(one, path)


def _fitting(one: Condition, path: Path) -> Iterator[Found]:
    days = _given(one, ("from_day", "to_day", "on_days", "last_days"))
    if one.apart_hours and one.count != 2:
        yield Found((*path, "apart_hours"), "condition_unfit", {"key": "apart_hours", "needs": "count = 2"})
    if one.within_days is not None and one.count < 2:
        yield Found((*path, "within_days"), "condition_unfit", {"key": "within_days", "needs": "count > 1"})
    if one.on_days and (len(days) > 1 or one.count > 1):
        yield Found((*path, "on_days"), "condition_unfit", {"key": "on_days", "needs": "on_days"})
    elif one.last_days is not None and len(days) > 1:
        yield Found((*path, "last_days"), "condition_unfit", {"key": "last_days", "needs": "last_days"})


def _ranges(one: Condition, path: Path) -> Iterator[Found]:
    if one.age_from is not None and one.age_under is not None and one.age_from >= one.age_under:
        yield Found((*path, "age_from"), "age_empty", {"age_from": one.age_from, "age_under": one.age_under})
    days = None
    if one.from_day is not None and one.to_day is not None:
        days = one.to_day - one.from_day + 1
        if days < 1:
            yield Found((*path, "from_day"), "days_empty", {"from_day": one.from_day, "to_day": one.to_day})
    several = [span for span in (days, one.within_days) if span is not None and span > 0]
    if one.apart_hours and several and one.apart_hours >= 24 * min(several):
        yield Found((*path, "apart_hours"), "apart_too_far", {"hours": one.apart_hours, "days": min(several)})


def _in_rule(one: Condition, rule: Rule, path: Path) -> Iterator[Found]:
    """What can never be in this rule: days beyond its end or its look-back, a contact that nobody names."""
    if one.of == "contact" and not _names_contact(rule.ground):
        yield Found((*path, "of"), "no_contact")
    end, look_back = last_day(rule.phases), None if rule.ground.area else rule.ground.look_back
    for key, day in (("from_day", one.from_day), ("on_days", max(one.on_days, default=None))):
        if day is not None and end is not None and day > end:
            yield Found((*path, key), "days_beyond", {"day": day, "days": end})
        elif day is not None and look_back is not None and day > look_back:
            yield Found((*path, key), "never_looked_back", {"day": day, "look_back": look_back})


def _names_contact(ground: Ground) -> bool:
    return ground.fact == "exposure" or bool(ground.lives_with) or ground.near_case is not None


def _contradictions(conditions: Sequence[Condition], path: Path) -> Iterator[Found]:
    """Of conditions that must all hold."""
    for index, one in enumerate(conditions):
        for other_index, other in enumerate(conditions):
            if (
                one is not other
                and one.lacks
                and other.has
                and _filters(one) == _filters(other)
                and other.count >= one.count
            ):
                yield Found((*path, index), "has_and_lacks", {"line": (*path, other_index)})
    at_least = max((one.age_from for one in conditions if one.age_from is not None), default=None)
    under = min((one.age_under for one in conditions if one.age_under is not None), default=None)
    single = any(one.age_from is not None and one.age_under is not None for one in conditions)
    if at_least is not None and under is not None and at_least >= under and not single:
        yield Found(path, "age_empty", {"age_from": at_least, "age_under": under})


def _filters(one: Condition) -> tuple[FactKind | None, Condition]:
    same_kind = one.has or one.lacks
    return same_kind, msgspec.structs.replace(one, has=None, lacks=None, count=1, value=sorted(one.value))


def _given(one: Condition, keys: Sequence[str]) -> list[str]:
    plain = Condition()
    return [key for key in keys if getattr(one, key) != getattr(plain, key)]
