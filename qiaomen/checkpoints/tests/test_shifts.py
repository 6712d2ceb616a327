"""Who stood at a checkpoint, and what they handed over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qiaomen.checkpoints import retention
from qiaomen.checkpoints.models import Shift
from qiaomen.ledger.models import Record
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.checkpoints import Post, post
from qiaomen.testing.world import World


@pytest.fixture
def here(world: World) -> Post:
    return post(world)


def test_a_shift_says_who_was_on_it_from_when_to_when(here: Post) -> None:
    begun = here.begin("gate", "police", others=[{"agency": "县路政大队", "count": 3}])
    here.send(here.record("checkpoint_shift", {"event": "end", "shift": begun, "note": "口罩剩两箱"}))
    shift = Shift.objects.get()
    assert (len(shift.crew), shift.others_count, shift.ended_at is not None) == (2, 3, True)
    assert shift.note == Record.objects.get(body__event="end").id
    assert "口罩" not in str(Record.objects.get(body__event="end").body)
    assert_rebuild_agrees()


def test_an_end_that_comes_first_waits_for_its_begin(here: Post) -> None:
    begin = here.record("checkpoint_shift", {"event": "begin"})
    end = here.record("checkpoint_shift", {"event": "end", "shift": begin["id"]})
    assert here.send(end)[0].verdict == "held"
    here.send(begin)
    assert Shift.objects.get().ended_at is not None
    assert_rebuild_agrees()


def test_of_two_ends_the_first_one_ends_it_and_a_void_takes_it_back(here: Post) -> None:
    begun, now = here.begin("gate"), timezone.now()
    late, early = (
        here.record("checkpoint_shift", {"event": "end", "shift": begun}, at=now - timedelta(minutes=m)) for m in (0, 5)
    )
    here.send(late, early)
    assert Shift.objects.get().ended_at == early["device_at"]
    here.send(here.record("void", {}) | {"amends": early["id"], "place": None})
    assert Shift.objects.get().ended_at == late["device_at"]
    assert_rebuild_agrees()


@pytest.mark.parametrize(
    "body", [{"event": "end"}, {"event": "begin", "shift": "self"}, {"event": "end", "shift": "stop"}]
)
def test_an_end_without_its_shift_is_refused(here: Post, body: dict[str, object]) -> None:
    stop = here.stop()
    here.send(stop)
    ids = {"self": here.begin("gate"), "stop": stop["id"]}
    [verdict] = here.send(
        here.record("checkpoint_shift", {key: ids.get(str(value), value) for key, value in body.items()})
    )
    assert verdict.code == "checkpoints.no_shift"


def test_a_shift_ends_where_it_began(here: Post) -> None:
    begun = here.begin("gate")
    other = here.world.places["gate"].id
    [verdict] = here.send(here.record("checkpoint_shift", {"event": "end", "shift": begun}, place=other))
    assert verdict.code == "checkpoints.no_shift"


def test_what_was_handed_over_is_forgotten_after_fourteen_days(here: Post) -> None:
    begun = here.begin("gate")
    here.send(here.record("checkpoint_shift", {"event": "end", "shift": begun, "note": "口罩剩两箱"}))
    assert retention.remove(timezone.now() + timedelta(days=14, minutes=1)) == 1
    assert Shift.objects.get().note is None
    assert_rebuild_agrees()
