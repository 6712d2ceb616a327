"""The signal in a stairwell: calls that never leave, answers that never come, calls that arrive twice, dead hours."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from .phone import Answer, Json


class Unreachable(Exception):
    """No answer came; whether the call arrived, nobody knows."""


class Transport(Protocol):
    """Something that carries a call to the server and brings the answer back."""

    def post(self, path: str, body: Json, *, token: str = "") -> Answer:
        """Raises :class:`Unreachable` when no answer comes."""
        ...


class TimedTransport(Transport, Protocol):
    """A transport that knows how long its calls took."""

    @property
    def latencies_s(self) -> Sequence[float]:
        """Seconds of the calls that were answered."""
        ...


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares of calls (0–1) that go wrong."""

    never_sent: float = 0.02
    answer_lost: float = 0.02
    sent_twice: float = 0.02


@dataclass(slots=True)
class FlakyTransport:
    """Loses and repeats calls on the way to another transport, as dice decide."""

    inner: Transport
    dice: Random
    faults: Faults = Faults()

    def post(self, path: str, body: Json, *, token: str = "") -> Answer:
        if self.dice.random() < self.faults.never_sent:
            raise Unreachable
        if self.dice.random() < self.faults.sent_twice:
            self.inner.post(path, body, token=token)
        answer = self.inner.post(path, body, token=token)
        if self.dice.random() < self.faults.answer_lost:
            raise Unreachable
        return answer


@dataclass(frozen=True, slots=True)
class Signal:
    """When a phone has none: sorted, disjoint spells."""

    spells: Sequence[tuple[datetime, datetime]] = ()

    def back_at(self, moment: datetime) -> datetime:
        """The moment itself when there is signal, else the end of the spell."""
        index = bisect_right(self.spells, moment, key=lambda spell: spell[0]) - 1
        return max(moment, self.spells[index][1]) if index >= 0 else moment


def spells(*, start: datetime, end: datetime, dice: Random) -> Signal:
    """A believable phone: a dead quarter of an hour now and then; one in fifty stays silent for up to two days."""
    found = []
    if dice.random() < 0.02:
        begins = start + (end - start) * dice.random()
        found.append((begins, begins + timedelta(hours=dice.uniform(6, 48))))
    at = start
    while (at := at + timedelta(hours=dice.expovariate(1 / 5))) < end:
        found.append((at, at + timedelta(minutes=dice.uniform(3, 40))))
    return Signal(_joined(sorted(found)))


def _joined(found: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for begins, ends in found:
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined


def clock_error(dice: Random) -> timedelta:
    """How far a phone's clock is off: mostly seconds, for one in thirty hours, for one in 200 days."""
    draw = dice.random()
    if draw < 0.005:
        return timedelta(days=dice.choice((-2, -1, 1)))
    if draw < 0.035:
        return timedelta(minutes=dice.uniform(6, 300)) * dice.choice((-1, 1))
    return timedelta(seconds=dice.gauss(0, 8))
