"""Whether a document of the right shape makes sense as a whole."""

from collections.abc import Iterator

from qiaomen.people.facts import VALUES
from qiaomen.policy import condition_sense, rule_sense
from qiaomen.policy.faults import Found
from qiaomen.policy.language import Condition, Document, Geometry, Level, Rule


def check(document: Document) -> Iterator[Found]:
    """Everything in it that contradicts itself, can never be, names nothing, or confines without ground or end."""
    if document.edition.effective.tzinfo is None:
        yield Found(("edition", "effective"), "no_offset")
    yield from _rule_names(document)
    yield from _levels(document.levels)
    yield from _own_values(document)
    if document.geometry is not None:
        yield from _geometry(document.geometry)
    for index, rule in enumerate(document.rules):
        yield from rule_sense.check_rule(rule, document, ("rules", index))
        yield from condition_sense.check_rule(rule, document, ("rules", index))
    yield from _unused(document)
    yield from _same_strength(document)


def _rule_names(document: Document) -> Iterator[Found]:
    first: dict[str, int] = {}
    for index, rule in enumerate(document.rules):
        if rule.id in first:
            args = {"name": rule.id, "line": ("rules", first[rule.id], "id")}
            yield Found(("rules", index, "id"), "rule_twice", args)
        first.setdefault(rule.id, index)


def _levels(levels: dict[str, Level]) -> Iterator[Found]:
    for name, level in levels.items():
        path = ("levels", name, "clears_to")
        if level.clears_to and level.clears_to not in levels:
            yield Found(path, "undefined_level", {"name": level.clears_to})
        if level.clears_to and level.clears_after is None:
            yield Found(path, "clears_together")
        way = _way_down(name, levels)
        if way[-1] == name and len(way) > 1:
            yield Found(path, "clears_loop", {"levels": way})


def _way_down(name: str, levels: dict[str, Level]) -> list[str]:
    """The levels that one is lowered to, until none or one that was there before."""
    way = [name]
    while (level := levels.get(way[-1])) and level.clears_to:
        way.append(level.clears_to)
        if level.clears_to in way[:-1]:
            break
    return way


def _own_values(document: Document) -> Iterator[Found]:
    for kind, words in document.values.items():
        for index, word in enumerate(words):
            if word in VALUES[kind]:
                yield Found(("values", kind, index), "value_known", {"value": word})


def _geometry(geometry: Geometry) -> Iterator[Found]:
    for name, nearness in (("own", geometry.own), ("shared", geometry.shared)):
        for both in sorted(set(nearness.get("close", [])) & set(nearness.get("secondary", []))):
            yield Found(("geometry", name), "geometry_twice", {"value": both})


def _unused(document: Document) -> Iterator[Found]:
    rules = document.rules
    conditions = [one for rule in rules for one in _conditions(rule)]
    levels = {name for rule in rules for name in [*rule.ground.area, *rule.ground.lives_in]}
    levels |= {name for one in conditions for name in one.lives_in}
    levels |= {level.clears_to for level in document.levels.values()}
    measures = {phase.measure for rule in rules for phase in rule.phases}
    categories = {rule.category for rule in rules}
    yield from (Found(("measures", n), "unused_measure", {"name": n}) for n in document.measures if n not in measures)
    yield from (Found(("levels", n), "unused_level", {"name": n}) for n in document.levels if n not in levels)
    for name in document.categories:
        if name not in categories:
            yield Found(("categories", name), "unused_category", {"name": name})


def _conditions(rule: Rule) -> Iterator[Condition]:
    yield from (*rule.when, *rule.unless)
    for phase in rule.phases:
        yield from phase.until
        if phase.ends_early is not None:
            yield from phase.ends_early.when


def _same_strength(document: Document) -> Iterator[Found]:
    first: dict[int, str] = {}
    for name, measure in document.measures.items():
        if measure.strength in first:
            args = {"name": name, "other": first[measure.strength]}
            yield Found(("measures", name, "strength"), "same_strength", args)
        first.setdefault(measure.strength, name)
