"""The crews of a sweep: whom the organisations of its zones can send, in the teams that there are and new ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.campaigns.planner import Formation, Member, Organisation, Reserve, Team, form_teams
from qiaomen.duty.models import DutyRole

GONE = "gone"
"""Under this key `Campaign.forecast` keeps the ids of those who dropped out of the sweep."""
LOCAL_TITLES = ("网格员", "楼长", "楼栋长", "单元长", "组长", "物业")
"""Posts whose holders know the neighbourhood; so does who answers for a place there as grid or property worker."""

BACKINGS = """
SELECT b.organisation_id, b.zone_id FROM duty_backing b JOIN duty_zone z ON z.id = b.zone_id
ORDER BY z.ordinal, z.name, z.id, b.organisation_id
"""
ORGANISATIONS = "SELECT id, name FROM access_organisation"
# Who signs in to the console leads; who knocks has a phone only.
WORKERS = """
SELECT w.id, w.organisation_id, w.title = ANY(%b::text[]) OR EXISTS (
  SELECT FROM duty_duty d
  WHERE d.worker_id = w.id AND d.role = ANY(%b::text[]) AND d.since <= now() AND (d.until IS NULL OR d.until > now()))
FROM access_worker w WHERE w.is_active AND w.username IS NULL
ORDER BY w.organisation_id, w.id
"""
TEAMS = """
SELECT t.id, t.zone_id, t.organisation_id, t.lent_from_id, m.worker_id, m.is_local
FROM duty_team t
JOIN duty_membership m ON m.team_id = t.id AND m.until_change IS NULL
JOIN access_worker w ON w.id = m.worker_id AND w.is_active
WHERE t.is_active
ORDER BY t.zone_id, t.organisation_id NULLS LAST, t.number, m.is_local DESC, w.id
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What duty knows of a team that the planner has by a name; `team` None: it is yet to be made."""

    team: UUID | None
    organisation: UUID | None
    lent_from: UUID | None = None


@dataclass(frozen=True, slots=True)
class Crews:
    """Teams and reserve of the zones, and the organisations with people that answer for none of them."""

    formation: Formation
    known: Mapping[str, Known]
    without_zone: tuple[tuple[str, int], ...]
    names: Mapping[str, str]
    """Organisations by the key under which the planner has them."""

    @property
    def people(self) -> int:
        """Everybody who could knock."""
        return sum(len(team.members) for team in self.formation.teams) + len(self.formation.reserve)


@dataclass(frozen=True, slots=True)
class _Force:
    """People and teams as the registers have them."""

    backings: tuple[tuple[UUID, UUID], ...]
    members: Mapping[UUID, tuple[Member, ...]]
    """By organisation."""
    teams: tuple[Team, ...]
    known: Mapping[str, Known]


def read_crews(
    zones: Mapping[UUID, int], *, size: int, reform: bool = False, form: bool = True, away: Collection[str] = ()
) -> Crews:
    """The crews of these zones (with their number of doors).

    Teams that there are go on as they are, in the zone where they knock; people of the zones' organisations who are in
    none form new ones of `size`, locals spread first. `reform` forms all teams of these organisations anew, under the
    identities of the old ones as far as they reach; `form=False` leaves whoever is in no team in reserve. Who is `away`
    (has dropped out) is neither, unless somebody put them into a team again.
    """
    force = _read()
    backed = {organisation for organisation, zone in force.backings if zone in zones}
    fresh = {str(organisation) for organisation in backed} if reform else set()
    kept = [team for team in force.teams if UUID(team.zone) in zones and team.organisation not in fresh]
    busy = {member.worker for team in force.teams if team.organisation not in fresh for member in team.members}
    in_teams = {member.worker for team in force.teams for member in team.members}
    made = _formed(force, zones, busy | (set(away) - in_teams), size if form else None)
    old = [team for team in force.teams if team.organisation in fresh]
    known = {team.team: force.known[team.team] for team in kept} | dict(_identities(made.teams, old))
    names = {str(key): name for key, name in rows(ORGANISATIONS)}
    return Crews(
        formation=Formation(_side_by_side([*kept, *made.teams], zones), made.reserve),
        known=known,
        without_zone=tuple(_without_zone(force, names)),
        names=names,
    )


def _read() -> _Force:
    local = [DutyRole.GRID_WORKER.value, DutyRole.PROPERTY.value]
    members: defaultdict[UUID, list[Member]] = defaultdict(list)
    for worker, organisation, knows in rows(WORKERS, [list(LOCAL_TITLES), local]):
        if organisation is not None:
            members[organisation].append(Member(str(worker), local=knows))
    teams: dict[str, Team] = {}
    known: dict[str, Known] = {}
    for key, zone, organisation, lent_from, worker, is_local in rows(TEAMS):
        name = str(key)
        before = teams.get(name) or Team(name, str(organisation or f"volunteers {zone}"), str(zone))
        teams[name] = replace(before, members=(*before.members, Member(str(worker), local=is_local)))
        known[name] = Known(key, organisation, lent_from)
    return _Force(tuple(rows(BACKINGS)), {k: tuple(v) for k, v in members.items()}, tuple(teams.values()), known)


def _formed(force: _Force, zones: Mapping[UUID, int], busy: Collection[str], size: int | None) -> Formation:
    """New teams out of everybody who is in none; without a size everybody is reserve."""
    of: dict[str, str] = {}
    crowds: list[Organisation] = []
    for organisation, shares in _shares(force, zones, busy, size or 1).items():
        for zone, members in shares.items():
            name = f"{organisation}/{zone}"
            of[name] = str(organisation)
            crowds.append(Organisation(name, str(zone), members))
    if size is None:
        idle = [Reserve(of[crowd.organisation], crowd.zone, member) for crowd in crowds for member in crowd.members]
        return Formation((), tuple(idle))
    made = form_teams(crowds, size=size)
    return Formation(
        tuple(replace(team, organisation=of[team.organisation]) for team in made.teams),
        tuple(replace(spare, organisation=of[spare.organisation]) for spare in made.reserve),
    )


def _shares(
    force: _Force, zones: Mapping[UUID, int], busy: Collection[str], size: int
) -> dict[UUID, dict[UUID, tuple[Member, ...]]]:
    """Each organisation's free people by zone; one that answers for several shares its teams by the zones' doors."""
    held: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for organisation, zone in force.backings:
        if zone in zones:
            held[organisation].append(zone)
    shares: dict[UUID, dict[UUID, tuple[Member, ...]]] = {}
    for organisation, own in held.items():
        free = [member for member in force.members.get(organisation, ()) if member.worker not in busy]
        shares[organisation] = {}
        for zone, people in zip(own, _parts(len(free), [zones[zone] for zone in own], size), strict=True):
            shares[organisation][zone] = tuple(free[:people])
            del free[:people]
    return shares


def _parts(people: int, doors: list[int], size: int) -> list[int]:
    """People for each zone, in whole teams by largest remainder; the first zone has who is left over."""
    teams, total = people // size, sum(doors)
    exact = [teams * each / total for each in doors]
    whole = [int(share) for share in exact]
    by_rest = sorted(range(len(doors)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_rest[: teams - sum(whole)]:
        whole[at] += 1
    return [part * size + (people - teams * size if at == 0 else 0) for at, part in enumerate(whole)]


def _identities(made: Iterable[Team], old: Iterable[Team]) -> Iterator[tuple[str, Known]]:
    """Teams formed anew go on as the old ones of their organisation and zone, in order."""
    free: defaultdict[tuple[str, str], list[UUID]] = defaultdict(list)
    for team in old:
        free[team.organisation, team.zone].append(UUID(team.team))
    for team in made:
        before = free[team.organisation, team.zone]
        yield team.team, Known(before.pop(0) if before else None, UUID(team.organisation))


def _side_by_side(teams: Iterable[Team], zones: Mapping[UUID, int]) -> tuple[Team, ...]:
    """By zone, and in it an organisation's teams next to each other; volunteers of no organisation come last."""
    order = {str(zone): at for at, zone in enumerate(zones)}
    met: dict[tuple[str, str], int] = {}
    crowd = list(teams)
    for team in crowd:
        met.setdefault((team.zone, team.organisation), len(met))
    return tuple(sorted(crowd, key=lambda team: (order[team.zone], met[team.zone, team.organisation])))


def _without_zone(force: _Force, names: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    backing = {organisation for organisation, _zone in force.backings}
    for organisation, members in force.members.items():
        if organisation not in backing:
            yield names[str(organisation)], len(members)
