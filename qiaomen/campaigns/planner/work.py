"""What there is to knock on: doors in walking order, by building or alley, with the seconds that each takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class Stretch:
    """Doors that follow each other in one building or alley; `seconds` says what each of them takes."""

    container: str
    seconds: tuple[int, ...]

    def __post_init__(self) -> None:
        if any(seconds <= 0 for seconds in self.seconds):
            raise ValueError("every door takes at least one second")


@dataclass(frozen=True, slots=True)
class ZoneWork:
    """A zone's doors in walking order. `near` groups zones that lend to each other first (a street, say)."""

    zone: str
    stretches: tuple[Stretch, ...]
    near: str = ""

    @property
    def doors(self) -> int:
        """How many doors."""
        return sum(len(stretch.seconds) for stretch in self.stretches)

    @property
    def seconds(self) -> int:
        """What all doors take together, in seconds at the door."""
        return sum(sum(stretch.seconds) for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class Span:
    """Doors [start, stop) of a zone, counted along its walk."""

    zone: str
    start: int
    stop: int

    @property
    def doors(self) -> int:
        """How many doors."""
        return self.stop - self.start


class Walk:
    """A zone's walk ready for arithmetic: `prefix[i]` seconds before door i, `end[i]` where door i's container ends.

    Both carry one entry more than there are doors, so that a position after the last door is a position too.
    """

    __slots__ = ("doors", "end", "prefix")

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        weights: list[int] = []
        self.end: list[int] = []
        for _, run in _runs(stretches):
            weights.extend(run)
            self.end.extend([len(weights)] * len(run))
        self.doors = len(weights)
        self.end.append(self.doors)
        self.prefix = list(accumulate(weights, initial=0))

    def load(self, start: int, stop: int) -> int:
        """The seconds of the doors [start, stop)."""
        return self.prefix[stop] - self.prefix[start]

    def spans(self, start: int, stop: int) -> bool:
        """Whether the doors [start, stop) lie in more than one building or alley."""
        return self.end[start] < stop

    def heaviest(self) -> int:
        """The seconds of the door that takes longest; 0 when there is none."""
        return max((after - before for before, after in zip(self.prefix, self.prefix[1:], strict=False)), default=0)


def stretches(doors: Iterable[tuple[str, int]]) -> tuple[Stretch, ...]:
    """Doors as (container, seconds) in walking order, gathered into stretches."""
    gathered: list[tuple[str, list[int]]] = []
    for container, seconds in doors:
        if not gathered or gathered[-1][0] != container:
            gathered.append((container, []))
        gathered[-1][1].append(seconds)
    return tuple(Stretch(container, tuple(run)) for container, run in gathered)


def _runs(parts: Iterable[Stretch]) -> list[tuple[str, list[int]]]:
    """Stretches with neighbours of one container joined: a team with both has doors in one container only."""
    runs: list[tuple[str, list[int]]] = []
    for part in parts:
        if not part.seconds:
            continue
        if runs and runs[-1][0] == part.container:
            runs[-1][1].extend(part.seconds)
        else:
            runs.append((part.container, list(part.seconds)))
    return runs


def spans_of(zone: str, cuts: Sequence[int]) -> list[Span]:
    """The parts between neighbouring cuts."""
    return [Span(zone, start, stop) for start, stop in pairwise(cuts)]
