"""Who is exposed to a case at home, by where doors are, until health staff confirm it."""

import pytest

from qiaomen.base.problems import Problem
from qiaomen.policy import geometry
from qiaomen.policy.geometry import Candidate
from qiaomen.policy.tests.saying import EIGHTH, Saying, at
from qiaomen.policy.tests.test_areas import NINTH
from qiaomen.testing.world import World

CASE = "田志平"  # 1-1-201


@pytest.fixture
def said(world: World) -> Saying:
    said = Saying(world)
    said.publish(NINTH)
    return said


def doors(said: Saying, found: list[Candidate], closeness: str) -> set[str]:
    labels = {door.id: label for label, door in said.world.doors.items()}
    return {labels[each.door] for each in found if each.closeness == closeness}


def test_with_rooms_of_their_own_the_flat_is_close_and_three_floors_are_secondary(said: Saying) -> None:
    found = geometry.exposed(said.person(CASE), now=said.now)
    assert doors(said, found, "close") == {"1-1-201"}
    assert doors(said, found, "secondary") == {"1-1-101", "1-1-102", "1-1-202", "1-1-301", "1-1-302"}
    assert said.person(CASE) not in {each.person for each in found}
    assert len([each for each in found if each.closeness == "close"]) == 2


def test_with_a_shared_kitchen_the_floor_is_close_and_the_building_secondary(said: Saying) -> None:
    said.say("case", CASE, status="confirmed", onset=at(20, 8), rooms="shared")
    found = geometry.exposed(said.person(CASE), now=said.now)
    assert doors(said, found, "close") == {"1-1-201", "1-1-202"}
    secondary = doors(said, found, "secondary")
    assert {"1-1-101", "1-1-302", "1-2-101", "1-2-302"} <= secondary
    assert not any(label.startswith("2-") for label in secondary)


def test_nobody_is_exposed_before_health_staff_confirm_it(said: Saying) -> None:
    found = geometry.exposed(said.person(CASE), now=said.now)
    said.say("case", CASE, status="confirmed", onset=at(20, 8))
    close = [each for each in found if each.closeness == "close"]
    assert said.facts("余静娟", "exposure") == []
    verdicts = geometry.confirm(
        said.person(CASE), close, first=at(20, 8), last=at(21, 8), by=said.world.workers["health"], now=said.now
    )
    assert [verdict.verdict for verdict in verdicts] == ["accepted", "accepted"]
    assert said.standing("余静娟") == ("central", "red", None)  # not parted yet: the clock has not started


def test_a_place_without_buildings_knows_the_same_door_only(said: Saying) -> None:
    found = geometry.exposed(said.person("葛伟"), now=said.now)
    assert doors(said, found, "close") == {"alley 3号"}
    assert doors(said, found, "secondary") == set()


def test_an_edition_that_says_nothing_of_it_gives_no_candidates(world: World) -> None:
    said = Saying(world)
    with pytest.raises(Problem, match=r"policy\.none"):
        geometry.exposed(said.person(CASE), now=said.now)
    said.publish(EIGHTH)
    with pytest.raises(Problem, match=r"policy\.no_geometry"):
        geometry.exposed(said.person(CASE), now=said.now)
