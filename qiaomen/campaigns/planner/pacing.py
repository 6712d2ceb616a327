"""How long tries take where teams are known to close so many doors a day."""

from random import Random

from qiaomen.campaigns.planner.lots import DAY_S, Crew, Hours
from qiaomen.campaigns.planner.openness import BELIEVABLE, Openness
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.visits import Visits

DAYS_OF_PACE = 3
DRAWN_DOORS = 2_500
_SEED = 20200320
# The answer lies between a quarter and four times the first guess; nine halvings find it to half a per cent.
_WITHIN = 4.0
_HALVINGS = 9


def paced(
    doors_a_day: float,
    *,
    schedule: Schedule,
    visits: Visits | None = None,
    openness: Openness = BELIEVABLE,
    weekday: int = 0,
) -> Visits:
    """Visits slowed down or sped up until teams close 99 % of three days' doors at that pace in three days.

    So a pace known from experience, which has second tries in it, and the rates by hour describe the same teams; and
    what holds by counting doors holds by the forecast too.
    """
    visits = visits or Visits()
    hours = Hours(Schedule(DAYS_OF_PACE * 24, 0, schedule.knocking), weekday)
    doors = DAYS_OF_PACE * doors_a_day
    teams = max(1, round(DRAWN_DOORS / doors))
    loads = [int((team + 1) * doors) - int(team * doors) for team in range(teams)]
    guess = DAYS_OF_PACE * schedule.minutes_a_day * 60 / (doors * visits.answered)
    low, high = guess / _WITHIN, guess * _WITHIN
    for _ in range(_HALVINGS):
        middle = (low * high) ** 0.5
        if _closed(loads, visits.slower(middle), hours, openness) >= 0.99 * sum(loads):
            low = middle
        else:
            high = middle
    return visits.slower(low)


def _closed(loads: list[int], visits: Visits, hours: Hours, openness: Openness) -> int:
    """Doors that such teams have closed when the days are over; the same lots for every guess."""
    crew = Crew(hours, visits, Random(_SEED))  # noqa: S311 -- lots, not secrets
    for load in loads:
        crew.sweep(load, openness)
    return sum(at <= DAYS_OF_PACE * DAY_S for at in crew.closed)
