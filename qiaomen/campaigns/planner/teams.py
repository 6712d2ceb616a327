"""Teams: one to three people who knock together, formed within an organisation, one of them local."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A worker who can knock; `local` is somebody who knows the neighbourhood (a grid worker, say)."""

    worker: str
    local: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """A backing organisation, the zone that it answers for, and whom it sends."""

    organisation: str
    zone: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """People who knock together, and the zone in which they do."""

    team: str
    organisation: str
    zone: str
    members: tuple[Member, ...] = ()

    @property
    def has_local(self) -> bool:
        """Whether one of them is local."""
        return any(member.local for member in self.members)


@dataclass(frozen=True, slots=True)
class Reserve:
    """Somebody left over when an organisation's people were formed into teams."""

    organisation: str
    zone: str
    member: Member


@dataclass(frozen=True, slots=True)
class Formation:
    """All teams, and who is left over."""

    teams: tuple[Team, ...]
    reserve: tuple[Reserve, ...]

    @property
    def without_local(self) -> tuple[Team, ...]:
        """Teams that nobody local could be found for in their organisation."""
        return tuple(team for team in self.teams if not team.has_local)


def form_teams(organisations: Iterable[Organisation], *, size: int = 3, smallest: int | None = None) -> Formation:
    """As many teams of `size` as each organisation has people for, locals spread over them first.

    A remainder of at least `smallest` people (by default: `size`, so none) makes a smaller team, otherwise it is
    reserve. An organisation's people are never mixed with another's.
    """
    if not 1 <= (size if smallest is None else smallest) <= size:
        raise ValueError("teams have at least one member, and small ones are not larger than the others")
    teams: list[Team] = []
    reserve: list[Reserve] = []
    for organisation in organisations:
        groups, left = _group(organisation.members, size, smallest or size)
        teams.extend(
            Team(f"{organisation.organisation}-{number}", organisation.organisation, organisation.zone, tuple(group))
            for number, group in enumerate(groups, start=1)
        )
        reserve.extend(Reserve(organisation.organisation, organisation.zone, member) for member in left)
    return Formation(tuple(teams), tuple(reserve))


def _group(members: tuple[Member, ...], size: int, smallest: int) -> tuple[list[list[Member]], list[Member]]:
    """Members in groups of `size`, and who is left over; every group gets a local before any gets a second."""
    full, rest = divmod(len(members), size)
    sizes = [size] * full + ([rest] if rest >= smallest else [])
    local = [member for member in members if member.local]
    others = [member for member in members if not member.local]
    groups = [[local.pop(0)] if local else [] for _ in sizes]
    waiting = others + local
    for group, wanted in zip(groups, sizes, strict=True):
        missing = wanted - len(group)
        group.extend(waiting[:missing])
        del waiting[:missing]
    return groups, waiting
