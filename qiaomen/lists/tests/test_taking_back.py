"""Taking back what an import brought of a list: what nobody has worked on goes, the rest stays and says why."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from qiaomen.base.problems import Problem
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record, Refusal
from qiaomen.lists import actions, retention, taking_back
from qiaomen.lists.bringing import Brought
from qiaomen.lists.lines import RowLine
from qiaomen.lists.models import List, Row
from qiaomen.lists.taking_back import Came, Plan
from qiaomen.lists.tests.lists_of import brought, only, row, seen_by
from qiaomen.people.models import Fact
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import World

HOME = "城关街道东门社区翠湖小区1栋"
EARLY = timedelta(days=1)


def came(found: Brought) -> Came:
    assert found.list_id is not None
    return Came((found.list_id,), timezone.now() - EARLY, timezone.now())


def take(world: World, what: Came, at: datetime | None = None) -> Plan:
    return taking_back.take_back(
        what,
        by=world.workers["headquarters"],
        at=at or timezone.now(),
        outbreak=world.outbreak,
    )


def two(world: World) -> Brought:
    """韩德福, who is linked by name and building, and somebody unknown."""
    return brought(world, row("韩德福", address=HOME), row("没有人", line=3, address="东门社区"))


def voids() -> int:
    return Record.objects.filter(kind="void").count()


def test_what_an_import_brought_is_gone_with_what_it_stated(world: World) -> None:
    found = two(world)
    assert Fact.objects.count() == 1
    left = take(world, came(found))
    assert (left.rows, Row.objects.count(), Fact.objects.count(), voids()) == (0, 0, 0, 2)
    assert set(Record.objects.filter(kind="void").values_list("author", flat=True)) == {
        world.workers["headquarters"].id
    }
    assert_rebuild_agrees()


Work = Callable[[World, RowLine], object]
WORK: dict[str, Work] = {
    "outcome": lambda world, one: actions.outcome(one, "verified", by=world.workers["lead"]),
    "decided": lambda world, one: actions.link(one, world.people["彭宇"].id, by=world.workers["lead"]),
    "taken": lambda world, one: actions.take(one, world.workers["field"].id, by=world.workers["lead"]),
    "tried": lambda world, one: actions.tried(one, by=world.workers["lead"]),
    "handed_on": lambda world, one: actions.hand_on(
        one, world.places["west community"].id, by=world.workers["headquarters"]
    ),
}


@pytest.mark.parametrize("reason", WORK)
def test_a_row_that_somebody_worked_on_stays_and_says_why(world: World, reason: str) -> None:
    found = two(world)
    WORK[reason](world, next(one for one in seen_by(world) if one.line == 2))
    left = take(world, came(found))
    assert dict(left.stays) == {reason: 1}
    assert [one.line for one in seen_by(world)] == [2]
    assert_rebuild_agrees()


def test_what_weighs_most_says_why_a_row_stays(world: World) -> None:
    found = brought(world, row("没有人", address=HOME))
    WORK["tried"](world, only(world))
    WORK["outcome"](world, only(world))
    assert dict(taking_back.plan(came(found)).stays) == {"outcome": 1}


def test_work_that_was_taken_back_itself_keeps_no_row(world: World) -> None:
    found = brought(world, row("没有人", address=HOME))
    WORK["tried"](world, only(world))
    step = Record.objects.get(kind="list_row_step").id
    assert taking_back.plan(came(found)).free == []
    actions.take_back(only(world), step, by=world.workers["lead"], reason="看错了")
    assert take(world, came(found)).rows == 0


def test_a_corrected_and_a_forgotten_row_stay(world: World) -> None:
    found = two(world)
    linked, _unknown = seen_by(world)
    now = timezone.now()
    body = {"list_id": found.list_id, "line": 2, "category": "returnee", "origin": "北京"}
    told = desk.tell("list_row", body, by=world.workers["headquarters"], now=now, place=linked.place, amends=linked.id)
    assert told.verdict == "accepted"
    what = Came(came(found).lists, now - EARLY, now)
    retention.remove(now + timedelta(days=7, minutes=1))
    assert dict(taking_back.plan(what).stays) == {"corrected": 1, "removed": 1}


def test_only_what_this_import_brought_is_taken_back(world: World) -> None:
    two(world)
    later = brought(world, row("韩德福", line=7, address=HOME), row("没有地方", line=8, address="不详"))
    take(world, came(later))
    assert [one.line for one in seen_by(world)] == [2, 3]


def test_rows_of_the_same_list_that_came_at_another_time_stay(world: World) -> None:
    found = two(world)
    what = Came(came(found).lists, timezone.now(), timezone.now() + EARLY)
    assert taking_back.plan(what).rows == 0


def test_taking_back_goes_on_after_it_was_cut_off_and_makes_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = brought(world, *(row(f"无名{line}", line=line, address="东门社区") for line in range(2, 9)))
    monkeypatch.setattr(taking_back, "PORTION", 3)
    what, at = came(found), timezone.now()

    def dies(done: int, expected: int) -> None:
        assert (done, expected) == (3, 7)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        taking_back.take_back(what, by=world.workers["headquarters"], at=at, outbreak=world.outbreak, tell=dies)
    assert (Row.objects.count(), voids()) == (4, 3)
    for _again in range(2):
        assert take(world, what, at).rows == 0
    assert (voids(), Refusal.objects.count()) == (7, 0)
    assert_rebuild_agrees()


def test_a_row_that_somebody_begins_to_work_on_meanwhile_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = two(world)
    planned = taking_back.plan

    def and_then_somebody_tries(what: Came) -> Plan:
        free = planned(what)
        monkeypatch.setattr(taking_back, "plan", planned)
        WORK["tried"](world, next(one for one in seen_by(world) if one.line == 3))
        return free

    monkeypatch.setattr(taking_back, "plan", and_then_somebody_tries)
    assert dict(take(world, came(found)).stays) == {"tried": 1}
    assert [one.line for one in seen_by(world)] == [3]


def test_what_the_ledger_does_not_take_back_stays_and_says_so(world: World) -> None:
    found = two(world)
    left = taking_back.take_back(came(found), by=world.workers["inspector"], at=timezone.now(), outbreak=world.outbreak)
    assert (dict(left.stays), Row.objects.count()) == ({"refused": 2}, 2)


def test_the_same_file_comes_in_anew_after_it_was_taken_back_as_often_as_that_happens(world: World) -> None:
    ids: set[UUID] = set()
    for turn in range(3):
        found = two(world)
        assert (found.before, sum(found.counts.values())) == (0, 2), turn
        ids |= set(Row.objects.values_list("id", flat=True))
        assert two(world).before == 2
        take(world, came(found))
    assert (len(ids), List.objects.count(), Row.objects.count()) == (6, 3, 0)
    assert_rebuild_agrees()


def test_of_a_file_taken_back_in_part_what_stayed_is_known(world: World) -> None:
    found = two(world)
    WORK["tried"](world, next(one for one in seen_by(world) if one.line == 2))
    take(world, came(found))
    again = two(world)
    assert (again.before, sum(again.counts.values())) == (1, 1)


def test_a_row_taken_back_by_itself_stays_known(world: World) -> None:
    brought(world, row("没有人", address=HOME))
    now, place = timezone.now(), only(world).place
    void = desk.record("void", {"reason": "不是这个人"}, amends=only(world).id, at=now, place=place)
    assert desk.send([void], by=world.workers["headquarters"], now=now)[0].verdict == "accepted"
    again = brought(world, row("没有人", address=HOME))
    assert (again.before, sum(again.counts.values())) == (1, 0)


def test_nothing_is_taken_back_once_the_outbreak_is_over(world: World) -> None:
    found = two(world)
    type(world.outbreak).objects.update(closed_at=timezone.now())
    with pytest.raises(Problem, match=r"outbreak\.closed"):
        take(world, came(found))


def test_what_was_taken_back_is_forgotten_a_week_later(world: World) -> None:
    take(world, came(two(world)))
    assert retention.remove(timezone.now() + timedelta(days=7, minutes=1)) == 2
    assert not Record.objects.filter(kind="list_row").exclude(sealed=None, person=None).exists()
    assert two(world).before == 0
