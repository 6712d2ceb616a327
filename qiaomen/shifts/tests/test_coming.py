"""One comes to one's own shift; of whoever does not, those who lead are told until somebody does."""

import msgspec

from qiaomen.access.models import Message
from qiaomen.base.sealing import unseal
from qiaomen.ledger import desk
from qiaomen.shifts import actions, missing
from qiaomen.shifts.models import Rostered, Shift
from qiaomen.shifts.tests.town import step, town
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.shifted import at, given, posted
from qiaomen.testing.world import World, worker_phone

__all__ = ["town"]


def test_one_comes_to_ones_own_shift_from_two_hours_before_until_its_end(town: World) -> None:
    shift = given(town, "field", at(8))
    assert step(town, shift, "came", "field", 5, 59) == "shift.not_now"
    assert step(town, shift, "came", "field 2", 7, 50) == "shift.not_yours"
    assert step(town, shift, "came", "field", 7, 50) == "accepted"
    assert step(town, shift, "left", "field", 20) == "accepted"
    assert step(town, shift, "came", "field", 20) == "shift.not_now"
    found = Shift.objects.get()
    assert (found.came_at, found.left_at, found.how) == (at(7, 50), at(20), "tap")
    assert_rebuild_agrees()


def test_somebody_missing_is_told_to_who_leads_then_up_until_somebody_comes(town: World) -> None:
    shift = given(town, "field", at(8))
    lead, above = town.workers["lead"].id, town.workers["headquarters"].id
    assert missing.tell(at(8, 14)) == 0
    assert (missing.tell(at(8, 15)), missing.tell(at(8, 16))) == (1, 0)
    assert Shift.objects.get().told == [lead]
    assert (missing.tell(at(8, 25)), missing.tell(at(8, 50))) == (1, 0)
    found = Shift.objects.get()
    assert (found.told, found.is_last) == ([lead, above], True)
    letters = [msgspec.json.decode(unseal(town.outbreak.keys, bytes(one.sealed or b""), row=one.id))
               for one in Message.objects.order_by("id")]  # fmt: skip
    assert [one["phone"] for one in letters] == [worker_phone("lead"), worker_phone("headquarters")]
    assert not [one for one in letters if "周启明" in one["text"]]
    actions.change(shift, "replaced", worker=town.workers["field 2"].id, by=town.workers["lead"], now=at(9))
    assert (missing.tell(at(9, 14)), missing.tell(at(9, 15))) == (0, 1)
    assert step(town, shift, "came", "field 2", 9, 20) == "accepted"
    assert missing.tell(at(9, 40)) == 0
    assert_rebuild_agrees()


def test_each_who_is_sent_has_as_long_to_come_and_no_longer(town: World) -> None:
    shift, lead = given(town, "field", at(8)), town.workers["lead"]
    for name, hour, minute in (("field 2", 8, 30), ("field 3", 8, 50)):
        worker = town.workers[name].id
        assert actions.change(shift, "replaced", worker=worker, by=lead, now=at(hour, minute)).verdict == "accepted"
    assert Shift.objects.get(pk=shift.id).late_at == at(9, 5)
    early = given(town, "field", at(8, day=25))
    actions.change(early, "replaced", worker=town.workers["field 2"].id, by=lead, now=at(9))
    early = Shift.objects.get(pk=early.id)
    assert (early.worker, early.late_at) == (town.workers["field 2"].id, at(8, 15, day=25))


def test_who_was_there_without_a_signal_was_there_though_another_was_sent_meanwhile(town: World) -> None:
    shift = given(town, "field", at(8))
    actions.change(shift, "replaced", worker=town.workers["field 2"].id, by=town.workers["lead"], now=at(8, 20))
    assert step(town, shift, "came", "field", 7, 58) == "accepted"
    assert Shift.objects.get(pk=shift.id).came_at is None
    assert step(town, shift, "came", "field 2", 8, 10) == "shift.not_yours"
    assert step(town, shift, "came", "field", 8, 25) == "shift.not_yours"
    assert step(town, shift, "came", "field 2", 8, 30) == "accepted"
    assert Shift.objects.get(pk=shift.id).came_at == at(8, 30)
    assert_rebuild_agrees()


def test_who_leads_where_they_are_at_home_decides_nothing_elsewhere(town: World) -> None:
    lead, there = town.workers["lead"], posted(town, town.places["village group"])
    Rostered.objects.create(worker=lead, place=town.places["community"], change=town.change)
    theirs, own = (given(town, who, at(8), post=there, by="headquarters") for who in ("outsider", "lead"))
    assert step(town, theirs, "came", "lead", 8) == "shift.not_yours"
    assert step(town, own, "came", "lead", 8) == "accepted"
    word = {"shift": theirs.id, "step": "came"}
    came = desk.tell("shift_step", word, by=town.workers["headquarters"], now=at(8), place=theirs.place)
    assert came.verdict == "accepted"
    mended = desk.tell("shift_step", word, by=lead, now=at(9), place=theirs.place, amends=came.id)
    assert mended.code == "record.forbidden_kind"


def test_whoever_comes_or_is_had_in_hand_is_told_of_no_more_and_only_the_system_tells(town: World) -> None:
    first, second = given(town, "field", at(8)), given(town, "field 2", at(8))
    assert step(town, first, "came", "field", 8, 10) == "accepted"
    actions.change(second, "answered", by=town.workers["lead"], now=at(8, 5))
    assert missing.tell(at(8, 30)) == 0
    body = {"shift": first.id, "level": 0}
    told = desk.tell("shift_told", body, by=town.workers["lead"], now=at(9), place=first.place)
    assert (told.verdict, told.field) == ("rejected", "kind")
