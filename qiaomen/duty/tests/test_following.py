"""Whatever happens in which order, field grants are what follows from zones, organisations and teams."""

from collections.abc import Callable

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.access.models import Grant, Organisation, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.duty.models import Backing, Zone
from qiaomen.duty.teams import NewTeam, set_teams
from qiaomen.duty.zones import back_zone, grant_zones, leave_zone, set_zone_places
from qiaomen.testing.world import ORDER, World

HANDS = ["field", "field 2", "field 3", "taxes 1", "police", "outsider"]
GROUND = {"first": ["compound", "alley", "gate"], "second": ["village group", "river community"]}
Step = Callable[[World], None]


def places(zone: str, chosen: list[str]) -> Step:
    apart = [place for place in chosen if place not in ("gate", "village group")] or chosen[:1]
    return lambda world: set_zone_places(
        zone=world.zones[zone], places=[world.places[place] for place in apart], by=None, since=ORDER
    )


def back(organisation: str, zone: str) -> Step:
    def step(world: World) -> None:
        back_zone(organisation=world.organisations[organisation], zone=world.zones[zone], by=None, since=ORDER)

    return step


def leave(organisation: str, zone: str) -> Step:
    def step(world: World) -> None:
        for backing in Backing.objects.filter(organisation=world.organisations[organisation], zone=world.zones[zone]):
            leave_zone(backing=backing, by=None)

    return step


def form(zone: str, members: list[str]) -> Step:
    def step(world: World) -> None:
        with changes.change("test") as change:
            team = NewTeam(zone=world.zones[zone].id, members=[(world.workers[key].id, False) for key in members])
            set_teams([team], change=change.id, since=ORDER)

    return step


def come_or_go(key: str, here: bool) -> Step:
    def step(world: World) -> None:
        Worker.objects.filter(pk=world.workers[key].pk).update(is_active=here)
        with changes.change("test") as change:
            grant_zones(since=ORDER, change=change.id)

    return step


def new_places(zone: str) -> st.SearchStrategy[Step]:
    return st.lists(st.sampled_from(GROUND[zone]), unique=True).map(lambda chosen: places(zone, chosen))


zone_keys = st.sampled_from(["first", "second"])
organisation_keys = st.sampled_from(["education", "taxes", "school"])
STEPS = st.one_of(
    zone_keys.flatmap(new_places),
    st.builds(back, organisation_keys, zone_keys),
    st.builds(leave, organisation_keys, zone_keys),
    st.builds(form, zone_keys, st.lists(st.sampled_from(HANDS), min_size=1, max_size=3, unique=True)),
    st.builds(come_or_go, st.sampled_from(HANDS), st.booleans()),
)


def follows() -> set[tuple[object, object, object]]:
    """Worker, place and zone, read off the registers one by one."""
    found: set[tuple[object, object, object]] = set()
    for zone in Zone.objects.all():
        backing = Organisation.objects.filter(backings__zone=zone)
        hands = Worker.objects.filter(is_active=True, organisation__in=backing) | Worker.objects.filter(
            is_active=True, memberships__until_change=None, memberships__team__zone=zone
        )
        for worker in hands.distinct():
            found |= {(worker.id, place.id, zone.id) for place in zone.places.all()}
    return found


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=6))
def test_grants_follow_from_zones_organisations_and_teams(world: World, steps: list[Step]) -> None:
    with transaction.atomic():
        for step in steps:
            step(world)
        in_force = Grant.objects.in_force().filter(role=Role.FIELD).values_list("worker", "place", "source")
        assert sorted(map(str, in_force)) == sorted(map(str, follows()))
        transaction.set_rollback(True)
