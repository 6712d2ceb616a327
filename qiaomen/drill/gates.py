"""Compounds' gates that turn vehicles back, so many with so many people, played over the public protocol.

What the figures leave open is ours and said here: the days, at which gate and when, how many sat in which vehicle, and
who came beside them: residents' cars and people on foot who went in, and people on foot whom the guard turned away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Final

from .phone import Json
from .posts import Guard, Line, Played, PostPhones
from .vehicles import moments, plate, seated

_FROM_OUTSIDE: Final = "鄂粤湘川"
_OWN: Final = "云"
_MOST_IN_A_CAR: Final = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What is to come out exactly, of town E by default; `others` are passages beside them."""

    vehicles: int = 58
    people: int = 129
    days: int = 14
    others: int = 600


@dataclass(frozen=True, slots=True)
class Passing:
    """Who came to a gate, when, and what the guard wrote down."""

    at: datetime
    body: Json


class NoGate(Exception):
    """One of those who take part stands at no gate."""


def play(figures: Figures, guards: Sequence[Guard], line: Line, *, until: datetime, seed: str, threads: int) -> Played:
    """Plays all days up to `until`: each guard writes and sends what came to their gate. Raises NoGate."""
    dice = Random(f"{seed}/gates")
    phones = PostPhones(line, dice)

    @cache
    def gate_of(guard: Guard) -> str:
        known = line.get("/api/gate", token=guard.token).body.get("gates")
        if not known:
            raise NoGate
        return str(known[0]["id"])

    for one in passings(figures, start=until - timedelta(days=figures.days), dice=dice):
        guard = dice.choice(guards)
        phones.write(guard, "passage", body=one.body, place=gate_of(guard), at=one.at)
    return phones.send(threads)


def passings(figures: Figures, *, start: datetime, dice: Random) -> list[Passing]:
    """Everybody who comes to a gate, in order of time; every figure comes out exactly."""
    bodies = [_turned_back(one.people, dice) for one in seated(figures.vehicles, figures.people, dice)]
    bodies += [_beside(dice) for _number in range(figures.others)]
    dice.shuffle(bodies)
    times = moments(len(bodies), start=start, days=figures.days, dice=dice)
    return [Passing(at, body) for at, body in zip(times, bodies, strict=True)]


def _turned_back(people: int, dice: Random) -> Json:
    """As the gate's phone writes a vehicle from outside: none of them goes in."""
    _form, written = plate(dice.choice(_FROM_OUTSIDE), dice)
    return {
        "direction": "in", "verdict": "refused", "reason": "vehicle", "way": "vehicle", "plate": written,
        "occupants": people,
    }  # fmt: skip


def _beside(dice: Random) -> Json:
    """Somebody on foot or a car that goes in, or somebody on foot who does not."""
    drawn, temperature = dice.random(), round(dice.uniform(36.0, 36.9), 1)
    if drawn < 0.1:
        return {"direction": "in", "verdict": "refused", "reason": dice.choice(("no_pass", "stranger"))}
    if drawn < 0.7:
        return {"direction": dice.choice(("in", "out")), "verdict": "passed", "temperature": temperature}
    _form, written = plate(_OWN, dice)
    occupants = dice.randint(1, _MOST_IN_A_CAR)
    return {"direction": "in", "verdict": "passed", "way": "vehicle", "plate": written, "occupants": occupants}
