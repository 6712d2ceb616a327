"""Compiling editions to one set-based statement that says what holds for people at a moment.

The order of its parts: facts by kind and homes (`facts_sql`), risk areas and distances (`areas_sql`), for each rule
its ground (`grounds_sql`) cut by conditions (`conditions_sql`) and spread into phases (`phases_sql`), and at the end
one row per person (`standing_sql`). Time enters by the local date, and by which editions and areas are in force.
"""

import builtins
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from qiaomen.people.facts import LASTING, FactKind
from qiaomen.policy import areas_sql, facts_sql, standing_sql
from qiaomen.policy.conditions_sql import Asking
from qiaomen.policy.facts_sql import Needs
from qiaomen.policy.grounds_sql import ground
from qiaomen.policy.language import Condition, Document, Rule
from qiaomen.policy.phases_sql import condition_parts, phase_rows
from qiaomen.policy.sql_text import Hour, moment

Chain = Sequence[tuple[UUID, datetime, Document]]


# Compiled already: by the editions and where the time stands; the documents are kept, so that their ids stay theirs.
_KEPT = 32
_compiled: dict[tuple[object, ...], tuple[list[Document], str]] = {}


def of_people(editions: Chain, hour: Hour) -> str:
    """The statement for some people at any moment, compiled once; its parameters are `people` and those of the hour."""
    key = (hour.zone.key, *((id, at, builtins.id(document)) for id, at, document in editions))
    if key not in _compiled:
        if len(_compiled) >= _KEPT:
            _compiled.clear()
        documents = [document for _id, _at, document in editions]
        _compiled[key] = (documents, statement(editions, replace(hour, asked=True), everyone=False))
    return _compiled[key][1]


def statement(editions: Chain, hour: Hour, *, everyone: bool) -> str:
    """The statement for these editions, the one in force first; unless for `everyone` it has the parameter `people`.

    It answers rows of: person, measure, whether it isolates, colour, categories, until, due end, reasons as JSON.
    Editions that can no longer matter (before one that shortens) are left out here.
    """
    chain = _that_matter(editions)
    rules = [rule for _id, _hour, document in chain for rule in document.rules]
    metres = sorted({rule.ground.near_case for rule in rules if rule.ground.near_case is not None})
    parts = {f"level_{e}": areas_sql.spans(document, hour) for e, (_id, _hour, document) in enumerate(chain)}
    parts |= facts_sql.sources(_needs(chain, rules), hour, everyone=everyone)
    if metres:
        parts |= {"shaped": areas_sql.SHAPED, "home_shape": areas_sql.HOME_SHAPES}
        parts |= {f"near_{one}": areas_sql.NEAR.format(metres=one) for one in metres}
    for e, (_id, _hour, document) in enumerate(chain):
        parts |= _grounds(document, e, parts, hour, everyone=everyone)
    parts |= _asked(chain, rules) if everyone else {}
    selects = [standing_sql.NO_PHASES]
    for e in range(len(chain)):
        selects += _phases(chain, e, parts, _asking(e, hour, everyone))
    parts["phase"] = " UNION ALL ".join(selects)
    parts |= standing_sql.parts(chain, hour, everyone=everyone)
    listed = ",\n".join(f"{name} AS {_kept(name, everyone)} ({body})" for name, body in parts.items())
    return f"WITH {listed}{standing_sql.verdicts(chain)}"


def _kept(name: str, everyone: bool) -> str:
    """Points in time of everyone are many, and few are asked for: those are read where they are used."""
    points = everyone and name.startswith("f_") and name.removeprefix("f_") not in LASTING
    return "NOT MATERIALIZED" if points else "MATERIALIZED"


def _that_matter(editions: Chain) -> Chain:
    """The one in force and those before, until and including one that shortens."""
    for position, (_id, _hour, document) in enumerate(editions):
        if document.edition.shortens:
            return editions[: position + 1]
    return editions


def _grounds(document: Document, e: int, parts: facts_sql.Parts, hour: Hour, *, everyone: bool) -> facts_sql.Parts:
    """An edition's CTEs of areas and grounds."""
    looked_at = [f"f_{kind}" for kind in ("stay", "exposure") if f"f_{kind}" in parts]
    found = {f"area_{e}": areas_sql.where(f"level_{e}", looked_at)}
    for r, rule in enumerate(document.rules):
        found[f"g_{e}_{r}"] = ground(rule, document, f"area_{e}", hour, everyone=everyone)
    return found


def _asked(chain: Chain, rules: Sequence[Rule]) -> facts_sql.Parts:
    """The facts that conditions read, as `c_<kind>`: of the people of grounds and those whom their facts name."""
    kinds = {kind for rule in rules for one in _conditions(rule) for kind in (one.has, one.lacks) if kind}
    if not kinds:
        return {}
    grounds = [
        f"g_{e}_{r}"
        for e, (_id, _hour, document) in enumerate(chain)
        for r, rule in enumerate(document.rules)
        if any(_conditions(rule))
    ]
    asked = " UNION ".join(f"SELECT person FROM {name} UNION SELECT other FROM {name}" for name in grounds)
    if any(one.of == "household" for rule in rules for one in _conditions(rule)):
        mates = "SELECT hm.person FROM home hs JOIN home hm USING (door) JOIN asked_alone a ON a.person = hs.person"
        found = {"asked_alone": asked, "asked": f"{mates} UNION SELECT person FROM asked_alone"}
    else:
        found = {"asked": asked}
    own = "SELECT f.* FROM f_{kind} f WHERE f.person IN (SELECT person FROM asked)"
    return found | {f"c_{kind}": own.format(kind=kind) for kind in sorted(kinds)}


def _asking(e: int, hour: Hour, everyone: bool) -> Asking:
    facts, people = ("c", "people_person") if everyone else ("f", "born")
    return Asking(f"area_{e}", facts, people, hour)


def _phases(chain: Chain, e: int, parts: facts_sql.Parts, asking: Asking) -> Iterator[str]:
    """Add an edition's CTEs of matches; answers the SELECTs of its phases."""
    document = chain[e][2]
    known_before = f" AND g.known_at < {moment(chain[e - 1][1])}" if e else ""
    for r, rule in enumerate(document.rules):
        grounds = matches = f"g_{e}_{r}"
        if rule.when or rule.unless or known_before:
            matches = f"m_{e}_{r}"
            when, unless = asking.hold(rule.when, grounds), asking.none_holds(rule.unless, grounds)
            parts[matches] = f"SELECT g.* FROM {grounds} g WHERE {when} AND {unless}{known_before}"
        conditions = condition_parts(rule, matches, asking)
        parts |= conditions
        early = {int(name.rpartition("_")[2]) for name in conditions}
        yield phase_rows(rule, document, (e, r), matches, early, asking.hour)


def _needs(chain: Chain, rules: Sequence[Rule]) -> Needs:
    """What these editions read. Homes matter to rules on households and on where people live."""
    kinds: set[FactKind] = {"hand", "ruling"}
    homes_of: set[FactKind] = set()
    for rule in rules:
        kinds.update(_kinds(rule))
        ground = rule.ground.fact or rule.ground.silent
        if ground and (rule.ground.lives_with or any(c.of == "household" or c.lives_in for c in _conditions(rule))):
            homes_of.add(ground)
    lived_in = [
        f"level_{e}"
        for e, (_id, _hour, document) in enumerate(chain)
        if any(rule.ground.lives_in for rule in document.rules)
    ]
    return Needs(kinds, homes_of, lived_in, any(rule.ground.near_case is not None for rule in rules))


def _kinds(rule: Rule) -> Iterator[FactKind]:
    """The kinds of fact that a rule reads."""
    for kind in (rule.ground.fact, rule.ground.silent):
        if kind is not None:
            yield kind
    for one in _conditions(rule):
        for kind in (one.has, one.lacks):
            if kind is not None:
                yield kind


def _conditions(rule: Rule) -> Iterator[Condition]:
    yield from rule.when
    yield from rule.unless
    for phase in rule.phases:
        yield from phase.until
        if phase.ends_early is not None:
            yield from phase.ends_early.when
