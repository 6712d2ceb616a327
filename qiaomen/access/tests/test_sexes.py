"""What sex the roster states of workers: one at a time, what it said before kept, and nothing where it says none."""

import pytest
from django.db import IntegrityError

from qiaomen.access.models import WorkerSex
from qiaomen.access.sexes import state, stated
from qiaomen.base.ids import new_id
from qiaomen.people.models import Sex
from qiaomen.testing.world import World


def test_nothing_is_stated_of_whom_nothing_was_said(world: World) -> None:
    assert stated([one.id for one in world.workers.values()]) == {}


def test_what_is_stated_again_is_no_change_and_what_is_put_right_follows_on(world: World) -> None:
    one, other = world.workers["field"].id, world.workers["field 2"].id
    first, second = new_id(), new_id()
    assert state({one: Sex.FEMALE, other: Sex.FEMALE}, change=first) == {one, other}
    assert state({one: Sex.MALE, other: Sex.FEMALE}, change=second) == {one}
    assert stated([one, other]) == {one: Sex.MALE, other: Sex.FEMALE}
    spans = WorkerSex.objects.filter(worker=one).values_list("sex", "from_change", "until_change")
    assert set(spans) == {(Sex.FEMALE, first, second), (Sex.MALE, second, None)}


@pytest.mark.parametrize("sex", [Sex.UNKNOWN, 3])
def test_nothing_and_nonsense_are_not_stated(world: World, sex: int) -> None:
    with pytest.raises(IntegrityError, match="access_workersex_stated"):
        state({world.workers["field"].id: sex}, change=world.change)
