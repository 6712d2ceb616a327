"""What the hours of the day would change of a sweep's outlook: a longer day, or knocking when doors open. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from qiaomen.campaigns.knocking_hours import KnockingHours
from qiaomen.campaigns.outlook import Frame, Outlook

# Fewer knocks in an hour of the day say nothing about it; and an hour that is no better is not named.
ENOUGH_KNOCKS = 30
BETTER = 1.15
# Nobody knocks earlier or later than this, whatever the deadline.
EARLIEST, LATEST = time(7), time(22)


@dataclass(frozen=True, slots=True)
class HourRate:
    """Of the knocks in one hour of the local day, how many somebody answered."""

    hour: int
    knocks: int
    opened: int


@dataclass(frozen=True, slots=True)
class BestHours:
    """Two hours of the day in which more doors open: from and until which hour; shares 0 … 1, then and else."""

    start: int
    end: int
    share: float
    share_else: float


@dataclass(frozen=True, slots=True)
class LongerDay:
    """One knocking hour more each day: which hours that makes, and when the sweep is done then."""

    day_from: time
    day_until: time
    done_at: datetime
    late: timedelta


def best_hours(rates: Iterable[HourRate], hours: KnockingHours) -> BestHours | None:
    """The two following hours inside knocking hours in which most knocks are answered; None where none stand out."""
    known = {one.hour: one for one in rates if one.knocks >= ENOUGH_KNOCKS and _inside(one.hour, hours)}
    pairs = [(known[hour], known[hour + 1]) for hour in known if hour + 1 in known]
    if not pairs or len(known) < 4:
        return None
    best = max(pairs, key=lambda pair: (_share(pair), pair[0].hour))
    others = [one for one in known.values() if one not in best]
    if _share(best) < BETTER * _share(others):
        return None
    return BestHours(best[0].hour, best[1].hour + 1, _share(best), _share(others))


def longer_day(frame: Frame, now: datetime, seen: Outlook) -> LongerDay | None:
    """What one more knocking hour a day would do at the present pace; None where it is not late, or no hour is left.

    The evening is asked first: more people are in then.
    """
    if not seen.is_late or not seen.pace or not seen.left:
        return None
    hours = frame.hours
    if hours.day_until.hour < LATEST.hour:
        longer = KnockingHours(hours.zone, hours.day_from, hours.day_until.replace(hour=hours.day_until.hour + 1))
    elif hours.day_from.hour > EARLIEST.hour:
        longer = KnockingHours(hours.zone, hours.day_from.replace(hour=hours.day_from.hour - 1), hours.day_until)
    else:
        return None
    done_at = longer.after(max(now, frame.opens_at), seen.left / seen.pace)
    return LongerDay(longer.day_from, longer.day_until, done_at, done_at - frame.deadline)


def _inside(hour: int, hours: KnockingHours) -> bool:
    return hours.day_from <= time(hour) and time(hour) < hours.day_until


def _share(rates: Iterable[HourRate]) -> float:
    found = list(rates)
    return sum(one.opened for one in found) / sum(one.knocks for one in found)
