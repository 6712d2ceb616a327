"""Rows for which nobody was found are forgotten after seven days; counts stay, and rebuilding agrees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.ledger.rebuild import differences
from qiaomen.lists import actions, queries, retention
from qiaomen.lists.tests.lists_of import brought, only, row, seen_by
from qiaomen.testing.world import World

WEEK = timedelta(days=7, minutes=1)


@pytest.fixture
def unknown(world: World) -> World:
    """A row of somebody whom the register does not know."""
    brought(world, row("贺兰英", phones=("12000000001",), address="东门社区"))
    return world


def states(world: World) -> dict[str, int]:
    return queries.numbers(queries.wanted_by(world.workers["headquarters"]))


def test_after_seven_days_whom_a_row_meant_is_forgotten_and_the_row_still_counts(unknown: World) -> None:
    now = timezone.now()
    assert retention.remove(now + timedelta(days=6)) == 0
    assert retention.remove(now + WEEK) == 1
    assert states(unknown) == {"removed": 1}
    kept = Record.objects.get(kind="list_row")
    assert (kept.sealed, kept.person) == (None, None)
    assert not {"candidates", "link", "birth_year"} & kept.body.keys()
    assert differences() == []
    assert retention.remove(now + 2 * WEEK) == 0


def test_a_linked_row_stays_and_so_does_one_that_is_under_way(world: World) -> None:
    by = world.workers["lead"]
    brought(world, row("彭宇", line=2, address="翠湖小区1幢1单元301"), row("贺兰英", line=3, address="东门社区"))
    brought(world, row("钟无艳", line=4, address="东门社区"))
    linked, taken, tried = sorted(seen_by(world), key=lambda one: one.line)
    assert linked.person is not None
    actions.take(taken, by.id, by=by)
    actions.tried(tried, by=by)
    now = timezone.now()
    assert retention.remove(now + WEEK - timedelta(minutes=2)) == 0
    assert retention.remove(now + WEEK) == 1
    assert [one.removed_at is None for one in sorted(seen_by(world), key=lambda one: one.line)] == [True, True, False]
    assert retention.remove(now + timedelta(days=31)) == 1
    assert differences() == []


def test_a_row_that_was_taken_back_is_forgotten_too(world: World) -> None:
    brought(world, row("彭宇", address="翠湖小区1幢1单元301"))
    found = only(world)
    actions.tried(found, by=world.workers["lead"], note="没人接电话")
    now = timezone.now()
    void = desk.record("void", {"reason": "名单发错了"}, amends=found.id, at=now, place=found.place)
    assert desk.send([void], by=world.workers["headquarters"], now=now)[0].verdict == "accepted"
    assert states(world) == {}
    assert retention.remove(now + timedelta(days=6)) == 0
    assert retention.remove(now + WEEK) == 1
    kept = Record.objects.filter(kind__in=["list_row", "list_row_step"])
    assert not kept.exclude(sealed=None, person=None).exists()
    assert differences() == []
    assert retention.remove(now + 2 * WEEK) == 0


def test_what_came_of_a_row_stays_when_nobody_was_found(unknown: World) -> None:
    actions.outcome(only(unknown), "not_found", by=unknown.workers["lead"], note="打了三次电话")
    retention.remove(timezone.now() + WEEK)
    assert states(unknown) == {"not_found": 1}
    assert not Record.objects.filter(kind="list_row_step").exclude(sealed=None).exists()
    assert differences() == []


def test_nothing_more_is_done_about_a_row_that_was_removed_and_its_file_brings_it_in_no_more(unknown: World) -> None:
    retention.remove(timezone.now() + WEEK)
    verdict = actions.tried(only(unknown), by=unknown.workers["lead"])
    assert verdict.code == "lists.removed"
    again = brought(unknown, row("贺兰英", phones=("12000000001",), address="东门社区"))
    assert (again.before, sum(again.counts.values())) == (1, 0)


def test_only_the_clock_removes_a_row(unknown: World) -> None:
    body = {"row": only(unknown).id, "action": "remove"}
    place = unknown.places["district"].id
    told = desk.tell("list_row_step", body, by=unknown.workers["headquarters"], now=timezone.now(), place=place)
    assert told.code == "record.forbidden_kind"


def test_a_row_says_when_it_will_be_removed(unknown: World) -> None:
    found = only(unknown)
    assert found.removes_at == found.received_at + timedelta(days=7)
    retention.remove(timezone.now() + WEEK)
    assert (only(unknown).removes_at, only(unknown).said.name) == (None, "")
