"""How doors stack up into a building."""

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.campaigns.states import GAPS, State
from qiaomen.console import doors, stacks
from qiaomen.console.doors import Door
from qiaomen.console.sprite import MARKS

DOORS = st.lists(
    st.builds(
        Door,
        label=st.text("0123456789", min_size=1, max_size=4),
        state=st.sampled_from(sorted(doors.WORDS)),
        stairwell=st.sampled_from(["1单元", "2单元", ""]),
        floor=st.none() | st.integers(-1, 40),
    ),
    max_size=60,
)


def test_every_state_of_a_target_is_drawn() -> None:
    assert set(doors.OF_TARGET) == set(State)
    assert set(doors.OF_TARGET.values()) <= set(doors.WORDS)


def test_doors_that_are_left_are_the_gaps_of_the_sweep() -> None:
    assert {doors.OF_TARGET[state] for state in GAPS} == doors.LEFT


def test_every_state_has_a_mark_of_its_own() -> None:
    assert set(doors.WORDS) <= MARKS


def test_the_highest_floor_is_on_top_and_stairwells_keep_the_walking_order() -> None:
    built = doors.build(
        [Door("101", "done", stairwell="2单元", floor=1), Door("301", "todo", stairwell="1单元", floor=3)]
    )
    assert [floor.number for floor in built.floors] == [3, 1]
    assert built.stairwells == [doors.Stairwell("2单元", 0), doors.Stairwell("1单元", 1)]
    assert [[door.label for door in cell] for cell in built.floors[0].doors] == [[], ["301"]]


@given(every=DOORS)
def test_no_door_is_lost_or_drawn_twice(every: list[Door]) -> None:
    built = doors.build(every)
    drawn = [*built.loose, *(door for floor in built.floors for cell in floor.doors for door in cell)]
    assert sorted(map(id, drawn)) == sorted(map(id, every))


@given(every=DOORS)
def test_the_legend_counts_every_door_once(every: list[Door]) -> None:
    assert sum(count for _state, count in doors.build(every).legend) == len(every)


@given(every=DOORS)
def test_a_view_of_a_stack_counts_the_doors_that_it_draws(every: list[Door]) -> None:
    for view in stacks.tabs(every, "", str):
        built = stacks.stack(every, "" if view.is_current else view.url)
        drawn = [*built.loose, *(door for floor in built.floors for cell in floor.doors for door in cell)]
        assert len(drawn) == len(every)
        assert sum(not door.is_off for door in drawn) == view.count


def test_a_door_with_somebody_isolating_is_still_to_be_knocked_on() -> None:
    every = [stacks.isolating(Door("101", "todo"), 2), Door("102", "absent"), Door("103", "done")]
    assert [(view.url, view.count) for view in stacks.tabs(every, "", str)] == [
        ("None", 3), ("isolated", 1), ("left", 2), ("absent", 1),
    ]  # fmt: skip


def test_a_building_without_anything_to_look_for_has_no_views() -> None:
    assert stacks.tabs([Door("101", "done"), Door("102", "done")], "", str) == []
