"""Vehicles that are stopped: so many with so many people, when they come, and plates of nobody."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

# Of a hundred vehicles so many come in the hours of a day: few at night.
_HOURS: Final = (1, 1, 1, 1, 1, 2, 3, 5, 6, 7, 7, 6, 5, 5, 6, 7, 7, 7, 6, 5, 4, 3, 2, 2)
_SEATS: Final = {"car": 5, "van": 8, "truck": 3, "bus": 30}
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Vehicle:
    """One that is stopped: how many sit in it, how many of them come from another province, whether it goes back."""

    at: datetime
    kind: str
    people: int
    elsewhere: int = 0
    turned_back: bool = False
    leaflets: list[tuple[str, int]] = field(default_factory=list)


def seated(count: int, people: int, dice: Random) -> list[Vehicle]:
    """So many vehicles with so many people: a driver in each, the others where there is room.

    Raises ValueError where they do not fit.
    """
    if not count <= people <= count * _SEATS["bus"]:
        raise ValueError("so many people do not fit into so many vehicles")
    kinds = dice.choices(("car", "van", "truck", "bus"), weights=(80, 10, 8, 2), k=count)
    found = [Vehicle(_NEVER, kind, 1) for kind in kinds]
    left, room = people - count, [one for one in found for _seat in range(_SEATS[one.kind] - 1)]
    dice.shuffle(room)
    for one in room[:left]:
        one.people += 1
    for number in range(max(0, left - len(room))):  # more people than seats: some are buses after all
        bus = found[number % count]
        bus.kind, bus.people = "bus", bus.people + 1
    return found


def moments(count: int, *, start: datetime, days: int, dice: Random) -> Sequence[datetime]:
    """When so many come in so many days, the first one first."""
    hours = dice.choices(range(24), weights=_HOURS, k=count)
    seconds = [dice.randrange(days) * 86_400 + hour * 3_600 + dice.randrange(3_600) for hour in hours]
    return [start + timedelta(seconds=second) for second in sorted(seconds)]


def plate(province: str, dice: Random) -> tuple[str, str]:
    """Its form, and a plate of nobody: letter Z no city of a province has, but for cars from Hong Kong and Macao."""
    if dice.random() < 0.06:
        return "new_energy", f"{province}ZD{dice.randrange(10**5):05d}"
    return "standard", f"{province}Z{dice.choice(_LETTERS)}{dice.randrange(10**4):04d}"
