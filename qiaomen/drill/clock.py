"""The drill's time: faster than the world's, and never ahead of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic


def real_now() -> datetime:
    return datetime.now(UTC)


class DrillClock:
    """Starts at ``start`` and runs ``speed`` times as fast as the world until it has caught up, then as fast as it.

    A server fixes a record's time at no later than its receipt, so a drill that ran ahead would have all its visits
    pushed back onto one instant. A sped-up sweep therefore opens in the past and ends at the present.
    """

    def __init__(
        self,
        *,
        start: datetime,
        speed: float,
        world: Callable[[], datetime] = real_now,
        ticks: Callable[[], float] = monotonic,
    ) -> None:
        if speed <= 0:
            raise ValueError("time runs forwards")
        self._start, self._speed, self._world, self._ticks = start, speed, world, ticks
        self._began = ticks()

    @property
    def speed(self) -> float:
        """Seconds of the drill to a second of the world, now."""
        return self._speed if self.read()[1] else 1.0

    def now(self) -> datetime:
        """The drill's time, in UTC."""
        return self.read()[0]

    def read(self) -> tuple[datetime, timedelta]:
        """The drill's time, and how far it is behind the world: a server's clock, seen from inside the drill, is this
        much ahead. Read together, for both move on while one looks.
        """
        world = self._world()
        seconds = min((self._ticks() - self._began) * self._speed, (world - self._start).total_seconds())
        now = min(self._start + timedelta(seconds=seconds), world)
        return now, world - now

    def skip_to(self, moment: datetime) -> None:
        """Passes over a time in which nothing happens, at most up to now; no time is ever taken back."""
        self._start += max(timedelta(0), min(moment, self._world()) - self.now())

    def seconds_until(self, moment: datetime) -> float:
        """Real seconds until the drill's time is ``moment``; zero or less when it has come."""
        now, lag = self.read()
        return (moment - now).total_seconds() / (self._speed if lag else 1.0)
