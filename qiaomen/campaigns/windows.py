"""When to try again: an absent door is tried next in another part of the day.

Parts of the day, district time: morning 8–12, mealtime 12–14, afternoon 14–18, evening 18–21 (DOMAIN: absent people are
found at mealtimes or in the evening).
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from qiaomen.campaigns.states import Window

BOUNDS: list[tuple[Window, time, time]] = [
    (Window.MORNING, time(8), time(12)),
    (Window.NOON, time(12), time(14)),
    (Window.AFTERNOON, time(14), time(18)),
    (Window.EVENING, time(18), time(21)),
]
# A second knock within this time is not another try.
APART = timedelta(minutes=30)


def window_of(at: datetime, zone: ZoneInfo) -> Window:
    """The part of the day that a try counts for; before 8 it is the morning, after 21 the evening."""
    clock = at.astimezone(zone).time()
    for window, _start, end in BOUNDS:
        if clock < end:
            return window
    return Window.EVENING


def next_window(
    tries: Collection[datetime], zone: ZoneInfo, *, day_from: time, day_until: time
) -> tuple[datetime, datetime]:
    """When to knock next: the first part of a day after the last try, within knocking hours, not yet tried.

    When every part has been tried, the first one after the last try. Answers are in the district's zone.
    """
    last = max(tries).astimezone(zone)
    tried = {window_of(at, zone) for at in tries}
    possible = {window for window, start, end in BOUNDS if max(start, day_from) < min(end, day_until)}
    wanted = possible - tried or possible
    for day in range(3):
        date = (last + timedelta(days=day)).date()
        for window, start, end in BOUNDS:
            begins = datetime.combine(date, max(start, day_from), zone)
            ends = datetime.combine(date, min(end, day_until), zone)
            same = window_of(last, zone) == window and date == last.date()
            if window in wanted and not same and ends > last + APART:
                return max(begins, last + APART), ends
    return last + timedelta(days=1), last + timedelta(days=1, hours=2)


def tries(knocks: Collection[datetime]) -> int:
    """How many tries these knocks are: two phones at one door within half an hour tried once."""
    counted: list[datetime] = []
    for at in sorted(knocks):
        if not counted or at - counted[-1] >= APART:
            counted.append(at)
    return len(counted)
