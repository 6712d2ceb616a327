"""When people drop out: which teams go on, filled up from the reserve or from teams that cannot."""

from collections.abc import Mapping, Set
from dataclasses import replace

from qiaomen.campaigns.planner.teams import Formation, Member, Reserve, Team


def regroup(
    formation: Formation, gone: Set[str], *, smallest: int = 3, doors_left: Mapping[str, int] | None = None
) -> Formation:
    """The teams without the workers in `gone`, none below `smallest` members, dissolving as few as possible.

    Within each organisation the reserve fills gaps first. Then the team with the fewest members left (of equals: the
    fewest doors left) is dissolved and its people fill the others. Teams that go on keep their name, so their doors.
    """
    if smallest < 1:
        raise ValueError("a team has at least one member")
    doors_left = doors_left or {}
    left = [replace(team, members=_without(team.members, gone)) for team in formation.teams]
    reserve = [spare for spare in formation.reserve if spare.member.worker not in gone]
    teams: list[Team] = []
    spares: list[Reserve] = []
    for organisation in dict.fromkeys([team.organisation for team in left] + [spare.organisation for spare in reserve]):
        own = [team for team in left if team.organisation == organisation]
        hands = [spare for spare in reserve if spare.organisation == organisation]
        kept, over = _fill(own, [spare.member for spare in hands], smallest, doors_left)
        teams.extend(kept)
        zone = (hands[0] if hands else own[0]).zone
        spares.extend(Reserve(organisation, zone, member) for member in over)
    return Formation(tuple(teams), tuple(spares))


def _without(members: tuple[Member, ...], gone: Set[str]) -> tuple[Member, ...]:
    return tuple(member for member in members if member.worker not in gone)


def _fill(
    teams: list[Team], hands: list[Member], smallest: int, doors_left: Mapping[str, int]
) -> tuple[list[Team], list[Member]]:
    """One organisation's teams that go on, each full enough, and who is left over."""
    order = {team.team: index for index, team in enumerate(teams)}
    keep = sorted(teams, key=lambda team: (-len(team.members), -doors_left.get(team.team, 0), order[team.team]))
    while sum(max(0, smallest - len(team.members)) for team in keep) > len(hands):
        hands = [*hands, *keep.pop().members]
    filled: list[Team] = []
    for team in keep:
        missing = max(0, smallest - len(team.members))
        if not team.has_local:
            hands.sort(key=lambda member: not member.local)
        filled.append(replace(team, members=team.members + tuple(hands[:missing])))
        del hands[:missing]
    return sorted(filled, key=lambda team: order[team.team]), hands
