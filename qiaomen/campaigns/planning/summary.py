"""What a plan came to, as data: kept with the campaign, printed by the command, shown on the plan's page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from qiaomen.campaigns.planner import Loan, ZonePlan
from qiaomen.campaigns.planning.proposal import Proposal, step_key


class ZoneLine(msgspec.Struct, frozen=True):
    """One zone: `longest_doors` is the most that one team has, `finish_hours` when the last team is through."""

    zone: str
    name: str
    doors: int
    teams: int
    teams_needed: int | None
    longest_doors: int
    spanning: int
    finish_hours: float | None
    holds: bool
    short_teams: int
    short_people: int


class StepLine(msgspec.Struct, frozen=True):
    """A lending step by the names that people know; `teams` is how many go."""

    key: str
    from_zone: str
    to_zone: str
    organisation: str
    teams: int
    people: int


class OutsideLine(msgspec.Struct, frozen=True):
    """Doors of an area that no zone answers for."""

    place: str
    name: str
    doors: int


class PooledLine(msgspec.Struct, frozen=True):
    """The sum as if anybody could knock anywhere."""

    holds: bool
    doors: int
    teams: int
    teams_needed: int
    short_teams: int
    people: int
    people_needed: int
    short_people: int


class Summary(msgspec.Struct, frozen=True):
    """`Campaign.forecast`. Hours run by the clock from `start`; `course` is (hours, doors closed until then)."""

    start: datetime
    deadline_hours: float
    late: bool
    by_kind: bool
    doors: int
    assigned: int
    teams: int
    people: int
    reserve: int
    teams_without_local: int
    holds: bool
    finish_hours: float | None
    hours_99: float | None
    hours_all: float | None
    closed_at_deadline: float
    pooled: PooledLine
    zones: list[ZoneLine]
    lending: list[StepLine]
    lent: list[StepLine]
    outside: list[OutsideLine]
    organisations_without_zone: list[tuple[str, int]]
    course: list[tuple[float, float]]
    hours_99_early: float | None = None
    hours_99_late: float | None = None

    @property
    def night_between(self) -> bool:
        """Whether luck decides if 99 % are done before a night or after it."""
        return bool(self.hours_99_early and self.hours_99_late and self.hours_99_late > 1.1 * self.hours_99_early)

    @property
    def misses(self) -> list[ZoneLine]:
        """The zones that miss the deadline."""
        return [zone for zone in self.zones if not zone.holds]

    @property
    def outside_doors(self) -> int:
        """Doors that no zone answers for."""
        return sum(part.doors for part in self.outside)

    @property
    def teamless_doors(self) -> int:
        """Doors in zones without any team."""
        return self.doors - self.assigned - self.outside_doors


def summarise(proposal: Proposal) -> Summary:
    """The figures of a proposal."""
    plan, course, pool = proposal.plan, proposal.forecast, proposal.pooled
    assigned = sum(span.doors for spans in plan.assignments.values() for span in spans)
    is_nearly_all = assigned >= 0.99 * proposal.ground.doors
    return Summary(
        start=proposal.frame.start,
        deadline_hours=round(proposal.frame.schedule.hours, 2),
        late=proposal.frame.late,
        by_kind=proposal.by_kind,
        doors=proposal.ground.doors,
        assigned=assigned,
        teams=len(proposal.teams),
        people=proposal.crews.people,
        reserve=len(proposal.crews.formation.reserve),
        teams_without_local=sum(not team.has_local for team in proposal.teams),
        holds=proposal.holds,
        finish_hours=_hours(plan.finish_hours),
        hours_99=_hours(course.hours_99) if is_nearly_all else None,
        hours_99_early=_hours(course.hours_99_early) if is_nearly_all else None,
        hours_99_late=_hours(course.hours_99_late) if is_nearly_all else None,
        hours_all=_hours(course.hours_all) if assigned == proposal.ground.doors else None,
        closed_at_deadline=round(course.closed_at_deadline, 1),
        pooled=msgspec.convert(pool, PooledLine, from_attributes=True),
        zones=_zones(proposal),
        lending=_steps(proposal, plan.lending),
        lent=_steps(proposal, proposal.lent),
        outside=[OutsideLine(str(part.place), part.name, part.doors) for part in proposal.ground.outside],
        organisations_without_zone=list(proposal.crews.without_zone),
        course=[(_hours(hours) or 0.0, round(closed, 1)) for hours, closed in course.course],
    )


def as_json(summary: Summary) -> dict[str, Any]:
    """The same in JSON's own types."""
    found: dict[str, Any] = msgspec.to_builtins(summary)
    return found


def read_summary(forecast: dict[str, Any]) -> Summary | None:
    """The summary kept with a campaign; None when nobody has planned it yet."""
    return msgspec.convert(forecast, Summary) if "zones" in forecast else None


def _zones(proposal: Proposal) -> list[ZoneLine]:
    longest: dict[str, int] = {}
    for spans in proposal.plan.assignments.values():
        for span in spans:
            longest[span.zone] = max(longest.get(span.zone, 0), span.doors)
    names = {zone.work.zone: zone.name for zone in proposal.ground.zones}
    return [_zone(done, names[done.zone], longest.get(done.zone, 0)) for done in proposal.plan.zones]


def _zone(done: ZonePlan, name: str, longest_doors: int) -> ZoneLine:
    return ZoneLine(
        zone=done.zone,
        name=name,
        doors=done.doors,
        teams=done.teams,
        teams_needed=done.teams_needed,
        longest_doors=longest_doors,
        spanning=done.spanning,
        finish_hours=_hours(done.finish_hours),
        holds=done.holds,
        short_teams=done.short_teams,
        short_people=done.short_people,
    )


def _steps(proposal: Proposal, steps: Sequence[Loan]) -> list[StepLine]:
    zones = {zone.work.zone: zone.name for zone in proposal.ground.zones}
    size = {team.team: len(team.members) for team in proposal.teams}
    return [
        StepLine(
            key=step_key(step),
            from_zone=zones[step.from_zone],
            to_zone=zones[step.to_zone],
            organisation=proposal.crews.names.get(step.organisation, ""),
            teams=len(step.teams),
            people=sum(size[team] for team in step.teams),
        )
        for step in steps
    ]


def _hours(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 2)
