"""What a roster is made from, pure: posts, slots of the day, people, rules; and what comes out. Minutes throughout.

A moment is minutes since 1970 in UTC, a day an ordinal (`date.toordinal`) of the district's calendar.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from uuid import UUID

import msgspec

NIGHT_AT = 3 * 60
"""A shift during which it is three in the morning is a night."""
DAY = 24 * 60


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of a roster. A roster keeps those by which it was made.

    `rest_hours` between two shifts; `week_hours` in any seven days; `nights_in_row`; `women_at_night` whether women
    stand at night; `local`: at each post one who is at home there; `mixed`: where two or more stand, not all of one
    organisation; `same_post`: people keep their post where it can be; `late_minutes` until somebody is missing.
    """

    rest_hours: int = 12
    week_hours: int = 48
    nights_in_row: int = 3
    women_at_night: bool = True
    local: bool = False
    mixed: bool = False
    same_post: bool = True
    late_minutes: int = 15


class Slot(msgspec.Struct, frozen=True):
    """A stretch of each day: `begins` in minutes after local midnight, over midnight where it is long enough."""

    id: UUID
    begins: int
    minutes: int

    @property
    def is_night(self) -> bool:
        return any(self.begins <= NIGHT_AT + day < self.begins + self.minutes for day in (0, DAY))


class Post(msgspec.Struct, frozen=True):
    """Somewhere to stand: `heads` by slot; `skills`: how many of them, at each time, must have which skill."""

    id: UUID
    path: str
    kind: str
    heads: dict[UUID, int]
    skills: dict[str, int] = msgspec.field(default_factory=dict)


class Stint(msgspec.Struct, frozen=True):
    """One person's time at a post."""

    day: int
    begin: int
    end: int
    is_night: bool
    post: UUID
    slot: UUID

    @property
    def minutes(self) -> int:
        return self.end - self.begin


class Person(msgspec.Struct, frozen=True):
    """Somebody who stands: at home at and below `path`. `away`: (from, until); `before`: their stints around this
    roster, which count for rest, hours and nights."""

    id: UUID
    organisation: UUID | None = None
    path: str = "-"
    skills: frozenset[str] = frozenset()
    is_woman: bool = False
    no_nights: bool = False
    not_slots: frozenset[UUID] = frozenset()
    not_kinds: frozenset[str] = frozenset()
    away: tuple[tuple[int, int], ...] = ()
    before: tuple[Stint, ...] = ()


class Problem(msgspec.Struct, frozen=True):
    """What is to be solved: for `days` days from `first` on."""

    rules: Rules
    first: date
    days: int
    slots: Sequence[Slot]
    posts: Sequence[Post]
    people: Sequence[Person]
    zone: tzinfo = UTC


class Cell(msgspec.Struct, frozen=True):
    """A post at one slot of one day; `turn` counts the stretches of time, `post` is an index into the posts."""

    index: int
    turn: int
    post: int
    heads: int


class Turn(msgspec.Struct, frozen=True):
    """One slot of one day."""

    day: int
    slot: Slot
    begin: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.begin


class Gap(msgspec.Struct, frozen=True):
    """What a post lacks: `missing` people; of a skill, or `local` or `mixed` by the rules of these names; "": any."""

    post: UUID
    slot: UUID
    day: int
    missing: int
    lack: str = ""


class Given(msgspec.Struct, frozen=True):
    """Somebody stands at a post."""

    person: UUID
    stint: Stint


class Solution(msgspec.Struct):
    """A roster: who stands where, and what is missing. `is_proven`: nobody can make one with less missing."""

    given: list[Given]
    gaps: list[Gap]
    is_proven: bool = False


class Frame:
    """A problem with its time laid out: `turns` in order, `cells` by turn."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.turns = _turns(problem)
        self.cells: list[Cell] = []
        self.at_turn: dict[int, list[Cell]] = defaultdict(list)
        for number, turn in enumerate(self.turns):
            for index, post in enumerate(problem.posts):
                if heads := post.heads.get(turn.slot.id, 0):
                    cell = Cell(len(self.cells), number, index, heads)
                    self.cells.append(cell)
                    self.at_turn[number].append(cell)

    def stint(self, cell: Cell) -> Stint:
        """A cell as somebody's time."""
        turn = self.turns[cell.turn]
        post = self.problem.posts[cell.post].id
        return Stint(turn.day, turn.begin, turn.end, turn.slot.is_night, post, turn.slot.id)


def moment(day: int, minutes: int, zone: tzinfo) -> int:
    """Minutes after local midnight of a day, as a moment; on the day a clock is changed, by the wall clock."""
    local = datetime.combine(date.fromordinal(day), time(), zone) + timedelta(minutes=minutes)
    return int(local.timestamp()) // 60


def _turns(problem: Problem) -> list[Turn]:
    first = problem.first.toordinal()
    found = [
        Turn(day, slot, begin := moment(day, slot.begins, problem.zone), begin + slot.minutes)
        for day in range(first, first + problem.days)
        for slot in problem.slots
    ]
    return sorted(found, key=lambda turn: (turn.begin, turn.end, turn.slot.id.bytes))
