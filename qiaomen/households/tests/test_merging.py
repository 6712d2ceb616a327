"""Two files that are one person's: joined by their number or by somebody who decides, parted again, remembered."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.base.ids import new_id
from qiaomen.base.keys import of as keys_of
from qiaomen.base.sql import rows
from qiaomen.campaigns.models import Roll
from qiaomen.households.models import Judgement
from qiaomen.households.tests.told import aliases, home, merge, move, of
from qiaomen.ledger import stages
from qiaomen.ledger.rebuild import rebuild
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.submit import submit
from qiaomen.ledger.tests.story import RECEIVED, author_of
from qiaomen.people.identity import number_hash
from qiaomen.people.models import Identity
from qiaomen.testing.desk import Desk, at

SPACE = UUID("990000cc-0000-4000-8000-000000000000")


def pair(desk: Desk, one: str = "彭宇", other: str = "解军") -> tuple[UUID, UUID]:
    smaller, larger = sorted((of(desk, one), of(desk, other)), key=lambda each: each.bytes)
    return smaller, larger


def one_number(desk: Desk, *people: UUID) -> None:
    """Give these people the number that a list would have."""
    shared = number_hash(keys_of(desk.world.outbreak.id), "990000199001011234")
    Identity.objects.filter(person__in=people).update(id_hash=shared)


def test_a_merge_joins_two_files_and_taking_it_back_parts_them(desk: Desk) -> None:
    smaller, larger = pair(desk)
    phone = desk.phone("lead")
    joined = merge(phone, larger, smaller)
    phone.send([joined])
    assert aliases() == {larger: smaller}
    phone.send([phone.record("void", at=at(21, 10), amends=joined["id"])])
    assert aliases() == {}


def test_not_the_same_parts_whom_a_number_joins_and_taking_it_back_joins_them(desk: Desk) -> None:
    smaller, larger = pair(desk)
    one_number(desk, smaller, larger)
    phone = desk.phone("lead")
    phone.send([merge(phone, smaller, larger)])
    parted = merge(phone, smaller, larger, same=False, hour=10)
    phone.send([parted])
    assert aliases() == {}
    phone.send([phone.record("void", at=at(21, 11), amends=parted["id"])])
    assert aliases() == {larger: smaller}


def test_a_decision_outlives_rebuilding(desk: Desk) -> None:
    smaller, larger = pair(desk)
    phone = desk.phone("lead")
    phone.send([merge(phone, smaller, larger)])
    rebuild()
    assert aliases() == {larger: smaller}
    assert Judgement.objects.get().same is True


def test_a_newcomer_with_a_number_does_not_undo_not_the_same(desk: Desk) -> None:
    smaller, larger = pair(desk)
    one_number(desk, smaller, larger)
    phone = desk.phone("lead")
    phone.send([merge(phone, smaller, larger, same=False)])
    new = {"name": "彭宇", "id_number": "990000199001011234"}
    visit = phone.visit(desk.door("1-2-202"), people=[{"person": new_id(), "presence": "seen", "new": new}])
    phone.send([visit])
    assert larger not in aliases()


def test_a_household_in_which_two_files_are_one_person_misses_that_person_once(desk: Desk) -> None:
    smaller, larger = pair(desk, "彭宇", "彭沐辰")
    phone = desk.phone("lead")
    phone.send([phone.visit(desk.door("1-1-301"), people=desk.everyone("1-1-301")[:1])])
    before = Roll.objects.count()
    phone.send([merge(phone, smaller, larger)])
    assert Roll.objects.count() == before - 1


def test_only_who_may_decide_at_both_homes_merges(desk: Desk) -> None:
    lead, worker = desk.phone("lead"), desk.phone()
    smaller, larger = pair(desk)
    [by_worker] = worker.send([merge(worker, smaller, larger)])
    [afar] = lead.send([merge(lead, smaller, of(desk, "麦松柏"))])
    assert (by_worker["code"], afar["code"]) == ("record.forbidden_kind", "record.outside_grant")
    assert aliases() == {}


def test_nobody_is_merged_with_themselves(desk: Desk) -> None:
    lead = desk.phone("lead")
    [verdict] = lead.send([merge(lead, of(desk, "彭宇"), of(desk, "彭宇"))])
    assert verdict["code"] == "record.invalid"


def test_everybody_who_may_be_another_now_is_touched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    smaller, larger = pair(desk)
    phone, seen = desk.phone("lead"), []
    monkeypatch.setattr(stages, "folds", [*stages.folds, lambda touched, change, now: seen.append(touched)])
    joined = merge(phone, smaller, larger)
    phone.send([joined])
    phone.send([phone.record("void", at=at(21, 10), amends=joined["id"])])
    assert all({smaller, larger} <= touched.people for touched in seen if isinstance(touched, Touched))
    assert len(seen) == 2


def test_two_files_merged_live_where_the_newest_move_of_either_says_and_apart_where_each_did(desk: Desk) -> None:
    smaller, larger = pair(desk)
    phone = desk.phone("lead")
    joined = merge(phone, smaller, larger)
    phone.send([move(phone, larger, desk.door("2-1-302")), joined])
    assert home(smaller) == home(larger) == desk.door("2-1-302")
    before = desk.world.doors
    phone.send([phone.record("void", at=at(21, 10), amends=joined["id"])])
    stated = {of(desk, "彭宇"): before["1-1-301"].id, of(desk, "解军"): before["1-1-302"].id}
    assert (home(smaller), home(larger)) == (stated[smaller], desk.door("2-1-302"))


calm = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = ["彭宇", "解军", "秦超", "施根水"]
DOORS = ["1-2-202", "2-1-302", "1-1-301"]
STATE: list[Any] = [
    "SELECT id, canonical, record FROM people_alias",
    "SELECT id, home_door_id FROM people_person",
    "SELECT person, stated_door, record FROM households_moved",
    "SELECT record, one, other, same FROM households_judgement",
    "SELECT person_id, door_id FROM people_residence WHERE until_change IS NULL",
    "SELECT door_id, person_id, presence FROM campaigns_roll",
    "SELECT door_id, state, people, unaccounted FROM campaigns_target",
]


@st.composite
def stories(draw: st.DrawFn, desk: Desk) -> list[dict[str, Any]]:
    """Merges, partings, moves and takings-back, after two visits; some people share a number."""
    phone = desk.phone("lead")
    lines = [phone.visit(desk.door("1-1-301"), people=desk.everyone("1-1-301")[:1]),
             phone.visit(desk.door("1-1-302"), people=desk.everyone("1-1-302", "unaccounted"))]  # fmt: skip
    for number in range(draw(st.integers(2, 7))):
        one, other = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True))
        hour, decisions = draw(st.integers(9, 14)), [line for line in lines if line["kind"] == "person_merge"]
        what = draw(st.sampled_from(["merge", "part", "move", *(["void"] if decisions else [])]))
        if what == "move":
            line = move(phone, of(desk, one), desk.door(draw(st.sampled_from(DOORS))), when=at(21, hour))
        elif what == "void":
            line = phone.record("void", at=at(21, hour), amends=draw(st.sampled_from(decisions))["id"])
        else:
            line = merge(phone, of(desk, one), of(desk, other), same=what == "merge", hour=hour)
        lines.append({**line, "id": uuid5(SPACE, f"{number}")})
    return lines


def stored(desk: Desk, lines: list[dict[str, Any]], size: int) -> list[list[Any]]:
    """Tell the story in batches, take what is stored, and undo it."""
    with transaction.atomic():
        for start in range(0, len(lines), size):
            batch = [msgspec.json.encode(line) for line in lines[start : start + size]]
            submit(batch, author=author_of(desk, "lead"), received_at=RECEIVED + timedelta(hours=1))
        found = [sorted(rows(statement), key=repr) for statement in STATE]
        transaction.set_rollback(True)
    return found


@given(data=st.data())
@calm
def test_merges_moves_and_takings_back_in_any_order_and_twice_give_the_same(desk: Desk, data: st.DataObject) -> None:
    one_number(desk, of(desk, "秦超"), of(desk, "施根水"), *([of(desk, "彭宇")] if data.draw(st.booleans()) else []))
    lines = data.draw(stories(desk))
    again = data.draw(st.permutations(lines + data.draw(st.lists(st.sampled_from(lines), max_size=3))))
    assert stored(desk, again, data.draw(st.integers(1, 4))) == stored(desk, lines, 1)
