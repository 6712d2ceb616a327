"""Planning again in the small world: four teams of one or two people, and some of them drop out."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from qiaomen.access.models import Audit, Worker
from qiaomen.base.ids import NOBODY, new_id
from qiaomen.base.problems import Problem
from qiaomen.campaigns.actions import assign, close, launch
from qiaomen.campaigns.models import Assignment, Campaign, Target
from qiaomen.campaigns.planning import apply, apply_replan, propose, replan, summarise_replan
from qiaomen.campaigns.states import State
from qiaomen.campaigns.tests.test_planning import sweep
from qiaomen.duty.models import Membership, Team
from qiaomen.testing.world import ORDER, World

MORNING = ORDER + timedelta(hours=13)


@pytest.fixture
def campaign(world: World) -> Campaign:
    """Under way, seven one-person teams: five in the first zone, two in the second."""
    campaign = sweep(world, team_size=1)
    apply(campaign, propose(campaign, reform=True))
    launch(campaign)
    return campaign


def teams_of(campaign: Campaign) -> dict[UUID, UUID]:
    return dict(Target.objects.filter(campaign_id=campaign.id).values_list("door_id", "team_id"))


def own(campaign: Campaign, worker: Worker) -> Iterator[Target]:
    team = worker.memberships.get(until_change=None).team_id
    return Target.objects.filter(campaign_id=campaign.id, team_id=team).order_by("door_id").iterator()


def set_target(target: Target, **values: object) -> None:
    Target.objects.filter(campaign_id=target.campaign_id, door_id=target.door_id).update(**values)


def test_only_doors_of_who_is_gone_change_hands(campaign: Campaign, world: World) -> None:
    gone = world.workers["taxes 1"]
    orphaned = {target.door_id for target in own(campaign, gone)}
    before = teams_of(campaign)
    summary = apply_replan(campaign, replan(campaign, gone_workers=[gone.id]))
    after = teams_of(campaign)
    assert {door for door in before if before[door] != after[door]} == orphaned
    assert summary.moved == summary.must_move == len(orphaned) > 0
    assert summary.share_moved == pytest.approx(len(orphaned) / 40, abs=1e-4)


def test_every_door_still_has_a_live_team_afterwards(campaign: Campaign, world: World) -> None:
    apply_replan(campaign, replan(campaign, gone_workers=[world.workers["taxes 1"].id, world.workers["outsider"].id]))
    live = set(Team.objects.filter(is_active=True).values_list("id", flat=True))
    assert set(teams_of(campaign).values()) <= live


def test_closed_doors_and_doors_under_review_never_move(campaign: Campaign, world: World) -> None:
    gone = world.workers["taxes 1"]
    closed, claimed, disputed, tried, *_rest = own(campaign, gone)
    set_target(closed, state=State.ANSWERED, attempts=1)
    set_target(claimed, state=State.INACCESSIBLE, claim=new_id(), attempts=1)
    set_target(disputed, state=State.CONFLICT, attempts=2)
    set_target(tried, state=State.ABSENT, attempts=1)
    summary = apply_replan(campaign, replan(campaign, gone_workers=[gone.id], now=MORNING))
    after = teams_of(campaign)
    assert [after[target.door_id] for target in (closed, claimed, disputed)] == [closed.team_id] * 3
    assert after[tried.door_id] != tried.team_id
    assert summary.waiting == 2


def test_a_door_closed_since_the_proposal_stays_where_it_is(campaign: Campaign, world: World) -> None:
    gone = world.workers["taxes 1"]
    proposed = replan(campaign, gone_workers=[gone.id])
    closed = next(own(campaign, gone))
    set_target(closed, state=State.ANSWERED)
    apply_replan(campaign, proposed)
    assert teams_of(campaign)[closed.door_id] == closed.team_id


def test_memberships_of_who_is_gone_end_and_the_empty_team_stops(campaign: Campaign, world: World) -> None:
    gone = world.workers["taxes 1"]
    team = gone.memberships.get(until_change=None).team
    summary = apply_replan(campaign, replan(campaign, gone_workers=[gone.id]))
    team.refresh_from_db()
    assert not team.is_active
    assert not gone.memberships.filter(until_change=None).exists()
    assert (summary.gone, summary.dissolved, summary.ended, summary.teams) == (1, 1, 1, 6)


def test_who_dropped_out_is_in_no_later_plan_until_somebody_puts_them_into_a_team(
    campaign: Campaign, world: World
) -> None:
    gone = world.workers["taxes 1"]
    apply_replan(campaign, replan(campaign, gone_workers=[gone.id]))
    again = propose(campaign, reform=True)
    assert str(gone.id) not in {member.worker for team in again.teams for member in team.members}
    apply(campaign, again)
    assert not replan(campaign).crews.formation.reserve
    team = Team.objects.filter(is_active=True)[0]
    Membership.objects.create(team=team, worker=gone, from_change=world.change)
    assert str(gone.id) in {member.worker for one in propose(campaign).teams for member in one.members}


def test_the_reserve_steps_in_before_a_team_is_dissolved(campaign: Campaign, world: World) -> None:
    spare = Worker.objects.create(name="替补", organisation=world.organisations["taxes"])
    gone = world.workers["taxes 1"]
    team = gone.memberships.get(until_change=None).team
    summary = apply_replan(campaign, replan(campaign, gone_workers=[gone.id]))
    assert (summary.dissolved, summary.moved) == (0, 0)
    assert spare.memberships.get(until_change=None).team == team


def test_a_small_team_that_loses_nobody_goes_on(world: World) -> None:
    campaign = sweep(world, team_size=3)
    apply(campaign, propose(campaign))
    again = replan(campaign, gone_workers=[world.workers["field"].id])
    assert [team.team for team in again.dissolved] == [str(world.teams["team 1"].id)]


def test_with_two_enough_a_team_of_three_goes_on_without_one(world: World) -> None:
    campaign = sweep(world, team_size=3)
    apply(campaign, propose(campaign))
    summary = summarise_replan(replan(campaign, gone_workers=[world.workers["field"].id], smallest=2))
    assert (summary.dissolved, summary.moved, summary.ended) == (0, 0, 1)


def test_before_the_launch_assignments_move(world: World) -> None:
    campaign = sweep(world, team_size=1)
    apply(campaign, propose(campaign, reform=True))
    gone = world.workers["taxes 1"].memberships.get(until_change=None)
    apply_replan(campaign, replan(campaign, gone_workers=[gone.worker_id]))
    now = Assignment.objects.filter(campaign_id=campaign.id, until_change=None)
    assert now.count() == 40
    assert not now.filter(team_id=gone.team_id).exists()


def test_a_zone_whose_last_team_is_gone_keeps_no_dead_team(campaign: Campaign, world: World) -> None:
    gone = [world.workers[key].id for key in ("outsider", "outsider 2")]
    summary = apply_replan(campaign, replan(campaign, gone_workers=gone))
    assert summary.unassigned == 8
    assert [zone.name for zone in summary.misses] == ["第2责任区"]
    assert list(teams_of(campaign).values()).count(NOBODY) == 8


def test_doors_that_no_team_had_are_handed_out(campaign: Campaign) -> None:
    found = Target.objects.filter(campaign_id=campaign.id)[0]
    set_target(found, team_id=NOBODY)
    Assignment.objects.filter(campaign_id=campaign.id, door_id=found.door_id).delete()
    summary = apply_replan(campaign, replan(campaign))
    assert (summary.newly_assigned, summary.moved) == (1, 0)
    assert teams_of(campaign)[found.door_id] != NOBODY


def test_a_team_behind_its_work_is_relieved_only_when_asked(campaign: Campaign, world: World) -> None:
    doors = [target.door_id for key in ("field", "field 2", "field 3") for target in own(campaign, world.workers[key])]
    team = world.workers["field"].memberships.get(until_change=None).team_id
    assign(campaign, doors=doors, teams=[team] * len(doors))
    set_target(next(own(campaign, world.workers["field"])), attempts=1, state=State.ABSENT)
    second_day = ORDER + timedelta(hours=49)
    left_alone = summarise_replan(replan(campaign, now=second_day))
    relieved = summarise_replan(replan(campaign, now=second_day, relieve=True))
    assert (left_alone.moved, left_alone.holds) == (0, False)
    assert relieved.moved == relieved.must_move == len(doors) - 10
    assert relieved.holds


def test_past_the_deadline_a_days_work_is_the_limit(campaign: Campaign, world: World) -> None:
    set_target(next(own(campaign, world.workers["field"])), attempts=1, state=State.ABSENT)
    gone = world.workers["taxes 1"]
    summary = summarise_replan(replan(campaign, gone_workers=[gone.id], now=ORDER + timedelta(days=9)))
    assert summary.late
    assert not summary.holds
    assert summary.moved == len(list(own(campaign, gone)))


def test_replanning_is_kept_with_the_sweep_and_in_the_audit(campaign: Campaign, world: World) -> None:
    summary = apply_replan(
        campaign, replan(campaign, gone_workers=[world.workers["taxes 1"].id]), worker=world.workers["lead"].id
    )
    campaign.refresh_from_db()
    assert campaign.forecast["replans"][0]["share_moved"] == summary.share_moved
    assert campaign.forecast["zones"]
    assert Audit.objects.get(action="campaign.replanned").details["moved"] == summary.moved


def test_a_proposal_to_replan_writes_nothing(campaign: Campaign, world: World) -> None:
    before = (teams_of(campaign), Membership.objects.filter(until_change=None).count())
    summarise_replan(replan(campaign, gone_workers=[world.workers["taxes 1"].id]))
    assert (teams_of(campaign), Membership.objects.filter(until_change=None).count()) == before


def test_a_closed_sweep_is_not_planned_again(campaign: Campaign) -> None:
    close(campaign)
    with pytest.raises(Problem, match=r"campaign\.closed"):
        replan(campaign)
