"""What the tests of evaluation are told with: facts of the world's people, and editions from TOML."""

import tomllib
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from qiaomen.people import facts
from qiaomen.people.facts import FactRow, Kind
from qiaomen.policy import evaluate
from qiaomen.policy.evaluate import Verdict
from qiaomen.policy.language import Document
from qiaomen.testing.world import World, fixed

HERE = ZoneInfo("Asia/Shanghai")
MEASURES = """
[measures.central]
name = {zh = "集中隔离", en = "central isolation"}
strength = 90
colour = "red"
isolates = true
[measures.home]
name = {zh = "居家隔离", en = "home isolation"}
strength = 70
colour = "red"
isolates = true
[measures.watch]
name = {zh = "健康监测", en = "monitoring"}
strength = 30
colour = "yellow"
[measures.note]
name = {zh = "登记", en = "noted"}
strength = 0
colour = "green"
"""


def at(text: str) -> datetime:
    """A local time: "03-01 09:30" of 2020."""
    return datetime.strptime(f"2020-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=HERE)


def edition(rules: str, *, effective: str = "01-01 00:00", shortens: bool = False, levels: str = "") -> Document:
    """An edition with these rules (the bodies of `[[rules]]`, parted by empty lines) and the usual measures."""
    head = f"""
[edition]
policy = "test"
name = {{zh = "试", en = "test"}}
effective = {at(effective).isoformat()}
shortens = {str(shortens).lower()}
"""
    text = head + levels + MEASURES
    for number, rule in enumerate(rules.strip().split("\n\n"), 1):
        text += f'[[rules]]\nid = "r{number}"\nreason = {{zh = "因", en = "why"}}\n{rule}\n'
    return msgspec.convert(tomllib.loads(text), Document)


def fact(
    world: World, person: str, kind: Kind, value: str, since: str, until: str | None = None, **more: object
) -> UUID:
    """State a fact of one of the world's people; answers its record."""
    record = fixed(f"{person} {kind} {value} {since}")
    fields = {"verified": True, "known_at": at(since), **more}
    for name in ("known_at",):
        if isinstance(fields[name], str):
            fields[name] = at(str(fields[name]))
    row = FactRow(
        person=world.people[person].id,
        kind=kind,
        value=value,
        at=at(since),
        until=at(until) if until else None,
        **fields,  # type: ignore[arg-type]
    )
    facts.replace({record: [row]}, world.change)
    return record


def chain(*documents: Document) -> list[tuple[UUID, datetime, Document]]:
    """Editions, the newest first."""
    return [(fixed(f"edition {one.edition.effective}"), one.edition.effective, one) for one in documents]


def verdict(world: World, person: str, now: str, *documents: Document) -> Verdict | None:
    """What holds for one of the world's people at a local time, checked to be the same for everyone at once."""
    editions = chain(*documents)
    alone = evaluate.verdicts([world.people[person].id], now=at(now), editions=editions)
    everyone = evaluate.verdicts(None, now=at(now), editions=editions)
    assert alone == [one for one in everyone if one.person == world.people[person].id]
    return alone[0] if alone else None


def held(world: World, person: str, now: str, *documents: Document) -> Verdict:
    """The same, of somebody for whom something holds."""
    found = verdict(world, person, now, *documents)
    assert found is not None, f"nothing holds at {now}"
    return found
