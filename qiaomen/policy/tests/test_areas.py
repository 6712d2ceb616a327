"""Risk areas: declared by those who decide there; whom one moves has another status at once."""

from collections.abc import Callable
from datetime import date

import pytest

from qiaomen.access.models import Audit
from qiaomen.base.problems import Problem
from qiaomen.policy import areas, moments
from qiaomen.policy.documents import example
from qiaomen.policy.models import RiskArea
from qiaomen.policy.tests.saying import Saying, at, day
from qiaomen.testing.world import World

NINTH = example("covid-9th").replace("2022-06-28T00:00:00+08:00", "2020-03-20T20:00:00+08:00")
RESIDENT, NEIGHBOUR = "周国庆", "丁长林"


@pytest.fixture
def said(world: World) -> Saying:
    said = Saying(world)
    said.publish(NINTH)
    return said


def state(said: Saying, place: str = "stairwell 1-1", by: str = "headquarters", level: str = "high") -> RiskArea:
    return areas.declare(
        level=level, since=said.now, place=said.world.places[place], last_case_on=date(2020, 3, 20),
        ground="3例本地病例", by=said.world.workers[by], now=said.now,
    )  # fmt: skip


def declare(said: Saying) -> RiskArea:
    """Stated by headquarters, and confirmed."""
    area = state(said)
    areas.confirm(area, by=said.world.workers["health"], now=said.now)
    return area


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(Problem) as raised:
        action()
    return raised.value.code


def test_a_stairwell_at_risk_keeps_its_people_at_home_and_not_those_of_the_next(said: Saying) -> None:
    area = declare(said)
    assert said.standing(RESIDENT)[:2] == ("home_isolation", "red")
    assert said.standing(NEIGHBOUR)[:2] == ("", "green")
    assert Audit.objects.filter(action="area.declared", subject=area.id).count() == 1
    assert said.agreed() > 10


def test_it_is_lowered_after_its_clear_days_by_the_clock(said: Saying) -> None:
    declare(said)
    moments.advance(day(3, 28))
    assert said.standing(RESIDENT)[0] == "stay_in_area"
    moments.advance(day(3, 31))
    assert said.standing(RESIDENT)[0] == ""


def test_a_new_case_counts_the_clear_days_anew(said: Saying) -> None:
    area = declare(said)
    said.now = at(26, 9)
    areas.note_case(area, on=date(2020, 3, 25), by=said.world.workers["health"], now=said.now)
    areas.confirm(area, by=said.world.workers["headquarters"], now=said.now)
    moments.advance(day(3, 28))
    assert said.standing(RESIDENT)[0] == "home_isolation"


def test_lifted_it_frees_everybody_at_that_hour(said: Saying) -> None:
    area = declare(said)
    areas.lift(area, at=at(21, 18), by=said.world.workers["headquarters"], now=said.now)
    assert said.standing(RESIDENT)[0] == "home_isolation"
    moments.advance(at(21, 18))
    assert said.standing(RESIDENT) == ("", "green", None)
    health = said.world.workers["health"]
    assert code_of(lambda: areas.note_case(area, on=date(2020, 3, 21), by=health, now=at(21, 19))) == "area.lifted"


def test_a_region_outside_is_for_who_administers_and_reaches_who_came_from_there(said: Saying, world: World) -> None:
    said.say("stay", RESIDENT, first=at(1, 8), last=at(19, 8), region="110101", verified=True)

    def declared(by: str) -> RiskArea:
        return areas.declare(level="high", since=day(3, 10), region="110101", by=world.workers[by], now=said.now)

    assert code_of(lambda: declared("lead")) == "access.forbidden"
    areas.confirm(declared("headquarters"), by=world.workers["health"], now=said.now)
    assert said.standing(RESIDENT)[:2] == ("central", "red")


def test_only_those_who_decide_at_the_place_declare(said: Saying) -> None:
    assert code_of(lambda: state(said, by="inspector")) == "access.forbidden"
    assert code_of(lambda: state(said, place="alley", by="lead")) == "access.not_found"
    assert state(said, by="lead").place == said.world.places["stairwell 1-1"]


def test_a_level_of_no_edition_and_a_place_and_region_at_once_are_refused(said: Saying, world: World) -> None:
    assert code_of(lambda: state(said, level="purple")) == "area.level_unknown"
    place, by = world.places["alley"], world.workers["headquarters"]

    def both() -> RiskArea:
        return areas.declare(level="high", since=said.now, place=place, region="110101", by=by, now=said.now)

    assert code_of(both) == "area.where"


def test_nobody_alone_turns_a_stairwell_red(said: Saying) -> None:
    headquarters, lead = (said.world.workers[key] for key in ("headquarters", "lead"))
    area = state(said)
    moments.advance(day(3, 22))
    assert said.standing(RESIDENT)[:2] == ("", "green")
    assert code_of(lambda: areas.confirm(area, by=headquarters, now=said.now)) == "area.other_confirms"
    areas.confirm(area, by=lead, now=at(22, 9))
    assert said.standing(RESIDENT)[:2] == ("home_isolation", "red")
    assert code_of(lambda: areas.confirm(area, by=lead, now=at(22, 9))) == "area.nothing_waits"


def test_nobody_alone_prolongs_an_area_by_a_further_case(said: Saying) -> None:
    area = declare(said)
    health = said.world.workers["health"]
    areas.note_case(area, on=date(2020, 3, 25), by=health, now=at(26, 9))
    moments.advance(day(3, 28))
    assert said.standing(RESIDENT)[0] == "stay_in_area"
    assert code_of(lambda: areas.confirm(area, by=health, now=at(28, 9))) == "area.other_confirms"
