"""What is handed over, the strength of a day, and who stands shifts at all."""

from datetime import timedelta

import pytest

from qiaomen.base.problems import Problem
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.shifts import queries, retention
from qiaomen.shifts.models import Handover, in_words
from qiaomen.shifts.tests.town import step, town
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.shifted import at, given, staffed
from qiaomen.testing.world import World

__all__ = ["town"]


def test_what_is_handed_over_is_sealed_read_and_forgotten_after_fourteen_days(town: World) -> None:
    shift = given(town, "field", at(8))
    body = {"post": shift.post, "shift": shift.id, "note": "三栋王姨傍晚要取药"}
    told = desk.tell("shift_handover", body, by=town.workers["field"], now=at(20), place=shift.place)
    assert told.verdict == "accepted"
    assert told.id is not None
    record = Record.objects.get(pk=told.id)
    assert record.sealed is not None
    assert "王姨" not in str(record.body)
    read = {"handover": told.id}
    desk.tell("shift_handover_step", read, by=town.workers["field 2"], now=at(20, 5), place=shift.place)
    assert Handover.objects.get().read_by == [town.workers["field 2"].id]
    assert_rebuild_agrees()
    assert retention.remove(at(20) + timedelta(days=14)) == 1
    assert_rebuild_agrees()


def test_strength_adds_up_its_list_by_organisation(town: World) -> None:
    first = given(town, "field", at(8))
    given(town, "field 2", at(8))
    given(town, "taxes 1", at(20))
    assert step(town, first, "came", "field", 7, 50) == "accepted"
    rows, now = queries.listed(town.workers["lead"], first=at(0).date(), last=at(0).date()), at(9)
    assert [one.stands(now) for one in rows] == ["present", "missing", "to_come"]
    lines = {one.name: one for one in queries.strength(rows, now)}
    assert lines["县教育局"].numbers == {"rostered": 2, "came": 1, "missing": 1, "to_come": 0, "women": 1, "nights": 0}
    whole = queries.total(list(lines.values()))
    assert (whole.numbers["rostered"], whole.hours, whole.numbers["nights"]) == (3, 36, 1)
    for count in queries.COUNTS:
        assert sum(one.counts(count, now) for one in rows) == whole.numbers[count]
    assert queries.listed(town.workers["inspector"], first=at(0).date()) == rows


def test_only_who_may_record_at_home_stands_shifts(world: World) -> None:
    with pytest.raises(Problem, match=r"shift\.no_grant"):
        staffed(world, "outsider")


def test_a_posts_place_is_not_said_twice() -> None:
    assert in_words("北门", "北门") == "北门"
    assert in_words("翠湖小区", "翠湖小区南门") == "翠湖小区南门"
    assert in_words("翠湖小区", "登记台") == "翠湖小区 登记台"
