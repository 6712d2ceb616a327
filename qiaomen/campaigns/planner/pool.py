"""The sum for a whole district as if anybody could knock anywhere: how many teams and people a deadline asks for."""

from dataclasses import dataclass

from qiaomen.campaigns.planner.pace import Pace
from qiaomen.campaigns.planner.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Pooled:
    """What a deadline asks for, counted in doors alone; the lower bound of every plan by zones."""

    doors: int
    teams: int
    teams_needed: int
    team_size: int
    people: int

    @property
    def holds(self) -> bool:
        """Whether the deadline would hold if teams could be lent freely."""
        return self.teams >= self.teams_needed

    @property
    def short_teams(self) -> int:
        """Teams that are missing."""
        return max(0, self.teams_needed - self.teams)

    @property
    def people_needed(self) -> int:
        """People in the teams needed."""
        return self.teams_needed * self.team_size

    @property
    def short_people(self) -> int:
        """People that are missing, when everybody there is can be put into teams."""
        return max(0, self.people_needed - self.people)


def pooled(doors: int, *, people: int, team_size: int, pace: Pace, schedule: Schedule) -> Pooled:
    """Doors over what a team does until the deadline, rounded up; ValueError when a team does none by then."""
    each = pace.doors_in(schedule.days)
    if each == 0:
        raise ValueError("no team finishes a door before the deadline")
    return Pooled(doors, people // team_size, -(-doors // each), team_size, people)
