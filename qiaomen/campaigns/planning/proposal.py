"""A proposal: who would knock where, and whether the deadline would hold. Nothing is written."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from qiaomen.base.ids import NOBODY
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.planner import Forecast, Loan, Plan, Pooled, Team, lend, plan, pooled
from qiaomen.campaigns.planning.crews import GONE, Crews, Known, read_crews
from qiaomen.campaigns.planning.ground import Ground, read_ground
from qiaomen.campaigns.planning.times import Frame, foretold, frame


@dataclass(frozen=True)
class Proposal:
    """A sweep's ground, crews and plan; `lent` are the lending steps taken in it, `plan.lending` those suggested."""

    campaign: Campaign
    frame: Frame
    by_kind: bool
    reform: bool
    ground: Ground
    crews: Crews
    teams: tuple[Team, ...]
    plan: Plan
    lent: tuple[Loan, ...] = ()

    @cached_property
    def forecast(self) -> Forecast:
        """The expected course of what the plan hands out."""
        loads = [sum(span.doors for span in spans) for spans in self.plan.assignments.values()]
        return foretold(self.campaign, loads, self.frame, empty=self.ground.empty)

    @cached_property
    def pooled(self) -> Pooled:
        """The sum as if anybody could knock anywhere, over all doors, those outside the zones included."""
        return pooled(
            self.ground.doors,
            people=self.crews.people,
            team_size=self.campaign.team_size,
            pace=self.frame.pace,
            schedule=self.frame.schedule,
        )

    @property
    def holds(self) -> bool:
        """Whether every door has a team and every zone holds the deadline."""
        return self.plan.holds and not self.ground.outside and not self.frame.late

    @property
    def digest(self) -> str:
        """Changes with doors, teams and who gets what, so that what is applied is what was looked at."""
        seen = sha256()
        for zone in self.ground.zones:
            seen.update(b"".join(door.bytes for door in zone.doors))
        for team in self.teams:
            seen.update(repr((team.team, team.zone, team.members, self.plan.assignments[team.team])).encode())
        return seen.hexdigest()[:16]

    def lending(self, steps: Collection[Loan]) -> "Proposal":
        """The proposal with these of its suggested steps taken."""
        if not steps:
            return self
        unknown = set(steps) - set(self.plan.lending)
        if unknown:
            raise Problem("plan.changed")
        teams = lend(self.teams, steps)
        return replace(
            self, teams=teams, plan=_plan(self.campaign, self.frame, self.ground, teams), lent=(*self.lent, *steps)
        )

    def with_steps(self, keys: Collection[str]) -> "Proposal":
        """The proposal with all steps of these keys taken, those too that are suggested only after others."""
        steps = [step for step in self.plan.lending if step_key(step) in keys]
        return self.lending(steps).with_steps(keys) if steps else self

    def known(self, team: Team) -> Known:
        """What duty knows of a team, with where it was lent from in this proposal."""
        known = self.crews.known[team.team]
        home = next((step.from_zone for step in self.lent if team.team in step.teams), None)
        if home is None:
            return known
        first = known.lent_from or UUID(home)
        return replace(known, lent_from=None if first == UUID(team.zone) else first)

    def doors(self) -> Iterator[tuple[UUID, str]]:
        """Every door that gets a team, with the team."""
        walks = self.walks
        for team, spans in self.plan.assignments.items():
            for span in spans:
                yield from ((door, team) for door in walks[span.zone][span.start : span.stop])

    @property
    def changes(self) -> int:
        """Doors that would go to another team than they have now."""
        given = {door: self.crews.known[team].team for door, team in self.doors()}
        return sum(
            given[door] != team if door in given else team != NOBODY
            for zone in self.ground.zones
            for door, team in zip(zone.doors, zone.teams, strict=True)
        )

    @property
    def walks(self) -> Mapping[str, tuple[UUID, ...]]:
        """Each zone's doors in walking order, by the planner's name for the zone."""
        return {zone.work.zone: zone.doors for zone in self.ground.zones}


def propose(
    campaign: Campaign, *, by_kind: bool = False, reform: bool = False, now: datetime | None = None
) -> Proposal:
    """Plan the sweep's doors, or after the launch what is left of them; nothing is written.

    `by_kind` lets doors take longer by kind, floor and lift; `reform` forms teams anew (see `read_crews`).
    Raises `campaign.closed`, `plan.no_doors`, `plan.no_time`.
    """
    if campaign.closed_at is not None:
        raise Problem("campaign.closed")
    framed = frame(campaign, by_kind=by_kind, now=now)
    ground = read_ground(campaign, framed.pace)
    if not ground.doors:
        raise Problem("plan.no_doors")
    zones = {zone.zone: len(zone.doors) for zone in ground.zones}
    crews = read_crews(zones, size=campaign.team_size, reform=reform, away=campaign.forecast.get(GONE, ()))
    teams = crews.formation.teams
    made = _plan(campaign, framed, ground, teams)
    return Proposal(campaign, framed, by_kind, reform, ground, crews, teams, made)


def step_key(step: Loan) -> str:
    """A lending step's name in forms and on command lines."""
    return sha256(repr((step.from_zone, step.to_zone, step.organisation, step.teams)).encode()).hexdigest()[:12]


def _plan(campaign: Campaign, framed: Frame, ground: Ground, teams: tuple[Team, ...]) -> Plan:
    return plan(
        [zone.work for zone in ground.zones],
        teams,
        schedule=framed.schedule,
        pace=framed.pace,
        team_size=campaign.team_size,
    )
