"""A draw follows from the frozen frame and the kept seed; times follow from sizes, hours and pace."""

from datetime import datetime, time, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.sampling import draws, slots
from qiaomen.sampling.rules import Draw
from qiaomen.testing.world import HERE, fixed

OPENS = datetime(2020, 4, 8, 8, 0, tzinfo=HERE)
frames = st.dictionaries(st.uuids(), st.sampled_from(["甲校", "乙校", "丙校"]), max_size=60)
rules = st.builds(Draw, share=st.floats(0.01, 1), least=st.integers(0, 3))


@given(frames, rules, st.text("0123456789abcdef", min_size=4, max_size=8))
def test_the_same_seed_draws_the_same_people_in_any_order(frame: dict[UUID, str], draw: Draw, seed: str) -> None:
    turned = dict(reversed(frame.items()))
    assert draws.drawn(seed, frame, draw) == draws.drawn(seed, turned, draw)


@given(frames, rules)
def test_every_stratum_gives_its_share(frame: dict[UUID, str], draw: Draw) -> None:
    sizes = {name: list(frame.values()).count(name) for name in set(frame.values())}
    wanted = draws.quotas(draw, sizes)
    for name, size in sizes.items():
        assert min(size, draw.least) <= wanted[name] <= size
        assert abs(wanted[name] - draw.share * size) <= max(2, draw.least)


def test_another_seed_draws_others() -> None:
    frame = {fixed(f"pupil {number}"): "" for number in range(500)}
    once, again = (draws.drawn(seed, frame, Draw(people=50)) for seed in ("一", "二"))
    assert len(once) == len(again) == 50
    assert once != again


def counter(name: str, path: str = "", teams: int = 1) -> slots.Counter:
    return slots.Counter(fixed(name), path, teams, time(8), time(18))


def planned(sizes: list[int], counters: list[slots.Counter], *, batch: int = 0, days: int = 3) -> list[slots.Time]:
    groups = [slots.Group(fixed(f"class {n}"), fixed("school"), "a.b.", size) for n, size in enumerate(sizes)]
    found = slots.plan(
        groups, counters, holds="pool_10", batch=batch, opens=OPENS, closes=OPENS + timedelta(days=days), zone=HERE
    )
    assert found is not None
    return found


@given(st.lists(st.integers(1, 120), min_size=1, max_size=40), st.integers(0, 60))
def test_everybody_has_one_time_and_nobody_meets_another_group(sizes: list[int], batch: int) -> None:
    times = planned(sizes, [counter("一"), counter("二", teams=2)], batch=batch)
    assert sum(one.people for one in times) == sum(sizes)
    for site in {one.site for one in times}:
        there = sorted((one.begins_at, one.ends_at) for one in times if one.site == site)
        assert all(before[1] <= after[0] for before, after in pairwise(there))
        assert all(time(8) <= begins.time() and ends.time() <= time(18) for begins, ends in there)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.lists(st.integers(0, 600), max_size=6))
def test_nobody_comes_when_another_round_is_there(sizes: list[int], minutes: list[int]) -> None:
    busy = sorted((OPENS + timedelta(minutes=m), OPENS + timedelta(minutes=m + 20)) for m in minutes)
    for one in planned(sizes, [slots.Counter(fixed("一"), "", 1, time(8), time(18), busy)]):
        assert all(one.ends_at <= since or one.begins_at >= until for since, until in busy)


def test_a_class_of_fifty_takes_a_team_five_minutes() -> None:
    (one,) = planned([50], [counter("一")])
    assert (one.begins_at, one.ends_at) == (OPENS, OPENS + timedelta(minutes=5))


def test_a_school_with_a_site_of_its_own_goes_there() -> None:
    own = counter("own", path="a.b.")
    assert {one.site for one in planned([50, 50], [counter("street", path="a."), own])} == {own.site}


def test_what_does_not_fit_is_said_and_not_squeezed_in() -> None:
    group = slots.Group(None, fixed("town"), "a.", 20_000)
    asked = {"holds": "single", "batch": 100, "opens": OPENS, "closes": OPENS + timedelta(days=1), "zone": HERE}
    assert slots.plan([group], [counter("一")], **asked) is None  # type: ignore[arg-type]
