"""Planning again what is left when teams drop out, come in or fall behind, moving as few doors as possible."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qiaomen.campaigns.planner.pace import Pace
from qiaomen.campaigns.planner.place import Owners, loosen, place
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.split import parts_needed
from qiaomen.campaigns.planner.teams import Team
from qiaomen.campaigns.planner.work import Span, Walk, ZoneWork


@dataclass(frozen=True, slots=True)
class Left:
    """A zone's doors that are still to do, in walking order, and the team that each has now (None: nobody)."""

    work: ZoneWork
    owners: tuple[str | None, ...]

    def __post_init__(self) -> None:
        if len(self.owners) != self.work.doors:
            raise ValueError("every door left has an owner or None")


@dataclass(frozen=True, slots=True)
class Move:
    """Doors [start, stop) of what is left of a zone that go to another team; `giver` None: nobody had them."""

    zone: str
    start: int
    stop: int
    giver: str | None
    taker: str


@dataclass(frozen=True, slots=True)
class ZoneReplan:
    """One zone of a new plan; seconds at the door, counting what is left."""

    zone: str
    doors: int
    moved: int
    must_move: int
    """Doors of teams that are gone, and what is beyond the longest run that a team can keep: a lower bound."""
    longest: int
    limit: int
    holds: bool
    """Whether every door has a team and nobody has more than the limit."""
    teams: int
    teams_needed: int | None
    """The fewest teams that hold the limit if each has one contiguous part; None when a single door is beyond it."""

    @property
    def short_teams(self) -> int:
        """Teams missing for the limit."""
        return max(0, (self.teams_needed or 0) - self.teams)


@dataclass(frozen=True, slots=True)
class Replan:
    """Who does what is left. Spans count the doors left of a zone, not all of its doors."""

    assignments: Mapping[str, tuple[Span, ...]]
    moves: tuple[Move, ...]
    zones: tuple[ZoneReplan, ...]
    unassigned: tuple[Span, ...]

    @property
    def moved(self) -> int:
        """Doors that change from one team to another."""
        return sum(zone.moved for zone in self.zones)

    @property
    def must_move(self) -> int:
        """The lower bound of `moved`."""
        return sum(zone.must_move for zone in self.zones)

    @property
    def share_moved(self) -> float:
        """Moved doors over all doors left, 0–1."""
        doors = sum(zone.doors for zone in self.zones)
        return self.moved / doors if doors else 0.0


def replan(
    left: Sequence[Left],
    teams: Iterable[Team],
    *,
    schedule: Schedule,
    pace: Pace | None = None,
    limit: int | None = None,
) -> Replan:
    """Hand the doors of teams that are gone, of nobody, and beyond the limit to the teams that there are.

    `schedule` runs from now to the deadline. `limit` is the most seconds that a team shall have; by default what it
    does until the deadline at this pace. Every other door stays where it is. Where the limit cannot be held, the
    lowest that placing finds room for takes its place, and the zone says that it does not hold.
    """
    pace = pace or Pace()
    if limit is None:
        doors, seconds = sum(zone.work.doors for zone in left), sum(zone.work.seconds for zone in left)
        limit = pace.capacity(schedule.days, doors=doors, seconds=seconds)
    crowd = list(teams)
    spans: dict[str, list[Span]] = {team.team: [] for team in crowd}
    moves: list[Move] = []
    zones: list[ZoneReplan] = []
    unassigned: list[Span] = []
    for zone in left:
        here = [team.team for team in crowd if team.zone == zone.work.zone]
        owners, done = _zone(zone, here, limit)
        zones.append(done)
        moves.extend(_moves(zone, owners))
        for start, stop, owner in _runs(owners):
            (unassigned if owner is None else spans[owner]).append(Span(zone.work.zone, start, stop))
    return Replan({team: tuple(held) for team, held in spans.items()}, tuple(moves), tuple(zones), tuple(unassigned))


def _zone(zone: Left, teams: Sequence[str], limit: int) -> tuple[Owners, ZoneReplan]:
    walk = Walk(zone.work.stretches)
    kept = loosen(walk, zone.owners, teams, limit)
    owners = _placed(walk, zone.owners, teams, limit) if teams else kept
    loads: Counter[str] = Counter()
    for door, owner in enumerate(owners):
        if owner is not None:
            loads[owner] += walk.load(door, door + 1)
    longest = max(loads.values(), default=0)
    holds = longest <= limit and None not in owners
    floor = kept if holds else loosen(walk, zone.owners, teams, max(longest, limit))
    return owners, ZoneReplan(
        zone=zone.work.zone,
        doors=walk.doors,
        moved=_differing(zone.owners, owners),
        must_move=_differing(zone.owners, floor),
        longest=longest,
        limit=limit,
        holds=holds,
        teams=len(teams),
        teams_needed=parts_needed(walk, limit),
    )


def _placed(walk: Walk, owners: Sequence[str | None], teams: Sequence[str], limit: int) -> Owners:
    """All doors placed under the limit, or under the lowest one found above it."""
    found = place(walk, loosen(walk, owners, teams, limit), teams, limit)
    if found is not None:
        return found
    low, high = limit + 1, max(limit + 1, walk.prefix[-1])
    best: Owners = [teams[0]] * walk.doors
    while low <= high:
        middle = (low + high) // 2
        found = place(walk, loosen(walk, owners, teams, middle), teams, middle)
        if found is None:
            low = middle + 1
        else:
            best, high = found, middle - 1
    return best


def _differing(before: Sequence[str | None], after: Sequence[str | None]) -> int:
    return sum(was is not None and was != now for was, now in zip(before, after, strict=True))


def _moves(zone: Left, owners: Owners) -> Iterable[Move]:
    """Runs of doors that go from one owner to one other."""
    run: Move | None = None
    for door, (giver, taker) in enumerate(zip(zone.owners, owners, strict=True)):
        if run and run.stop == door and (run.giver, run.taker) == (giver, taker):
            run = Move(run.zone, run.start, door + 1, run.giver, run.taker)
            continue
        if run:
            yield run
        run = Move(zone.work.zone, door, door + 1, giver, taker) if taker is not None and taker != giver else None
    if run:
        yield run


def _runs(owners: Owners) -> Iterable[tuple[int, int, str | None]]:
    start = 0
    for door in range(1, len(owners) + 1):
        if door == len(owners) or owners[door] != owners[start]:
            yield start, door, owners[start]
            start = door
