"""Whether a rule makes sense: its ground, its phases, and that it confines nobody without ground and end."""

from collections.abc import Iterator

from qiaomen.people.facts import LASTING
from qiaomen.policy.condition_sense import check_values, last_day
from qiaomen.policy.faults import Found
from qiaomen.policy.language import Document, Ground, Phase, Rule
from qiaomen.policy.lines import Path

ILL_ONLY = {"case": frozenset({"discarded"}), "result": frozenset({"negative", "invalid"})}


def check_rule(rule: Rule, document: Document, path: Path) -> Iterator[Found]:
    """A rule but for its conditions."""
    yield from _ground(rule.ground, document, (*path, "ground"))
    if rule.category is not None and rule.category not in document.categories:
        yield Found((*path, "category"), "undefined_category", {"name": rule.category})
    for index, phase in enumerate(rule.phases):
        here = (*path, "phases", index)
        yield from _phase(phase, rule, index, here)
        if phase.measure not in document.measures:
            yield Found((*here, "measure"), "undefined_measure", {"name": phase.measure})
        elif _confines(phase, document):
            yield from _protected(phase, rule.ground, here)
    end, look_back = last_day(rule.phases), rule.ground.look_back
    if look_back is not None and not rule.ground.area and end is not None and look_back < end:
        args = {"look_back": look_back, "days": end}
        yield Found((*path, "ground", "look_back"), "look_back_short", args)


def _ground(ground: Ground, document: Document, path: Path) -> Iterator[Found]:
    grounds = [ground.fact is not None, bool(ground.lives_in), ground.near_case is not None, ground.silent is not None]
    if grounds.count(True) != 1:
        yield Found(path, "ground_one")
        return
    yield from _fitting(ground, path)
    for key in ("area", "lives_in"):
        for level in getattr(ground, key):
            if level not in document.levels:
                yield Found((*path, key), "undefined_level", {"name": level})
    if ground.fact is not None:
        yield from check_values(ground.fact, ground.value, document, (*path, "value"))
    yield from check_values("case", ground.of_case, document, (*path, "of_case"))
    if "discarded" in ground.of_case:
        yield Found((*path, "of_case"), "never_discarded")


def _fitting(ground: Ground, path: Path) -> Iterator[Found]:
    """Each property goes with some grounds only."""
    exposed, stayed, fact = ground.fact == "exposure", ground.fact == "stay", ground.fact is not None
    needs = {
        "value": (ground.value, fact, "fact"),
        "verified": (ground.verified, fact, "fact"),
        "of_case": (ground.of_case, exposed or ground.near_case is not None, 'fact = "exposure", near_case'),
        "area": (ground.area, exposed or stayed, 'fact = "stay", fact = "exposure"'),
        "region": (ground.region, stayed, 'fact = "stay"'),
        "look_back": (ground.look_back is not None, exposed or stayed, 'fact = "stay", fact = "exposure"'),
        "lives_with": (ground.lives_with, fact, "fact"),
        "silent_days": (ground.silent_days is not None, ground.silent is not None, "silent"),
        "silent": (ground.silent is not None, ground.silent_days is not None, "silent_days"),
        "count_from": (ground.count_from == "first", ground.silent is None, "fact, lives_in, near_case"),
    }
    for key, (given, fits, wanted) in needs.items():
        if given and not fits:
            yield Found((*path, key), "ground_unfit", {"key": key, "needs": wanted})


def _phase(phase: Phase, rule: Rule, index: int, path: Path) -> Iterator[Found]:
    if [phase.days is not None, phase.while_ground, bool(phase.until)].count(True) != 1:
        yield Found(path, "phase_one")
        return
    if index + 1 < len(rule.phases) and phase.days is None:
        yield Found((*path[:-1], index + 1), "phase_after_open")
    if rule.ground.silent and not phase.while_ground:
        yield Found(path, "phase_unfit", {"key": "silent", "needs": "while_ground"})
    if phase.while_ground and rule.ground.fact is not None and rule.ground.fact not in LASTING:
        yield Found((*path, "while_ground"), "phase_unfit", {"key": "while_ground", "needs": sorted(LASTING)})
    yield from _days(phase, index, path)


def _days(phase: Phase, index: int, path: Path) -> Iterator[Found]:
    if phase.ends_early and phase.days is None:
        yield Found((*path, "ends_early"), "phase_unfit", {"key": "ends_early", "needs": "days"})
    if phase.days is None:
        return
    for day in phase.tests:
        if day > phase.days or (index and not day):
            yield Found((*path, "tests"), "test_beyond", {"day": day, "days": phase.days})
    if phase.ends_early and phase.ends_early.day >= phase.days:
        yield Found((*path, "ends_early"), "early_beyond", {"day": phase.ends_early.day, "days": phase.days})


def _confines(phase: Phase, document: Document) -> bool:
    measure = document.measures[phase.measure]
    return measure.isolates or (phase.colour or measure.colour) == "red"


def _protected(phase: Phase, ground: Ground, path: Path) -> Iterator[Found]:
    """Nobody is confined without a verified ground and an end."""
    named = {"measure": phase.measure}
    if not _verified(ground):
        yield Found((*path, "measure"), "unverified", named)
    elif ground.fact in ILL_ONLY:
        well = ILL_ONLY[ground.fact]
        if well & set(ground.value) or (ground.fact == "result" and not ground.value):
            yield Found((*path, "measure"), "confines_the_well", {**named, "values": sorted(well)})
    lasts = phase.while_ground and (ground.fact == "case" or bool(ground.lives_in)) and ground.lives_with != "parted"
    if phase.days is None and not lasts:
        yield Found((*path, "measure"), "no_days", named)


def _verified(ground: Ground) -> bool:
    if ground.fact in ("exposure", "stay"):
        return ground.verified
    return ground.fact in ("case", "result") or bool(ground.lives_in) or ground.near_case is not None
