"""What happens when, in the drill's time."""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush

Action = Callable[[datetime], None]


class Agenda:
    """Actions in order of their time; those of one time in the order in which they were noted."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Action]] = []
        self._noted = 0

    def at(self, moment: datetime, action: Action) -> None:
        self._noted += 1
        heappush(self._heap, (moment, self._noted, action))

    @property
    def next_at(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def do_next(self) -> datetime:
        """Does what comes next, and answers for when it was noted."""
        moment, _, action = heappop(self._heap)
        action(moment)
        return moment
