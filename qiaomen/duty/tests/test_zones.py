"""Authority follows zones, organisations and teams."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.duty.models import Backing, ZonePlace
from qiaomen.duty.zones import back_zone, grant_zones, leave_zone, set_zone_places, zone_of
from qiaomen.testing.world import NOW, ORDER, World


def granted(world: World, key: str) -> set[str]:
    """The places where a member of the cast is granted field work now, by name."""
    grants = Grant.objects.in_force().filter(worker=world.workers[key], role=Role.FIELD)
    return {grant.place.name for grant in grants.select_related("place")}


def again(world: World) -> tuple[int, int]:
    with changes.change("test") as change:
        return grant_zones(since=timezone.now(), change=change.id)


def test_bringing_grants_in_line_again_changes_nothing(world: World) -> None:
    before = list(Grant.objects.order_by("id").values())
    assert again(world) == (0, 0)
    assert list(Grant.objects.order_by("id").values()) == before


def test_a_worker_who_joins_an_organisation_gets_its_zones(world: World) -> None:
    Worker.objects.create(name="新来的", organisation=world.organisations["education"])
    assert again(world) == (2, 0)


def test_a_worker_who_left_loses_the_zone(world: World) -> None:
    Worker.objects.filter(pk=world.workers["field"].pk).update(is_active=False)
    assert again(world) == (0, 2)
    assert granted(world, "field") == set()


def test_a_place_that_leaves_the_zone_takes_its_grants_along(world: World) -> None:
    set_zone_places(zone=world.zones["first"], places=[world.places["compound"]], by=world.workers["headquarters"])
    assert granted(world, "field") == {"翠湖小区"}
    assert Grant.objects.in_force(NOW).filter(worker=world.workers["field"]).count() == 2


def test_a_place_that_comes_back_is_granted_from_then_on(world: World) -> None:
    zone, compound, alley = world.zones["first"], world.places["compound"], world.places["alley"]
    set_zone_places(zone=zone, places=[compound], by=None)
    set_zone_places(zone=zone, places=[alley, compound], by=None, since=ORDER)
    assert granted(world, "field") == {"翠湖小区", "豆腐巷"}
    assert list(zone.zone_places.order_by("ordinal").values_list("place__name", flat=True)) == ["豆腐巷", "翠湖小区"]


def test_no_place_belongs_to_two_zones_nor_lies_inside_anothers(world: World) -> None:
    for place in ("village group", "river community"):
        with pytest.raises(Problem, match=r"duty.place_taken"):
            set_zone_places(zone=world.zones["first"], places=[world.places[place]], by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        ZonePlace.objects.create(zone=world.zones["second"], place=world.places["alley"])


def test_an_organisation_that_backs_a_zone_may_record_there_until_it_leaves(world: World) -> None:
    school, zone = world.organisations["school"], world.zones["first"]
    backing = back_zone(organisation=school, zone=zone, by=world.workers["headquarters"], since=ORDER)
    assert granted(world, "outsider") == {"五组", "翠湖小区", "豆腐巷"}
    leave_zone(backing=backing, by=None)
    assert granted(world, "outsider") == {"五组"}


def test_backing_twice_is_backing_once(world: World) -> None:
    for _ in range(2):
        back_zone(organisation=world.organisations["taxes"], zone=world.zones["first"], by=None)
    assert Backing.objects.filter(organisation=world.organisations["taxes"]).count() == 1


def test_grants_given_by_hand_are_left_alone(world: World) -> None:
    by_hand = Grant.objects.create(
        worker=world.workers["gate"], role=Role.FIELD, place=world.places["alley"], since=ORDER
    )
    again(world)
    by_hand.refresh_from_db()
    assert by_hand.until is None


def test_a_place_lies_in_the_zone_of_what_is_around_it(world: World) -> None:
    assert zone_of(world.places["stairwell 2-1"]) == world.zones["first"]
    assert zone_of(world.places["community"]) is None
