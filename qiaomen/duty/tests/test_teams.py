"""Teams follow the planner's formation, and stay who they are where they can."""

import pytest
from django.db import IntegrityError, transaction

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.duty.models import Membership, Team
from qiaomen.duty.teams import NewTeam, set_teams
from qiaomen.testing.world import World


def form(world: World, *teams: NewTeam, zones: tuple[str, ...] = ()) -> list[Team]:
    with changes.change("test") as change:
        return set_teams(teams, change=change.id, zones=[world.zones[zone].id for zone in zones])


def team(world: World, zone: str, *members: str, keep: str = "", lent_from: str = "") -> NewTeam:
    return NewTeam(
        zone=world.zones[zone].id,
        members=[(world.workers[member].id, position == 0) for position, member in enumerate(members)],
        organisation=world.workers[members[0]].organisation_id,
        id=world.teams[keep].id if keep else None,
        lent_from=world.zones[lent_from].id if lent_from else None,
    )


def members(of: Team) -> set[str]:
    return set(Membership.objects.filter(team=of, until_change=None).values_list("worker__name", flat=True))


def test_a_formation_replaces_the_teams_of_its_zones_and_no_others(world: World) -> None:
    made = form(world, team(world, "first", "field", "police"), team(world, "first", "taxes 1"))
    assert [(one.number, members(one)) for one in made] == [(1, {"周启明", "雷铁山"}), (2, {"潘素云"})]
    active = set(Team.objects.filter(is_active=True).values_list("id", flat=True))
    assert active == {made[0].id, made[1].id, world.teams["other team"].id}
    assert members(world.teams["team 1"]) == set()


def test_a_team_that_goes_on_keeps_its_id_number_and_unchanged_members(world: World) -> None:
    before = Membership.objects.get(worker=world.workers["field 3"])
    new, kept = form(world, team(world, "first", "field"), team(world, "first", "field 3", "field 2", keep="team 1"))
    assert (kept.id, kept.number, new.number) == (world.teams["team 1"].id, 1, 2)
    assert Membership.objects.get(worker=world.workers["field 3"], until_change=None) == before
    assert members(kept) == {"罗建军", "孟小雨"}


def test_memberships_are_kept_as_spans(world: World) -> None:
    form(world, team(world, "first", "field"))
    spans = Membership.objects.filter(worker=world.workers["field"]).order_by("from_change")
    assert [span.until_change is None for span in spans] == [False, True]
    assert spans[0].until_change == spans[1].from_change


def test_the_same_formation_again_changes_nothing(world: World) -> None:
    before = list(Membership.objects.order_by("id").values())
    form(
        world,
        team(world, "first", "field 3", "field", "field 2", keep="team 1"),
        team(world, "first", "taxes 1", "police", keep="team 2"),
    )
    assert list(Membership.objects.order_by("id").values()) == before


def test_a_lent_team_may_record_where_it_is_lent_to(world: World) -> None:
    (lent,) = form(world, team(world, "second", "taxes 1", "police", keep="team 2", lent_from="first"))
    grants = Grant.objects.in_force().filter(worker=world.workers["police"], role=Role.FIELD)
    assert world.places["village group"].id in set(grants.values_list("place_id", flat=True))
    assert (lent.number, lent.lent_from_id) == (1, world.zones["first"].id)
    assert members(world.teams["other team"]) == set()


def test_a_volunteer_without_organisation_may_record_in_the_teams_zone(world: World) -> None:
    helper = Worker.objects.create(name="热心人")
    world.workers["helper"] = helper
    form(world, team(world, "second", "outsider", "helper"))
    assert helper.grants.in_force().get().place == world.places["village group"]


def test_a_zone_can_lose_all_its_teams(world: World) -> None:
    form(world, zones=("second",))
    assert not Team.objects.filter(zone=world.zones["second"], is_active=True).exists()
    assert not Membership.objects.filter(worker=world.workers["outsider"], until_change=None).exists()


def test_a_team_that_everybody_left_stops(world: World) -> None:
    form(world, team(world, "second", "field", "field 2", "field 3", lent_from="first"))
    assert not Team.objects.get(pk=world.teams["team 1"].pk).is_active


def test_nobody_knocks_in_two_teams(world: World) -> None:
    with pytest.raises(Problem, match=r"duty.worker_in_two_teams"):
        form(world, team(world, "first", "field"), team(world, "second", "field"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(team=world.teams["team 2"], worker=world.workers["field"], from_change=world.change)
