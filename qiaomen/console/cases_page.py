"""Cases in words, and the curve by day of onset as a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from qiaomen.console.asked import link
from qiaomen.console.people_words import CASES, word
from qiaomen.monitoring.queries.cases import COUNTED, Bar, Case

HEIGHT, STEP = 120, 18


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the line list."""

    case: Case
    url: str
    status: str
    origin: str


@dataclass(frozen=True, slots=True)
class Column:
    """One day of the curve: `parts` are (status, y, height) from the bottom up."""

    day: date
    x: int
    total: int
    parts: Sequence[tuple[str, int, int]]
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The curve as a drawing of so many units; at most ten days bear a date. `legend`: (status, its word, how many)."""

    width: int
    height: int
    columns: Sequence[Column]
    largest: int
    total: int
    legend: Sequence[tuple[str, str, int]]


def lines(cases: Sequence[Case]) -> list[Line]:
    """The line list in words."""
    origins = {"local": _("local"), "imported": _("from elsewhere")}
    return [
        Line(case, link("person", case.person), word(CASES, case.status), origins.get(case.origin, ""))
        for case in cases
    ]


def draw(bars: Sequence[Bar]) -> Curve | None:
    """The curve; nothing where there is no case."""
    if not bars:
        return None
    largest = max(bar.total for bar in bars)
    every = max(2, -(-len(bars) // 10))  # a date is wider than a day
    sums = {status: sum(bar.counts.get(status, 0) for bar in bars) for status in COUNTED}
    return Curve(
        width=max(len(bars) * STEP, 200),
        height=HEIGHT,
        columns=[_column(bar, index, largest, every) for index, bar in enumerate(bars)],
        largest=largest,
        total=sum(bar.total for bar in bars),
        legend=[(status, word(CASES, status), count) for status, count in sums.items() if count],
    )


def _column(bar: Bar, index: int, largest: int, every: int) -> Column:
    parts, below = [], 0
    for status in COUNTED:
        if count := bar.counts.get(status, 0):
            top, foot = HEIGHT - round(HEIGHT * (below + count) / largest), HEIGHT - round(HEIGHT * below / largest)
            parts.append((status, top, foot - top))
            below += count
    label = f"{bar.day.month}-{bar.day.day}" if index % every == 0 else ""
    return Column(bar.day, index * STEP, bar.total, parts, label)
