"""A fever at a highway checkpoint is told to who answers for it, by the ladder of the gates."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from qiaomen.access.models import Worker
from qiaomen.duty.actions import give_duty
from qiaomen.duty.models import DutyRole
from qiaomen.gates.models import Alarm
from qiaomen.gates.telling import escalate
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.checkpoints import Post, post
from qiaomen.testing.world import ORDER, World

HOT = {"celsius": 38.1}
HOT_TWICE = {"celsius": 38.1, "second": 38.0}
COOL_NOW = {"celsius": 38.1, "second": 36.9}


@pytest.fixture
def here(world: World) -> Post:
    """The lead answers for the checkpoint itself, headquarters for the district."""
    made = post(world)
    for key, place, role in (
        ("lead", made.place, DutyRole.CADRE), ("headquarters", world.places["district"], DutyRole.CHIEF),
    ):  # fmt: skip
        give_duty(worker=world.workers[key], place=place, role=role, by=None, since=ORDER)
    return made


def told(here: Post, id: UUID) -> set[str]:
    return set(Worker.objects.filter(id__in=Alarm.objects.get(pk=id).told).values_list("name", flat=True))


def hot(here: Post, reading: dict[str, float], at: datetime | None = None) -> UUID:
    record = here.stop(at=at, occupants=[{"origin": "province", "count": 3}], measured=3, readings=[reading])
    [verdict] = here.send(record)
    assert verdict.verdict == "accepted", verdict
    id: UUID = record["id"]
    return id


def test_a_fever_at_a_checkpoint_reaches_its_duty_chain_nobody_answers_the_next_is_told_and_all_is_logged(
    here: Post,
) -> None:
    id, now = hot(here, HOT_TWICE), timezone.now()
    assert (Alarm.objects.get(pk=id).what, told(here, id)) == ("fever_vehicle", {"何秀英", "沈知夏"})
    assert escalate(now + timedelta(minutes=6)) == 1
    assert told(here, id) == {"陆文澜"}
    step = desk.record("alarm_step", {"alarm": id, "step": "acknowledged"}, at=timezone.now(), place=here.place.id)
    assert here.send(step)[0].verdict == "accepted"
    assert escalate(now + timedelta(hours=1)) == 0
    assert Record.objects.filter(kind="alarm_told").count() == 2
    assert_rebuild_agrees()


def test_at_a_checkpoint_the_second_reading_decides_and_one_that_never_comes_is_told(here: Post) -> None:
    ago = timezone.now() - timedelta(minutes=8)
    id = hot(here, HOT, at=ago)
    assert Alarm.objects.get(pk=id).what == "second_reading"
    hot(here, COOL_NOW)
    hot(here, {"celsius": 37.3})
    assert [one.id for one in Alarm.objects.all()] == [id]
    assert escalate(timezone.now()) == 1
    here.send(here.stop(measured=1, readings=[COOL_NOW]) | {"amends": id})
    assert not Alarm.objects.exists()
    assert_rebuild_agrees()
