"""Who stands a shift is swapped, or another is sent, by the rules or by saying which of them is broken."""

from qiaomen.shifts import actions, swapping
from qiaomen.shifts.models import Shift
from qiaomen.shifts.tests.town import settle, town
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.shifted import at, given, published, swap
from qiaomen.testing.world import World

__all__ = ["town"]


def test_two_swap_and_each_rule_that_is_broken_refuses_it_by_its_name(town: World) -> None:
    mine, theirs = given(town, "field", at(8)), given(town, "field 2", at(8, day=23))
    assert swap(town, mine, theirs, "field 2", "field 3", now=at(6))[0] == "shift.not_yours"
    verdict, asked = swap(town, mine, theirs, "field 2", "field", now=at(6))
    assert verdict == "accepted"
    assert settle(town, asked, "accepted", "field 3") == "shift.not_yours"
    assert settle(town, asked, "accepted", "field 2") == "accepted"
    assert settle(town, asked, "declined", "field 2") == "shift.swap_settled"
    names = {town.workers["field"].id: "field", town.workers["field 2"].id: "field 2"}
    assert [names[one.worker] for one in Shift.objects.order_by("begins_at")] == ["field 2", "field"]
    night = given(town, "field 3", at(20, day=23))
    assert swap(town, night, None, "field", "field 3", now=at(6))[0] == "shift.breaks_rest"
    actions.set_away(town.workers["taxes 1"], since=at(22, day=23), until=at(22, day=24), by=town.workers["lead"])
    assert swap(town, night, None, "taxes 1", "field 3", now=at(6))[0] == "shift.breaks_away"
    assert_rebuild_agrees()


def test_what_was_legal_when_it_was_asked_is_looked_at_again_when_it_is_accepted(town: World) -> None:
    mine = given(town, "field", at(8))
    verdict, asked = swap(town, mine, None, "field 2", "field", now=at(6))
    assert verdict == "accepted"
    given(town, "field 2", at(20))
    assert settle(town, asked, "accepted", "field 2") == "shift.breaks_rest"
    assert Shift.objects.get(pk=mine.id).worker == town.workers["field"].id


def test_what_is_offered_for_a_swap_is_accepted(town: World) -> None:
    roster = published(town)
    mine = Shift.objects.filter(roster=roster.id, day="2020-03-22").order_by("begins_at")[0]
    by = next(key for key, one in town.workers.items() if one.id == mine.worker)
    for option in swapping.options(mine.worker, mine.id, now=at(6)):
        to = next(key for key, one in town.workers.items() if one.id == option.worker)
        verdict, asked = swap(town, mine, Shift.objects.get(pk=option.shift), to, by, now=at(6))
        assert verdict == "accepted"
        assert settle(town, asked, "withdrawn", by) == "accepted"


def test_who_leads_sends_another_and_says_which_rule_that_breaks(town: World) -> None:
    day, night = given(town, "field", at(8)), given(town, "field 2", at(20))
    lead, worker = town.workers["lead"], town.workers["field"].id
    refused = actions.change(night, "replaced", worker=worker, by=lead, now=at(19))
    assert (refused.code, Shift.objects.get(pk=night.id).worker) == ("shift.breaks_rest", night.worker)
    said = actions.change(night, "replaced", worker=worker, despite=["rest"], note="没有别人", by=lead, now=at(19))
    assert said.verdict == "accepted"
    assert Shift.objects.get(pk=night.id).worker == worker
    assert actions.change(day, "cancelled", by=town.workers["field"], now=at(7)).verdict == "rejected"
    assert_rebuild_agrees()
