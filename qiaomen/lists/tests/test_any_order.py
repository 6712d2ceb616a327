"""In whichever order the records of a row arrive, it stands the same."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.base.sql import rows
from qiaomen.ledger.entries import Author
from qiaomen.ledger.rebuild import differences
from qiaomen.ledger.submit import submit_one
from qiaomen.lists.models import List
from qiaomen.testing.desk import at
from qiaomen.testing.world import World, fixed

RECEIVED = at(25, 12)
ROW, LIST = fixed("a row"), fixed("a list")
STATE = """
SELECT state, person, certainty, place, worker, tries, last_at, next_at, ended_at, "unlike", candidates FROM lists_row
"""
FACTS = "SELECT record, person, kind, at, verified, known_at FROM people_fact ORDER BY record, ordinal"


def story(world: World) -> list[tuple[str, dict[str, Any]]]:
    """A doubtful row: linked, denied, tried, linked to another, handed on, verified; some of it taken back."""
    first, second = world.people["解军"].id, world.people["彭宇"].id
    place = world.places["community"].id
    candidates = [{"person": person, "score": 40, "signs": ["name"]} for person in (first, second)]
    row = {"list_id": LIST, "line": 2, "category": "returnee", "arrived": "2020-03-18", "candidates": candidates}
    steps: list[dict[str, Any]] = [
        {"action": "link", "person": first},
        {"action": "tried"},
        {"action": "unlike", "unlike": [first]},
        {"action": "take", "worker": world.workers["lead"].id},
        {"action": "link", "person": second},
        {"action": "outcome", "outcome": "verified"},
        {"action": "reopen"},
        {"action": "outcome", "outcome": "elsewhere"},
    ]
    told = [("headquarters", _record(ROW, "list_row", 0, place, row))]
    told += [
        ("lead", _record(_id(number), "list_row_step", number, place, {"row": ROW, **step}))
        for number, step in enumerate(steps, 1)
    ]
    told += [("lead", _record(_id(20 + n), "void", 20 + n, place, {}) | {"amends": _id(n)}) for n in (3, 8)]
    return told


def _id(number: int) -> UUID:
    return uuid5(ROW, str(number))


def _record(id: UUID, kind: str, hours: int, place: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "kind": kind, "device_at": at(22, 8) + timedelta(hours=hours), "place": place, "body": body}


def tell(world: World, told: Sequence[tuple[str, dict[str, Any]]]) -> list[Any]:
    """Submit one after the other, take the state, and undo it all; rebuilding agrees at the end."""
    with transaction.atomic():
        for author, record in told:
            worker = Author(world.workers[author].id, world.outbreak.id)
            verdict = submit_one(msgspec.json.encode(record), author=worker, received_at=RECEIVED)
            assert verdict.verdict in ("accepted", "held", "duplicate"), verdict
        assert differences() == []
        found = [rows(STATE), rows(FACTS)]
        transaction.set_rollback(True)
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_of_arrival_does_not_matter(world: World, data: st.DataObject) -> None:
    with transaction.atomic():
        said = {"title": "名单", "dated": at(21, 0).date(), "received_at": at(21, 9), "change": world.change}
        List.objects.create(id=LIST, outbreak=world.outbreak, **said)
        told = story(world)
        again = data.draw(st.lists(st.sampled_from(told), max_size=3))
        assert tell(world, data.draw(st.permutations([*told, *again]))) == tell(world, told)
        transaction.set_rollback(True)
