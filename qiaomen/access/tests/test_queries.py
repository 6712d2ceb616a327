"""Reads start from the person asking."""

from uuid import uuid4

import pytest

from qiaomen.access.models import Grant
from qiaomen.access.queries import areas, door_for, place_for, visible_doors, visible_people, visible_places
from qiaomen.access.roles import Role, Verb
from qiaomen.base.problems import Problem
from qiaomen.testing.world import NOW, ORDER, World


def test_headquarters_sees_the_whole_district(world: World) -> None:
    assert visible_doors(world.workers["headquarters"]).count() == len(world.doors)
    assert visible_people(world.workers["headquarters"]).count() == len(world.people)


def test_a_lead_sees_the_own_community_only(world: World) -> None:
    lead = world.workers["lead"]
    assert set(visible_doors(lead)) == {door for label, door in world.doors.items() if label[0].isdigit()}
    assert world.places["alley"] not in visible_places(lead)
    assert {person.home_door for person in visible_people(lead)} <= set(visible_doors(lead))


def test_who_may_only_record_sees_nothing_in_the_console(world: World) -> None:
    field = world.workers["field"]
    assert not visible_places(field).exists()
    assert not visible_people(field).exists()
    assert visible_doors(field, Verb.RECORD).count() == 32


def test_areas_do_not_lie_inside_each_other(world: World) -> None:
    lead = world.workers["lead"]
    Grant.objects.create(worker=lead, role=Role.LEAD, place=world.places["building 1"], since=ORDER)
    assert areas(lead, Verb.SEE) == [world.places["community"].path]


def test_a_grant_that_ended_shows_nothing(world: World) -> None:
    lead = world.workers["lead"]
    lead.grants.update(until=NOW)
    assert not visible_places(lead).exists()
    with pytest.raises(Problem, match=r"access.not_found"):
        place_for(lead, world.places["community"].id)


def test_outside_the_area_is_not_found_like_what_does_not_exist(world: World) -> None:
    for door in (world.doors["alley 1号"].id, uuid4()):
        with pytest.raises(Problem, match=r"access.not_found"):
            door_for(world.workers["lead"], door)
    with pytest.raises(Problem, match=r"access.not_found"):
        place_for(world.workers["lead"], uuid4())


def test_inside_the_area_a_missing_right_is_forbidden(world: World) -> None:
    place = world.places["compound"].id
    assert place_for(world.workers["inspector"], place).name == "翠湖小区"
    with pytest.raises(Problem, match=r"access.forbidden"):
        place_for(world.workers["inspector"], place, Verb.ASSIGN)
    with pytest.raises(Problem, match=r"access.forbidden"):
        door_for(world.workers["field"], world.doors["1-1-101"].id)
