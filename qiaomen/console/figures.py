"""How figures are written, the same in every language: 15,089 and 59.3%."""

import math


def number(value: object) -> str:
    """A whole number in groups of three; nothing for None."""
    return "" if value is None else f"{int(value):,}"  # type: ignore[call-overload]


def share(part: float, whole: float) -> float | None:
    """The percentage, rounded to a tenth; None of nothing.

    99.97 % is not all of it, so it stays 99.9; and what has begun is never 0.
    """
    if not whole:
        return None
    tenths = math.floor(part / whole * 1000 + 0.5)
    return max(1 if part > 0 else 0, min(tenths, 1000 if part >= whole else 999)) / 10


def percent_of(share: float | None) -> str:
    """A percentage as people read it."""
    if share is None:
        return "–"
    return "100%" if share == 100 else f"{share:.1f}%"


def percent(part: float, whole: float) -> str:
    """How much of the whole the part is: 59.3%."""
    return percent_of(share(part, whole))


def step(part: float, whole: float) -> int:
    """The step of the colour scale of coverage, 1 … 5 for 0–20 … 80–100 %; nothing at all is the first."""
    return min(5, 1 + int(part * 5 // whole)) if whole else 1
