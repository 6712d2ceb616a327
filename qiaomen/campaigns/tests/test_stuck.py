from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from qiaomen.access.models import Enrolment
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.queries.area import Area, area
from qiaomen.campaigns.queries.openness import by_hour
from qiaomen.campaigns.queries.stuck import Question, metres_outside, stuck
from qiaomen.places.models import Place
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World

HERE = [[114.0, 30.0], [114.001, 30.0], [114.001, 30.001], [114.0, 30.001], [114.0, 30.0]]


@pytest.fixture
def campaign(world: World) -> Campaign:
    return start_sweep(world, team="team 1")


@pytest.fixture
def phone(world: World, campaign: Campaign) -> Phone:
    return Phone(world.tokens["field"], campaign, now=timezone.now() - timedelta(minutes=20))


def whole(campaign: Campaign) -> Area:
    return area(campaign, [campaign.place.path])


def asked(campaign: Campaign, why: str, now: datetime | None = None) -> list[Question]:
    return [one for one in stuck(whole(campaign), now or timezone.now()).questions if one.why == why]


def knock(world: World, phone: Phone, *, every: timedelta) -> None:
    """Four doors answered, one after the other."""
    doors = ("1-1-101", "1-1-102", "1-1-201", "1-1-202")
    visits = [phone.visit(world.doors[door].id, at=phone.now + every * n) for n, door in enumerate(doors)]
    assert {one["verdict"] for one in phone.send(visits)} == {"accepted"}


def test_a_team_with_doors_left_that_nobody_has_heard_of_is_asked_after(world: World, campaign: Campaign) -> None:
    Enrolment.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    (question,) = asked(campaign, "silent", timezone.now() + timedelta(hours=2))
    assert (question.team, question.number) == (world.teams["team 1"].id, len(world.doors))
    assert world.workers["field"].name in question.members


def test_doors_answered_faster_than_anybody_walks_are_asked_about(
    world: World, phone: Phone, campaign: Campaign
) -> None:
    knock(world, phone, every=timedelta(seconds=8))
    (question,) = asked(campaign, "hasty")
    assert (question.team, question.number) == (world.teams["team 1"].id, 3)


def test_doors_answered_at_a_walking_pace_raise_none(world: World, phone: Phone, campaign: Campaign) -> None:
    knock(world, phone, every=timedelta(seconds=90))
    assert asked(campaign, "hasty") == []


def test_what_was_hasty_hours_ago_is_asked_no_more(world: World, phone: Phone, campaign: Campaign) -> None:
    knock(world, phone, every=timedelta(seconds=8))
    assert asked(campaign, "hasty", timezone.now() + timedelta(hours=4)) == []


def test_no_more_of_the_ledger_is_read_than_its_newest_records(
    world: World, phone: Phone, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    knock(world, phone, every=timedelta(seconds=8))
    assert stuck(whole(campaign), timezone.now()).visits == 4
    monkeypatch.setattr("qiaomen.campaigns.queries.stuck.AMONG", 3)
    assert stuck(whole(campaign), timezone.now()).visits == 3


def test_a_visit_far_from_the_place_of_its_door_is_asked_about(world: World, phone: Phone, campaign: Campaign) -> None:
    shape = {"type": "Polygon", "coordinates": [HERE]}
    Place.objects.filter(id=world.places["compound"].id).update(shape=shape)
    phone.send(
        [
            phone.visit(world.doors["1-1-101"].id, lon=114.0005, lat=30.0005, accuracy_m=20.0),
            phone.visit(world.doors["1-1-102"].id, lon=114.002, lat=30.0005, accuracy_m=400.0),
            phone.visit(world.doors["1-1-201"].id, lon=114.05, lat=30.0005, accuracy_m=20.0),
        ]
    )
    (question,) = asked(campaign, "far")
    assert (question.team, question.number) == (world.teams["team 1"].id, 1)
    assert stuck(whole(campaign), timezone.now()).positions == 3


def test_where_no_shape_or_no_position_is_known_nothing_is_far(world: World, phone: Phone, campaign: Campaign) -> None:
    phone.send([phone.visit(world.doors["1-1-101"].id, lon=10.0, lat=50.0), phone.visit(world.doors["1-1-102"].id)])
    found = stuck(whole(campaign), timezone.now())
    assert found.of("far") == []
    assert found.positions == 1


def test_the_distance_outside_a_box_is_in_metres() -> None:
    box = (114.0, 30.0, 114.01, 30.01)
    assert metres_outside((114.005, 30.005), box) == 0
    assert metres_outside((114.005, 30.02), box) == pytest.approx(1113, abs=1)
    assert metres_outside((114.02, 30.005), box) == pytest.approx(964, abs=1)


def test_openness_is_counted_by_the_hour_of_the_local_day(world: World, campaign: Campaign, phone: Phone) -> None:
    noon = phone.now.replace(hour=4, minute=0) - timedelta(days=phone.now.hour < 5)  # it is over, whatever the hour
    outcomes = {"1-1-101": "answered", "1-1-102": "absent", "1-1-201": "refused", "1-1-202": "vacant"}
    phone.send([phone.visit(world.doors[door].id, outcome, at=noon) for door, outcome in outcomes.items()])
    inside = area(campaign, [world.places["compound"].path])
    outside = area(campaign, [world.places["river community"].path])
    for here in (whole(campaign), inside):
        assert [(one.hour, one.knocks, one.opened) for one in by_hour(here)] == [(12, 3, 2)]
    assert by_hour(outside) == []


def test_questions_of_a_part_are_about_its_doors(world: World, phone: Phone, campaign: Campaign) -> None:
    knock(world, phone, every=timedelta(seconds=8))
    elsewhere = area(campaign, [world.places["river community"].path])
    assert [one for one in stuck(elsewhere, timezone.now()).questions if one.why == "hasty"] == []
