"""Somebody who moves away leaves the phone of the team whose door it was, also one that was offline meanwhile."""

import pytest

from qiaomen.campaigns.actions import assign
from qiaomen.households.tests.told import move
from qiaomen.sync.tests.test_pull_followups import pulled
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.sweep import start_sweep
from qiaomen.testing.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    """All doors are team 1's, but for one of team 2."""
    desk = Desk(world, start_sweep(world, team="team 1"))
    assign(desk.campaign, doors=[desk.door("1-1-301")], teams=[world.teams["team 2"].id])
    return desk


def test_who_moved_to_another_teams_door_is_to_be_forgotten(desk: Desk) -> None:
    phone, person = desk.phone(), desk.world.household("1-1-302")[0]
    _first, cursor = pulled(phone)
    phone.send([move(phone, person.id, desk.door("1-1-301"), when=at(21, 10))])
    answer, later = pulled(phone, cursor)
    assert answer["forget"]["people"] == [str(person.id)]
    assert "forget" not in phone.pull(later) or not phone.pull(later)["forget"]


def test_who_moved_between_own_doors_comes_with_the_new_one(desk: Desk) -> None:
    phone, person = desk.phone(), desk.world.household("1-1-302")[0]
    _first, cursor = pulled(phone)
    phone.send([move(phone, person.id, desk.door("1-1-102"), when=at(21, 10))])
    answer, _later = pulled(phone, cursor)
    assert not answer.get("forget")
    assert [row["door"] for row in answer["people"] if row["id"] == str(person.id)] == [str(desk.door("1-1-102"))]
