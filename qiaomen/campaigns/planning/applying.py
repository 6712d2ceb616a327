"""Carrying a proposal out: teams, lending, assignments and the plan's summary, in one change."""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from qiaomen.access import audit
from qiaomen.base import changes
from qiaomen.base.ids import NOBODY
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows, run
from qiaomen.campaigns import actions
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.planner import Loan, Team
from qiaomen.campaigns.planning.crews import Known
from qiaomen.campaigns.planning.proposal import Proposal
from qiaomen.campaigns.planning.summary import Summary, as_json, summarise
from qiaomen.campaigns.states import FIRST_CLOSED, State
from qiaomen.duty.teams import NewTeam, set_teams

# A visit may close a door between the proposal and its application; whoever folds it holds its place's row.
LOCK_PLACES = """
SELECT id FROM places_place WHERE id IN (SELECT place_id FROM places_door WHERE id = ANY(%b))
ORDER BY id FOR NO KEY UPDATE
"""
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
        held = locked(campaign)
        ids = _make_teams(chosen, change.id, worker)
        held.forecast = as_json(summary)
        held.save(update_fields=["forecast"])
        audit.write(
            worker, "campaign.planned", campaign.id,
            doors=summary.assigned, teams=summary.teams, lent=sum(step.teams for step in summary.lent),
        )  # fmt: skip
        hands = {door: ids[team] for door, team in chosen.doors()}
        teamless = [
            door for zone in chosen.ground.zones for door, team in zip(zone.doors, zone.teams, strict=True)
            if team != NOBODY and door not in hands
        ]  # fmt: skip
        hand_out(held, hands | dict.fromkeys(teamless, NOBODY), worker)
    campaign.forecast = held.forecast
    return summary


def locked(campaign: Campaign) -> Campaign:
    """The campaign's row, held to the end of the change. Raises `campaign.closed`."""
    held = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if held.closed_at is not None:
        raise Problem("campaign.closed")
    return held


def hand_out(campaign: Campaign, hands: dict[UUID, UUID], worker: UUID | None) -> int:
    """Give doors to teams, but for those that were closed or came up for decision meanwhile; how many changed hands.

    The last step of a change: it takes the district's clock.
    """
    doors = list(hands)
    if campaign.launched_at is not None:
        run(LOCK_PLACES, [doors])
        decided = {row[0] for row in rows(DECIDED, [campaign.id, doors, FIRST_CLOSED, int(State.CONFLICT)])}
        doors = [door for door in doors if door not in decided]
    return actions.assign(campaign, doors=doors, teams=[hands[door] for door in doors], worker=worker) if doors else 0


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


def _make_teams(proposal: Proposal, change: UUID, worker: UUID | None) -> dict[str, UUID]:
    """The id of every team, by the planner's name for it."""
    zones = [zone.zone for zone in proposal.ground.zones]
    made = set_teams(new_teams(proposal.teams, proposal.known), change=change, zones=zones, by=worker)
    return {team.team: one.id for team, one in zip(proposal.teams, made, strict=True)}
