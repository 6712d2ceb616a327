"""The plan of a sweep: who knocks where, which zones miss the deadline, and what lending would mend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qiaomen.campaigns.planner.lend import Balance, Loan, loans
from qiaomen.campaigns.planner.pace import Pace
from qiaomen.campaigns.planner.pool import Pooled, pooled
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.split import TOLERANCE, cut, parts_needed, shortest_longest
from qiaomen.campaigns.planner.teams import Team
from qiaomen.campaigns.planner.work import Span, Walk, ZoneWork, spans_of


@dataclass(frozen=True, slots=True)
class ZonePlan:
    """One zone of a plan. Seconds are seconds at the door; hours run by the clock from the opening."""

    zone: str
    doors: int
    seconds: int
    teams: int
    longest: int
    """Seconds of the team with most to do."""
    shortest_longest: int
    """What `longest` could be at best if doors in two buildings did not matter."""
    spanning: int
    """Teams with doors in more than one building or alley."""
    teams_needed: int | None
    """The fewest teams that hold the deadline; None when a single door takes a team longer than that."""
    holds: bool
    finish_hours: float | None
    """When the last team is through; None when nobody knocks."""
    team_size: int

    @property
    def short_teams(self) -> int:
        """Teams missing for the deadline."""
        return max(0, (self.teams_needed or 0) - self.teams)

    @property
    def short_people(self) -> int:
        """People missing for the deadline."""
        return self.short_teams * self.team_size


@dataclass(frozen=True, slots=True)
class Plan:
    """An assignment of every door of every zone that has a team, and what it means for the deadline."""

    assignments: Mapping[str, tuple[Span, ...]]
    """Team to its doors: one span, or none when there are more teams than doors."""
    zones: tuple[ZonePlan, ...]
    unassigned: tuple[Span, ...]
    """Whole zones without a team."""
    lending: tuple[Loan, ...]
    """Suggested steps; take them with `lend` and plan again."""
    pooled: Pooled
    capacity: int
    """Seconds of door work that one team does until the deadline."""

    @property
    def misses(self) -> tuple[ZonePlan, ...]:
        """The zones that miss the deadline."""
        return tuple(zone for zone in self.zones if not zone.holds)

    @property
    def holds(self) -> bool:
        """Whether every zone holds the deadline."""
        return not self.misses

    @property
    def finish_hours(self) -> float | None:
        """When the last zone is through; None when some doors have no team."""
        if self.unassigned:
            return None
        return max((zone.finish_hours or 0.0 for zone in self.zones), default=0.0)


def plan(
    zones: Sequence[ZoneWork],
    teams: Iterable[Team],
    *,
    schedule: Schedule,
    pace: Pace | None = None,
    team_size: int = 3,
    people: int | None = None,
    tolerance: Fraction = TOLERANCE,
) -> Plan:
    """Split every zone's walk among its teams, in the order in which they come: an organisation's stay side by side.

    `team_size` turns teams missing into people missing. `people` is everybody who could knock, for the pooled sum;
    by default the members of the teams, or `team_size` for each team that names none. A team of no zone given here
    gets no doors. `tolerance` is by how much the longest workload may exceed the optimum to spare teams a second
    building; it never costs the deadline.
    """
    pace = pace or Pace()
    by_zone: dict[str, list[Team]] = {zone.zone: [] for zone in zones}
    if len(by_zone) != len(zones):
        raise ValueError("a zone is given twice")
    crowd = list(teams)
    for team in crowd:
        by_zone.setdefault(team.zone, []).append(team)
    doors, seconds = sum(zone.doors for zone in zones), sum(zone.seconds for zone in zones)
    frame = _Frame(schedule, pace, doors, seconds, team_size, tolerance)
    assignments: dict[str, tuple[Span, ...]] = {team.team: () for team in crowd}
    if len(assignments) != len(crowd):
        raise ValueError("a team is given twice")
    plans = [frame.zone(zone, by_zone[zone.zone], assignments) for zone in zones]
    if people is None:
        people = sum(len(team.members) or team_size for team in crowd)
    return Plan(
        assignments=assignments,
        zones=tuple(plans),
        unassigned=tuple(Span(done.zone, 0, done.doors) for done in plans if done.doors and not done.teams),
        lending=loans(
            [
                Balance(zone.zone, zone.near, tuple(by_zone[zone.zone]), done.teams_needed)
                for zone, done in zip(zones, plans, strict=True)
            ]
        ),
        pooled=pooled(doors, people=people, team_size=team_size, pace=pace, schedule=schedule),
        capacity=frame.capacity,
    )


class _Frame:
    """What is the same for all zones of a plan."""

    def __init__(
        self, schedule: Schedule, pace: Pace, doors: int, seconds: int, team_size: int, tolerance: Fraction
    ) -> None:
        self.schedule, self.pace, self.doors, self.seconds = schedule, pace, doors, seconds
        self.team_size, self.tolerance = team_size, tolerance
        self.capacity = pace.capacity(schedule.days, doors=doors, seconds=seconds)

    def zone(self, zone: ZoneWork, teams: Sequence[Team], assignments: dict[str, tuple[Span, ...]]) -> ZonePlan:
        """Plan one zone and note its teams' spans."""
        walk = Walk(zone.stretches)
        spans = spans_of(zone.zone, cut(walk, len(teams), tolerance=self.tolerance, ceiling=self.capacity))
        for team, span in zip(teams, spans, strict=True):
            assignments[team.team] = (span,) if span.doors else ()
        longest = max((walk.load(span.start, span.stop) for span in spans), default=0)
        needed = parts_needed(walk, self.capacity)
        return ZonePlan(
            zone=zone.zone,
            doors=walk.doors,
            seconds=walk.prefix[-1],
            teams=len(teams),
            longest=longest,
            shortest_longest=shortest_longest(walk, len(teams)) if teams else 0,
            spanning=sum(span.doors > 0 and walk.spans(span.start, span.stop) for span in spans),
            teams_needed=needed,
            holds=needed is not None and len(teams) >= needed,
            finish_hours=self._finish(longest) if teams or not walk.doors else None,
            team_size=self.team_size,
        )

    def _finish(self, longest: int) -> float:
        return self.schedule.hours_for(self.pace.days_for(longest, doors=self.doors, seconds=self.seconds))
