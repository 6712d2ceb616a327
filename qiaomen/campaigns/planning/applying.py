"""Carrying a proposal out: teams, lending, assignments and the plan's summary, in one change."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from qiaomen.access import audit
from qiaomen.base import changes
from qiaomen.base.ids import NOBODY
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows, run
from qiaomen.campaigns import actions
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.planner import Loan, Team
from qiaomen.campaigns.planning.crews import GONE, Known
from qiaomen.campaigns.planning.proposal import Proposal
from qiaomen.campaigns.planning.summary import Summary, as_json, summarise
from qiaomen.campaigns.states import FIRST_CLOSED, State
from qiaomen.duty.teams import NewTeam, set_teams

# A visit may close a door between the proposal and its application; whoever folds it holds its place's row.
LOCK_PLACES = """
SELECT id FROM places_place WHERE id IN (SELECT place_id FROM places_door WHERE id = ANY(%b))
ORDER BY id FOR NO KEY UPDATE
"""
# Nobody has counted the assignments that are being made: taken for few, they would be looked through for every door.
NO_LOOPS = "SET LOCAL enable_nestloop = off"
COUNT_THEM = "ANALYZE campaigns_assignment"
DECIDED = """
SELECT door_id FROM campaigns_target
WHERE campaign_id = %b AND door_id = ANY(%b) AND (state >= %b OR claim IS NOT NULL OR state = %b)
"""


def apply(
    campaign: Campaign, proposal: Proposal, *, lending: Collection[Loan] = (), worker: UUID | None = None
) -> Summary:
    """Make the proposal's teams, take the chosen lending steps, hand the doors out, and keep the summary.

    Before or after the launch. A door whose zone has no team loses the one that it had. Raises `campaign.closed`, and
    `plan.changed` for a step that the proposal does not suggest.
    """
    chosen = proposal.lending(lending)
    summary = summarise(chosen)
    with changes.change("plan", worker=worker) as change:
        ids = _make_teams(chosen, change.id, worker, since=min(campaign.opens_at, timezone.now()))
        audit.write(
            worker, "campaign.planned", campaign.id,
            doors=summary.assigned, teams=summary.teams, lent=sum(step.teams for step in summary.lent),
        )  # fmt: skip
        hands = {door: ids[team] for door, team in chosen.doors()}
        hand_out(
            campaign,
            _with_teamless(chosen, hands),
            lambda before: as_json(summary) | {GONE: before.get(GONE, [])},
            worker,
        )
    run(COUNT_THEM)  # before the launch joins them
    return summary


def hand_out(
    campaign: Campaign,
    hands: dict[UUID, UUID],
    forecast: Callable[[dict[str, Any]], dict[str, Any]],
    worker: UUID | None,
) -> None:
    """Give doors to teams, but for those that were closed or came up for decision meanwhile, and keep the figures.

    The last step of a change: places before the sweep's own row, as everybody takes them, and the district's clock
    after both. Raises `campaign.closed`.
    """
    doors = list(hands)
    run(LOCK_PLACES, [doors])
    held = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if held.closed_at is not None:
        raise Problem("campaign.closed")
    campaign.forecast = held.forecast = forecast(held.forecast)
    held.save(update_fields=["forecast"])
    decided = {row[0] for row in rows(DECIDED, [held.id, doors, FIRST_CLOSED, int(State.CONFLICT)])}
    open_doors = [door for door in doors if door not in decided]
    if open_doors:
        run(NO_LOOPS)
        actions.assign(held, doors=open_doors, teams=[hands[door] for door in open_doors], worker=worker)


def new_teams(teams: Sequence[Team], known: Callable[[Team], Known]) -> list[NewTeam]:
    """The planner's teams as duty takes them."""
    return [
        NewTeam(
            id=known(team).team,
            zone=UUID(team.zone),
            organisation=known(team).organisation,
            lent_from=known(team).lent_from,
            members=[(UUID(member.worker), member.local) for member in team.members],
        )
        for team in teams
    ]


def _make_teams(proposal: Proposal, change: UUID, worker: UUID | None, *, since: datetime) -> dict[str, UUID]:
    """The id of every team, by the planner's name for it. Who knocked before the plan was made was allowed to."""
    zones = [zone.zone for zone in proposal.ground.zones]
    made = set_teams(new_teams(proposal.teams, proposal.known), change=change, zones=zones, since=since, by=worker)
    return {team.team: one.id for team, one in zip(proposal.teams, made, strict=True)}


def _with_teamless(proposal: Proposal, hands: dict[UUID, UUID]) -> dict[UUID, UUID]:
    """The same, and nobody for doors that lose their team because their zone has none any more."""
    lost = [
        door
        for zone in proposal.ground.zones
        for door, team in zip(zone.doors, zone.teams, strict=True)
        if team != NOBODY and door not in hands
    ]
    return hands | dict.fromkeys(lost, NOBODY)
