"""Planning in the small world: 40 doors, two zones, three organisations."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from qiaomen.access.models import Audit, Worker
from qiaomen.base.problems import Problem
from qiaomen.campaigns.actions import launch, make_campaign, make_questionnaire
from qiaomen.campaigns.models import Assignment, Campaign, Target
from qiaomen.campaigns.planner import USUALLY_EMPTY
from qiaomen.campaigns.planning import apply, propose, read_summary, summarise
from qiaomen.campaigns.planning.ground import read_ground
from qiaomen.campaigns.planning.times import frame
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.campaigns.states import State
from qiaomen.duty.models import Backing, Membership, Team, ZonePlace
from qiaomen.people.models import Person
from qiaomen.places.models import Door
from qiaomen.testing.world import ORDER, World

EIGHT_IN_THREE_DAYS = 8 / 3


def sweep(world: World, **settings: Any) -> Campaign:
    return make_campaign(
        outbreak=world.outbreak,
        name="第一轮",
        place=world.places["district"],
        edition=make_questionnaire(name="入户摸排", questions=QUESTIONS),
        opens_at=ORDER,
        deadline=ORDER + timedelta(hours=72),
        **settings,
    )


def owners(campaign: Campaign) -> dict[str, str]:
    """Door label → team's id, as assigned now."""
    now = Assignment.objects.filter(campaign_id=campaign.id, until_change=None).values_list("door_id", "team_id")
    labels = {door.id: f"{door.place_id} {door.label}" for door in Door.objects.all()}
    return {labels[door]: str(team) for door, team in now}


def short_of_one(world: World) -> Campaign:
    """One-person teams that do eight doors: the first zone needs four and has three, the second has one to spare."""
    Worker.objects.filter(id__in=[world.workers["field"].id, world.workers["field 2"].id]).update(is_active=False)
    return sweep(world, pace=EIGHT_IN_THREE_DAYS, team_size=1)


def test_doors_are_walked_building_by_building_in_the_zones_order(world: World) -> None:
    campaign = sweep(world)
    first, second = read_ground(campaign, frame(campaign, by_kind=False).pace).zones
    labels = {door.id: door.label for door in Door.objects.all()}
    walk = [labels[door] for door in first.doors]
    assert walk[:3] == ["1-1-101", "1-1-102", "1-1-201"]
    assert walk.index("1-2-302") < walk.index("2-1-101")
    assert walk[24:] == ["1号", "2号", "3号", "4号", "5号", "6号", "7号", "9号"]
    assert [len(stretch.seconds) for stretch in first.work.stretches] == [12, 12, 8]
    assert len(second.doors) == 8


def test_a_zone_where_the_register_knows_nobody_counts_as_not_filled_in(world: World) -> None:
    campaign = sweep(world)
    ground = read_ground(campaign, frame(campaign, by_kind=False).pace)
    first, second = ground.zones
    behind = {person.home_door_id for person in Person.objects.all()} | set(
        Person.objects.exclude(work_door_id=None).values_list("work_door_id", flat=True)
    )
    assert first.empty == len(set(first.doors) - behind) < len(first.doors)
    Person.objects.filter(home_door_id__in=second.doors).update(home_door_id=None)
    Person.objects.filter(work_door_id__in=second.doors).update(work_door_id=None)
    again = read_ground(campaign, frame(campaign, by_kind=False).pace)
    assert again.empty == pytest.approx((first.empty + USUALLY_EMPTY * 8) / ground.zoned)


def test_every_door_of_the_sweep_is_assigned_exactly_once(world: World) -> None:
    campaign = sweep(world)
    summary = apply(campaign, propose(campaign))
    given = Assignment.objects.filter(campaign_id=campaign.id, until_change=None)
    assert Counter(given.values_list("door_id", flat=True)) == Counter(Door.objects.values_list("id", flat=True))
    assert summary.assigned == summary.doors == 40


@pytest.mark.parametrize("launched_first", [True, False])
def test_planning_before_and_after_the_launch_gives_targets_the_same_teams(world: World, launched_first: bool) -> None:
    campaign = sweep(world)
    if launched_first:
        launch(campaign)
    apply(campaign, propose(campaign))
    launch(campaign)
    given = Assignment.objects.filter(campaign_id=campaign.id, until_change=None).values_list("door_id", "team_id")
    assert dict(Target.objects.filter(campaign_id=campaign.id).values_list("door_id", "team_id")) == dict(given)


def test_a_proposal_writes_nothing(world: World) -> None:
    campaign = sweep(world)
    propose(campaign, reform=True)
    assert not Assignment.objects.exists()
    assert Team.objects.count() == 3
    campaign.refresh_from_db()
    assert campaign.forecast == {}


def test_zones_that_miss_the_deadline_are_named_with_their_shortage(world: World) -> None:
    summary = summarise(propose(short_of_one(world), reform=True))
    assert [(zone.name, zone.teams, zone.short_teams, zone.short_people) for zone in summary.misses] == [
        ("第1责任区", 3, 1, 1)
    ]
    assert not summary.holds
    assert summary.pooled.teams_needed == 5
    assert summary.pooled.holds


def test_lending_happens_only_when_it_is_chosen(world: World) -> None:
    campaign = short_of_one(world)
    proposal = propose(campaign, reform=True)
    assert [(step.from_zone, step.to_zone) for step in proposal.plan.lending] == [
        (str(world.zones["second"].id), str(world.zones["first"].id))
    ]
    assert not apply(campaign, proposal).holds
    assert Team.objects.filter(lent_from=None, is_active=True).count() == 5


def test_a_chosen_loan_moves_the_team_and_holds_the_deadline(world: World) -> None:
    campaign = short_of_one(world)
    proposal = propose(campaign, reform=True)
    summary = apply(campaign, proposal, lending=proposal.plan.lending)
    assert summary.holds
    lent = Team.objects.get(lent_from=world.zones["second"])
    assert lent.zone == world.zones["first"]
    assert list(owners(campaign).values()).count(str(lent.id)) > 0


def test_a_lent_team_may_record_where_it_was_lent_to(world: World) -> None:
    campaign = short_of_one(world)
    proposal = propose(campaign, reform=True)
    apply(campaign, proposal, lending=proposal.plan.lending)
    lent = Team.objects.get(lent_from=world.zones["second"]).memberships.get(until_change=None).worker
    assert lent.grants.in_force().filter(place=world.places["compound"]).exists()


def test_a_step_that_was_not_suggested_is_refused(world: World) -> None:
    campaign = short_of_one(world)
    (step,) = propose(campaign, reform=True).plan.lending
    with pytest.raises(Problem, match=r"plan\.changed"):
        apply(campaign, propose(campaign), lending=[step])


def test_teams_that_there_are_go_on_and_others_are_formed_beside_them(world: World) -> None:
    newcomer = Worker.objects.create(name="新来的", organisation=world.organisations["school"])
    campaign = sweep(world, team_size=1)
    apply(campaign, propose(campaign))
    assert {world.teams[key].id for key in world.teams} < set(
        Team.objects.filter(is_active=True).values_list("id", flat=True)
    )
    assert newcomer.memberships.get(until_change=None).team.zone == world.zones["second"]


def test_forming_anew_keeps_as_many_teams_identities_as_it_can(world: World) -> None:
    campaign = sweep(world, team_size=1)
    apply(campaign, propose(campaign, reform=True))
    active = Team.objects.filter(is_active=True)
    assert active.count() == 7
    assert {team.id for team in world.teams.values()} <= set(active.values_list("id", flat=True))
    assert Membership.objects.filter(until_change=None).count() == 7


def test_locals_are_spread_over_teams_first(world: World) -> None:
    Worker.objects.create(name="另一位", organisation=world.organisations["education"])
    crews = propose(sweep(world, team_size=2), reform=True).crews
    local = [team.has_local for team in crews.formation.teams if team.zone == str(world.zones["first"].id)]
    assert local == [True, True, False]


def test_an_organisation_of_two_zones_shares_its_teams_by_doors(world: World) -> None:
    Backing.objects.create(organisation=world.organisations["education"], zone=world.zones["second"])
    proposal = propose(sweep(world, team_size=1), reform=True)
    education = Counter(
        team.zone for team in proposal.teams if team.organisation == str(world.organisations["education"].id)
    )
    assert education == {str(world.zones["first"].id): 2, str(world.zones["second"].id): 1}


def test_doors_outside_all_zones_are_reported_and_counted_in_the_pooled_sum(world: World) -> None:
    ZonePlace.objects.filter(place=world.places["alley"]).delete()
    campaign = sweep(world)
    summary = apply(campaign, propose(campaign))
    assert [(part.name, part.doors) for part in summary.outside] == [("城关街道 · 西门社区", 8)]
    assert (summary.doors, summary.assigned, summary.holds) == (40, 32, False)
    assert summary.pooled.teams_needed == 2


def test_a_zone_without_a_team_is_said_to_have_none(world: World) -> None:
    Worker.objects.filter(organisation=world.organisations["school"]).update(is_active=False)
    summary = summarise(propose(sweep(world)))
    assert summary.teamless_doors == 8
    assert [zone.name for zone in summary.misses] == ["第2责任区"]
    assert summary.hours_all is None


def test_doors_already_closed_stay_with_the_team_that_closed_them(world: World) -> None:
    campaign = sweep(world)
    apply(campaign, propose(campaign))
    launch(campaign)
    done = Target.objects.filter(campaign_id=campaign.id, team_id=world.teams["team 1"].id)[0]
    Target.objects.filter(campaign_id=campaign.id, door_id=done.door_id).update(state=State.ANSWERED)
    assert summarise(propose(campaign)).doors == 39
    Membership.objects.filter(team=world.teams["team 1"]).delete()
    apply(campaign, propose(campaign, now=ORDER + timedelta(hours=24)))
    closed = Target.objects.get(campaign_id=campaign.id, door_id=done.door_id)
    assert closed.team_id == world.teams["team 1"].id


def test_the_plan_is_kept_with_the_sweep_and_in_the_audit(world: World) -> None:
    campaign = sweep(world)
    summary = apply(campaign, propose(campaign), worker=world.workers["headquarters"].id)
    campaign.refresh_from_db()
    assert read_summary(campaign.forecast) == summary
    assert summary.hours_all is not None
    line = Audit.objects.get(action="campaign.planned", subject=campaign.id)
    assert line.worker == world.workers["headquarters"].id


def test_only_the_kinds_that_the_sweep_names_are_planned(world: World) -> None:
    assert summarise(propose(sweep(world, door_kinds=["shop", "restaurant"]))).doors == 3


def test_a_sweep_of_one_compound_plans_only_its_doors(world: World) -> None:
    campaign = sweep(world)
    campaign.place = world.places["compound"]
    campaign.save()
    assert [zone.doors for zone in summarise(propose(campaign)).zones] == [24]


def test_doors_may_weigh_by_kind_and_floor(world: World) -> None:
    walk = propose(sweep(world), by_kind=True).ground.zones[0].work
    ground, second, third = (walk.stretches[0].seconds[at] for at in (0, 2, 4))
    assert (second - ground, third - ground) == (20, 40)


def test_a_sweep_too_short_for_a_single_door_is_refused(world: World) -> None:
    campaign = sweep(world)
    campaign.deadline = ORDER + timedelta(minutes=20)
    with pytest.raises(Problem, match=r"plan\.no_time"):
        propose(campaign)


def test_applying_twice_changes_nothing(world: World) -> None:
    campaign = sweep(world)
    apply(campaign, propose(campaign))
    before = list(Assignment.objects.order_by("door_id").values())
    apply(campaign, propose(campaign))
    assert list(Assignment.objects.order_by("door_id").values()) == before
