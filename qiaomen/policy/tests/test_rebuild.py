"""Any order, duplication and batching gives the same facts and the same standing; the whole district at once agrees."""

import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.ledger.rebuild import differences, rebuild
from qiaomen.ledger.tests.story import Line
from qiaomen.places.models import Place
from qiaomen.policy import areas, moments
from qiaomen.policy.documents import example, examples
from qiaomen.policy.models import Standing
from qiaomen.policy.tests.saying import EIGHTH, Saying, at
from qiaomen.policy.tests.story import REGION, send, stories, tell
from qiaomen.testing.undoing import undone
from qiaomen.testing.world import World

EFFECTIVE = re.compile(r"^effective = .*$", re.MULTILINE)
calm = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def said(world: World) -> Saying:
    """An edition, the next one that is shorter, and a region at risk."""
    said = Saying(world)
    for place, lon in (("building 1", 113.10), ("building 2", 113.1005)):
        Place.objects.filter(pk=world.places[place].pk).update(shape={"type": "Point", "coordinates": [lon, 36.2]})
    said.publish(EIGHTH)
    by = world.workers["headquarters"]
    area = areas.declare(level="high", since=at(1, 0), region=REGION, by=by, now=said.now)
    areas.confirm(area, by=world.workers["health"], now=said.now)
    said.publish(
        EIGHTH.replace("2020-03-20T20:00", "2020-03-23T15:00").replace(
            "days = 14\ntests = [1, 4, 7, 14]", "days = 10\ntests = [1, 4, 7, 10]"
        )
    )
    moments.advance(at(25, 1))
    return said


def split(data: st.DataObject, lines: list[Line]) -> list[list[Line]]:
    """Cut into batches at drawn places."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(lines)), max_size=4)))
    return [lines[start:end] for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True)]


@pytest.mark.slow
@given(data=st.data())
@calm
def test_any_order_repetition_and_batching_gives_the_same_standing(said: Saying, data: st.DataObject) -> None:
    lines = data.draw(stories(said))
    again = data.draw(st.lists(st.sampled_from(lines), max_size=4)) if lines else []
    shuffled = data.draw(st.permutations(lines + again))
    assert tell(said, split(data, shuffled)) == tell(said, [[line] for line in lines])


@pytest.mark.slow
@given(data=st.data())
@calm
def test_after_every_step_through_time_standing_is_what_the_whole_district_says(
    said: Saying, data: st.DataObject
) -> None:
    now = at(25, 12)
    with undone():
        next_one = data.draw(st.sampled_from(examples()))
        said.publish(EFFECTIVE.sub("effective = 2020-03-25T18:00:00+08:00", example(next_one)), now=now)
        for line in data.draw(stories(said)):
            now += timedelta(hours=data.draw(st.sampled_from([0, 1, 7, 30, 100])))
            send(said, [line], now)
            said.now = now
            said.agreed()
        moments.advance(now + timedelta(days=9))
        said.now = now + timedelta(days=9)
        said.agreed()
        assert differences() == []


def test_a_rebuild_makes_the_same_standing_again(said: Saying) -> None:
    said.now = at(25, 12)
    said.expose("周国庆", "close", 19)
    said.say("case", "韩德福", status="confirmed", onset=at(18, 8))
    before = list(Standing.objects.order_by("person").values())
    Standing.objects.all().delete()
    rebuild()
    after = list(Standing.objects.order_by("person").values())
    assert [{**row, "change": 0} for row in after] == [{**row, "change": 0} for row in before]
    assert len(before) > 1
