"""Every kind of record × every role × one's own place and another: nobody writes what, or where, they may not.

Kinds are taken from where they are declared: one that is added is here by itself. Expected is said once more, from the
table of roles and the places of grants alone.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.utils import timezone

from qiaomen.access.models import Worker
from qiaomen.access.roles import MAY, Role, Verb
from qiaomen.base.ids import new_id
from qiaomen.base.kinds import KINDS, Kind
from qiaomen.base.problems import Problem
from qiaomen.ledger import authority
from qiaomen.ledger.entries import Author, Entry
from qiaomen.ledger.models import Record
from qiaomen.ledger.submit import submit
from qiaomen.ledger.tests.bodies import least
from qiaomen.ledger.wire import Envelope
from qiaomen.testing.world import World

CAST = ["headquarters", "lead", "health", "inspector", "data officer", "gate", "field", "police", "outsider"]
PLACES = ("1-1-101", "village group 1号")
BODIES = {kind.name: kind.decode(msgspec.json.encode(least(kind.body))) for kind in KINDS.values()}
DENIED = {"record.outside_grant", "record.forbidden_kind"}


def subject(world: World, kind: Kind, label: str) -> dict[str, UUID]:
    """What a record of this kind names there."""
    door = world.doors[label]
    ids = {"door": door.id, "place": door.place_id, "person": world.household(label)[0].id}
    return {kind.subject: ids[kind.subject]} if kind.subject in ids else {"door": door.id, "amends": new_id()}


def may_write(worker: Worker, kind: Kind, path: str) -> bool:
    there = [role for role, area in worker.held() if path.startswith(area) and role is not Role.RESIDENT]
    if not any(kind.verbs & MAY[role] for role in there):
        return False
    return kind.verb != Verb.DECIDE or any(Verb.DECIDE in MAY[role] for role in there)


def entry(world: World, worker: Worker, kind: Kind, label: str) -> Entry:
    """A record on its way, as it comes before its author's rights."""
    author = Author(worker.id, world.outbreak.id)
    made = Entry(0, b"", author, timezone.now())
    made.kind, made.at = kind, timezone.now()
    made.body = BODIES[kind.name]
    said = Envelope(id=new_id(), kind=kind.name, device_at=made.at, body=msgspec.Raw(b"{}"))
    made.envelope = msgspec.structs.replace(said, **subject(world, kind, label))
    return made


def authorised(entries: Iterable[Entry]) -> list[Entry]:
    every = list(entries)
    authority.locate(every, {})
    grants = authority.grants_of({one.author.worker for one in every})
    for one in every:
        authority.authorise(one, grants)
    return every


def test_every_role_writes_every_kind_where_its_grants_say_and_nowhere_else(world: World) -> None:
    paths = {label: world.doors[label].place.path for label in PLACES}
    for worker in world.workers.values():
        worker.hold()
    asked = [(key, kind, label) for key in CAST for kind in KINDS.values() for label in PLACES]
    found = authorised(entry(world, world.workers[key], kind, label) for key, kind, label in asked)
    wrong = [
        (key, kind.name, label)
        for (key, kind, label), one in zip(asked, found, strict=True)
        if may_write(world.workers[key], kind, paths[label]) == ((one.problem and one.problem.code) in DENIED)
    ]
    assert wrong == []
    assert 0 < sum(one.open for one in found) < len(found)


def raw(world: World, kind: Kind, label: str) -> bytes:
    """A whole record as a phone sends it."""
    head: dict[str, Any] = {"id": new_id(), "kind": kind.name, "device_at": timezone.now(), "body": least(kind.body)}
    return msgspec.json.encode(head | subject(world, kind, label))


@pytest.mark.parametrize("key, label", [("outsider", PLACES[0]), ("field", PLACES[1]), ("inspector", PLACES[1])])
def test_nothing_that_is_sent_about_another_place_comes_in(world: World, key: str, label: str) -> None:
    """Through the one door, bodies and all: refused, or held until what it names is here and it is looked at again."""
    worker, before = world.workers[key], Record.objects.count()
    kinds = [one for one in KINDS.values() if not may_write(worker, one, world.doors[label].place.path)]
    verdicts = submit(
        [raw(world, kind, label) for kind in kinds],
        author=Author(worker.id, world.outbreak.id), received_at=timezone.now(),
    )  # fmt: skip
    assert len(kinds) > 20
    assert [kind.name for kind, one in zip(kinds, verdicts, strict=True) if one.verdict == "accepted"] == []
    assert Record.objects.count() == before
    assert any(one.code in DENIED for one in verdicts)


def test_who_was_enrolled_for_another_outbreak_brings_nothing_into_this_one(world: World) -> None:
    author = Author(world.workers["headquarters"].id, new_id())
    with pytest.raises(Problem) as raised:
        submit([raw(world, KINDS["visit"], PLACES[0])], author=author, received_at=timezone.now())
    assert raised.value.code == "outbreak.key_missing"
