"""Handing loose doors of one zone to teams that have time for them, in as few and as near pieces as goes."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from qiaomen.campaigns.planner.work import Walk

Owners = list[str | None]


def loosen(walk: Walk, owners: Sequence[str | None], teams: Sequence[str], limit: int) -> Owners:
    """Owners after doors of teams that are gone, and what teams have beyond `limit` seconds, were let go.

    A team keeps the most doors that follow each other in its list and fit: fewer cannot be moved.
    """
    held: dict[str, list[int]] = {team: [] for team in teams}
    for door, owner in enumerate(owners):
        if owner in held:
            held[owner].append(door)
    kept: Owners = [None] * len(owners)
    for team, doors in held.items():
        start, stop = _longest_run([walk.load(door, door + 1) for door in doors], limit)
        for door in doors[start:stop]:
            kept[door] = team
    return kept


def place(walk: Walk, owners: Owners, teams: Sequence[str], limit: int) -> Owners | None:
    """Owners with every loose door handed out, nobody above `limit` seconds; None when this way does not find room.

    Teams without a door take whole gaps, the largest first; then the teams on both sides of a gap extend into it;
    what is left goes to the nearest teams with time, in pieces as large as they can take.
    """
    return _Placing(walk, owners, teams, limit).run()


class _Placing:
    def __init__(self, walk: Walk, owners: Owners, teams: Sequence[str], limit: int) -> None:
        self.walk, self.owners = walk, list(owners)
        self.room = dict.fromkeys(teams, limit)
        self.doors: dict[str, list[int]] = {team: [] for team in teams}
        for door, owner in enumerate(owners):
            if owner is not None:
                self.room[owner] -= walk.load(door, door + 1)
                self.doors[owner].append(door)

    def run(self) -> Owners | None:
        for team in [team for team, doors in self.doors.items() if not doors]:
            gaps = self.gaps()
            if gaps:
                start, stop = max(gaps, key=lambda gap: self.walk.load(*gap))
                self.give(team, start, self.fits(team, start, stop))
        for start, stop in self.gaps():
            self.extend(start, stop)
        for start, stop in self.gaps():
            if not self.hand_out(start, stop):
                return None
        return self.owners

    def gaps(self) -> list[tuple[int, int]]:
        """Runs of loose doors."""
        found: list[tuple[int, int]] = []
        for door, owner in enumerate(self.owners):
            if owner is None:
                if found and found[-1][1] == door:
                    found[-1] = (found[-1][0], door + 1)
                else:
                    found.append((door, door + 1))
        return found

    def extend(self, start: int, stop: int) -> None:
        """Let the neighbours on both sides take what they can of a gap, meeting at a container's edge if they may."""
        left = self.owners[start - 1] if start else None
        right = self.owners[stop] if stop < self.walk.doors else None
        up_to = self.fits(left, start, stop) if left else start
        down_to = self.fits_back(right, start, stop) if right and right != left else stop
        if left and right and down_to <= up_to:
            up_to = down_to = self.meeting(left, right, start, stop, (down_to, up_to))
        elif left:
            down_to = max(down_to, up_to)
        if left:
            self.give(left, start, up_to)
        if right:
            self.give(right, down_to, stop)

    def meeting(self, left: str, right: str, start: int, stop: int, between: tuple[int, int]) -> int:
        """Where two neighbours meet in a gap that they can share: a container's edge, or where both have as much."""
        low, high = between
        edges = [edge for edge in range(low, high + 1) if edge in (start, stop) or self.walk.end[edge - 1] == edge]
        places = edges or list(range(low, high + 1))
        goal = self.room[left] - self.room[right]
        return min(places, key=lambda at: abs(self.walk.load(start, at) - self.walk.load(at, stop) - goal))

    def hand_out(self, start: int, stop: int) -> bool:
        """Give a gap that its neighbours could not take to the nearest teams with room; whether all of it went."""
        while start < stop:
            near = sorted(self.room, key=lambda team: (self.distance(team, start), team))
            taker = next((team for team in near if self.fits(team, start, stop) > start), None)
            if taker is None:
                return False
            until = self.fits(taker, start, stop)
            self.give(taker, start, until)
            start = until
        return True

    def distance(self, team: str, door: int) -> int:
        """How many doors lie between a team's nearest door and this one."""
        doors = self.doors[team]
        if not doors:
            return 0
        at = bisect_left(doors, door)
        return min(abs(door - near) for near in doors[max(0, at - 1) : at + 1])

    def fits(self, team: str, start: int, stop: int) -> int:
        """How far from `start` on a team has room for."""
        return min(stop, bisect_right(self.walk.prefix, self.walk.prefix[start] + max(0, self.room[team])) - 1)

    def fits_back(self, team: str, start: int, stop: int) -> int:
        """From where on up to `stop` a team has room for."""
        return max(start, bisect_left(self.walk.prefix, self.walk.prefix[stop] - max(0, self.room[team])))

    def give(self, team: str, start: int, stop: int) -> None:
        """Note [start, stop) as the team's."""
        if start < stop:
            self.owners[start:stop] = [team] * (stop - start)
            self.room[team] -= self.walk.load(start, stop)
            self.doors[team] = sorted([*self.doors[team], *range(start, stop)])


def _longest_run(seconds: Sequence[int], limit: int) -> tuple[int, int]:
    """The longest run of doors that takes at most `limit` seconds; of equals the first."""
    best = (0, 0)
    start = load = 0
    for stop, weight in enumerate(seconds, start=1):
        load += weight
        while load > limit:
            load -= seconds[start]
            start += 1
        if stop - start > best[1] - best[0]:
            best = (start, stop)
    return best
