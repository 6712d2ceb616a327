"""A newer register comes in while a sweep is under way: what it changes counts at once."""

import msgspec
import pytest

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base.models import Outbreak
from qiaomen.campaigns.actions import launch, make_campaign, make_questionnaire
from qiaomen.campaigns.models import Campaign, Target
from qiaomen.campaigns.states import State
from qiaomen.campaigns.tallies import coverage
from qiaomen.exchange.tests.test_load import ROWS, STREET, edited, load
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.places.models import Door, Place
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.sweep import Phone
from qiaomen.testing.world import NOW, ORDER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_file")]


def sweep() -> Campaign:
    campaign = make_campaign(
        outbreak=Outbreak.objects.current(),
        name="城区第一轮敲门",
        place=Place.objects.get(parent=None),
        edition=make_questionnaire(name="入户摸排", questions=[]),
        opens_at=ORDER,
        deadline=ORDER.replace(day=23),
    )
    launch(campaign)
    return campaign


def test_doors_that_a_newer_file_brings_are_targets_at_once() -> None:
    load(ROWS)
    campaign = sweep()
    load([*ROWS, [f"{STREET}幸福里1栋1单元103室", "赵云", "赵云", "男", "", ""]])
    assert Target.objects.filter(campaign_id=campaign.id).count() == 4
    assert coverage(campaign.id)["doors"] == 4
    assert_rebuild_agrees()


def test_a_file_that_changes_nothing_changes_no_target() -> None:
    load(ROWS)
    campaign = sweep()
    before = list(Target.objects.order_by("door_id").values_list("door_id", "state"))
    load(ROWS)
    assert list(Target.objects.order_by("door_id").values_list("door_id", "state")) == before
    assert_rebuild_agrees()
    assert coverage(campaign.id)["untouched"] == 3


def test_whoever_a_newer_file_names_is_missed_at_a_door_that_was_closed() -> None:
    load(ROWS)
    campaign = sweep()
    door = Door.objects.get(label="1-1-102")
    worker = Worker.objects.create(name="网格员")
    Grant.objects.create(worker=worker, role=Role.FIELD, place=door.place, since=ORDER)
    visit = msgspec.json.encode(Phone("", campaign).visit(door.id))
    [verdict] = submit([visit], author=Author(worker.id, campaign.outbreak_id), received_at=NOW)
    assert (verdict.verdict, Target.objects.get(door_id=door.id).state) == ("accepted", State.ANSWERED)
    load(edited(2, 2, "钱进"))
    target = Target.objects.get(door_id=door.id)
    assert (target.state, target.unaccounted) == (State.PARTIAL, 1)
    assert_rebuild_agrees()
