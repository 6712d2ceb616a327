"""Plans are kept whole, by version; nobody overwrites what somebody else saved."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.atlas import document, plans
from qiaomen.atlas.document import Document, Feature
from qiaomen.atlas.tests.plan import small_plan
from qiaomen.base.problems import Problem
from qiaomen.testing.world import World, fixed


def test_without_a_plan_the_places_draw_one(world: World) -> None:
    plan = plans.plan_of(world.places["compound"])
    assert plan.is_drawn
    buildings = plan.document.of_kind("building")
    assert [(one.name, one.place) for one in buildings] == [
        (name, world.places[key].id) for name, key in (("1栋", "building 1"), ("2栋", "building 2"))
    ]
    assert [(one.name, one.open) for one in plan.document.of_kind("gate")] == [("北门", True)]


def test_a_saved_plan_holds_and_the_one_before_comes_back(world: World) -> None:
    place, lead = world.places["compound"], world.workers["lead"]
    first = plans.save(place=place, plan=small_plan(), by=lead, after=0)
    second = plans.save(place=place, plan=Document(frame=small_plan().frame), by=lead, after=first.number)
    assert plans.plan_of(place).document.features == []
    third = plans.undo(place=place, by=lead, after=second.number)
    assert plans.plan_of(place).document == small_plan() == third.document
    assert [one.number for one in plans.versions(place)] == [3, 2, 1]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(world: World) -> None:
    place, lead = world.places["compound"], world.workers["lead"]
    plans.save(place=place, plan=small_plan(), by=lead, after=0)
    with pytest.raises(Problem, match=r"atlas\.plan_changed"):
        plans.save(place=place, plan=small_plan(), by=lead, after=0)
    with pytest.raises(Problem, match=r"atlas\.no_older"):
        plans.undo(place=place, by=lead, after=1)


@pytest.mark.parametrize(("who", "code"), [("inspector", "access.forbidden"), ("field", "access.forbidden")])
def test_only_who_may_assign_there_changes_a_plan(world: World, who: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        plans.save(place=world.places["compound"], plan=small_plan(), by=world.workers[who], after=0)


def test_a_plan_is_tied_to_places_of_its_own_only(world: World) -> None:
    plan = small_plan()
    plan.features[0].place = world.places["alley"].id
    with pytest.raises(Problem, match=r"atlas\.bad_plan"):
        plans.save(place=world.places["compound"], plan=plan, by=None, after=0)
    with pytest.raises(Problem, match=r"atlas\.not_mapped"):
        plans.save(place=world.places["building 1"], plan=small_plan(), by=None, after=0)


def test_what_is_not_tied_on_either_side_is_told(world: World) -> None:
    plan = small_plan()
    plan.features[0].place = world.places["building 1"].id
    loose, missing = plans.untied(world.places["compound"], plan)
    assert (loose, [place.name for place in missing]) == ([], ["2栋"])


def _twice(plan: Document) -> None:
    plan.features.append(plan.features[0])


def _few(plan: Document) -> None:
    plan.features[0].points = [(1, 1), (2, 2)]


def _far(plan: Document) -> None:
    plan.features[1].points = [(500, 1)]


def _same_place(plan: Document) -> None:
    plan.features[0].place = fixed("building 1")
    plan.features.append(Feature(id="c", kind="building", points=plan.features[0].points, place=fixed("building 1")))


@pytest.mark.parametrize("spoil", [_twice, _few, _far, _same_place])
def test_a_plan_that_makes_no_sense_is_refused(spoil: Callable[[Document], None]) -> None:
    plan = small_plan()
    spoil(plan)
    with pytest.raises(Problem, match=r"atlas\.bad_plan"):
        document.check(plan)


KEYS = st.sampled_from(["frame", "features", "unit", "x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
)


@given(JSON)
def test_whatever_arrives_is_a_plan_or_refused(raw: object) -> None:
    with pytest.raises(Problem, match=r"atlas\.bad_plan"):
        document.read(msgspec.json.encode(raw))


def test_a_plan_is_read_as_it_was_stored() -> None:
    assert document.read(document.built(small_plan())) == small_plan()
