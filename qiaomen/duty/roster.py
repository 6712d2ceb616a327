"""The roster: organisations, zones, teams and people on duty, and whose phone is enrolled; as a reader may see it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, below
from qiaomen.access.roles import MAY, Role, Verb
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.duty.models import Team, Zone, ZonePlace
from qiaomen.people.models import Sex

# A worker's phones count while they are enrolled; a worker may have two.
PHONES = """
LEFT JOIN LATERAL (
  SELECT true AS enrolled, max(e.seen_at) AS seen_at FROM access_enrolment e
  WHERE e.worker_id = w.id AND e.revoked_at IS NULL HAVING count(*) > 0
) e ON true
"""
ZONES = f"""
SELECT z.id, z.name,
  ARRAY(SELECT o.name FROM duty_backing b JOIN access_organisation o ON o.id = b.organisation_id
        WHERE b.zone_id = z.id ORDER BY o.name),
  count(DISTINCT t.id), count(DISTINCT t.id) FILTER (WHERE m.is_local), count(w.id), count(e.enrolled), max(e.seen_at)
FROM duty_zone z
LEFT JOIN duty_team t ON t.zone_id = z.id AND t.is_active
LEFT JOIN duty_membership m ON m.team_id = t.id AND m.until_change IS NULL
LEFT JOIN access_worker w ON w.id = m.worker_id
{PHONES}
WHERE z.id = ANY(%b::uuid[]) GROUP BY z.id ORDER BY z.ordinal, z.name
"""
MEMBERS = f"""
SELECT t.id, t.number, z.id, z.name, coalesce(o.name, ''), coalesce(home.name, ''),
  w.id, w.name, w.title, coalesce(own.name, ''), coalesce(x.sex, 0), m.is_local, coalesce(e.enrolled, false),
  e.seen_at
FROM duty_team t
JOIN duty_zone z ON z.id = t.zone_id
LEFT JOIN access_organisation o ON o.id = t.organisation_id
LEFT JOIN duty_zone home ON home.id = t.lent_from_id
JOIN duty_membership m ON m.team_id = t.id AND m.until_change IS NULL
JOIN access_worker w ON w.id = m.worker_id
LEFT JOIN access_organisation own ON own.id = w.organisation_id
LEFT JOIN access_workersex x ON x.worker_id = w.id AND x.until_change IS NULL
{PHONES}
WHERE t.is_active AND t.zone_id = ANY(%b::uuid[])
ORDER BY z.ordinal, z.name, t.number, m.is_local DESC, w.name
"""
ORGANISATIONS = f"""
SELECT o.id, o.name, o.strength,
  ARRAY(SELECT z.name FROM duty_backing b JOIN duty_zone z ON z.id = b.zone_id
        WHERE b.organisation_id = o.id ORDER BY z.ordinal, z.name),
  count(w.id), count(m.id), count(e.enrolled), max(e.seen_at)
FROM access_organisation o
LEFT JOIN access_worker w ON w.organisation_id = o.id AND w.is_active
LEFT JOIN duty_membership m ON m.worker_id = w.id AND m.until_change IS NULL
{PHONES}
WHERE %b OR EXISTS (SELECT FROM duty_backing b WHERE b.organisation_id = o.id AND b.zone_id = ANY(%b::uuid[]))
GROUP BY o.id ORDER BY o.name
"""


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """One zone: who answers for it, and how many of its people have a phone."""

    id: UUID
    name: str
    organisations: Sequence[str]
    teams: int
    teams_with_local: int
    people: int
    enrolled: int
    seen_at: datetime | None

    @property
    def teams_without_local(self) -> int:
        """Teams in which nobody knows the neighbourhood."""
        return self.teams - self.teams_with_local


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One person in a team."""

    id: UUID
    name: str
    title: str
    organisation: str
    sex: int
    is_local: bool
    is_enrolled: bool
    seen_at: datetime | None

    @property
    def sex_word(self) -> str:
        """Male or female, in the reader's language; nothing where the roster does not say."""
        return str(Sex(self.sex).label) if self.sex in (Sex.MALE, Sex.FEMALE) else ""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team with its people, the local one first; `lent_from` is the zone that it came from, if any."""

    id: UUID
    number: int
    zone: UUID
    zone_name: str
    organisation: str
    lent_from: str
    members: list[MemberLine] = field(default_factory=list)

    @property
    def enrolled(self) -> int:
        """Members whose phone is enrolled."""
        return sum(member.is_enrolled for member in self.members)

    @property
    def has_local(self) -> bool:
        """Whether somebody in it knows the neighbourhood."""
        return any(member.is_local for member in self.members)


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """One organisation: what it said that it can send, whom it has, and how many are in a team."""

    id: UUID
    name: str
    strength: int | None
    zones: Sequence[str]
    people: int
    in_teams: int
    enrolled: int
    seen_at: datetime | None


def zones_of(reader: Worker, verb: Verb = Verb.SEE) -> list[UUID]:
    """The zones that reach into the places where the reader may do this."""
    inside = ZonePlace.objects.filter(below(areas(reader, verb), "place__"))
    return list(inside.values_list("zone_id", flat=True).distinct())


def zone_lines(zones: Iterable[UUID]) -> list[ZoneLine]:
    """These zones in their order."""
    return [ZoneLine(*row) for row in rows(ZONES, [list(zones)])]


def team_lines(zones: Iterable[UUID]) -> list[TeamLine]:
    """The teams of these zones that knock now, by zone and number."""
    teams: dict[UUID, TeamLine] = {}
    for team, number, zone, zone_name, organisation, lent_from, *member in rows(MEMBERS, [list(zones)]):
        line = teams.setdefault(team, TeamLine(team, number, zone, zone_name, organisation, lent_from))
        line.members.append(MemberLine(*member))
    return list(teams.values())


def organisation_lines(reader: Worker, zones: Iterable[UUID]) -> list[OrganisationLine]:
    """The organisations of these zones; who may see the whole district also sees those that answer for none."""
    whole = any(path.count(".") == 1 for path in areas(reader, Verb.SEE))
    return [OrganisationLine(*row) for row in rows(ORGANISATIONS, [whole, list(zones)])]


def zone_for(reader: Worker, zone: UUID, verb: Verb = Verb.SEE) -> Zone:
    """One zone. Raises `access.not_found` when no place of it is the reader's, `access.forbidden` without the verb."""
    found = Zone.objects.filter(pk=zone).first()
    if found is None:
        raise Problem("access.not_found")
    _check(reader, verb, found.places.values_list("path", flat=True))
    return found


def team_for(reader: Worker, team: UUID, verb: Verb = Verb.SEE) -> Team:
    """One team that knocks now, with its zone. Raises as `zone_for`."""
    found = Team.objects.select_related("zone").filter(pk=team, is_active=True).first()
    if found is None:
        raise Problem("access.not_found")
    _check(reader, verb, found.zone.places.values_list("path", flat=True))
    return found


def worker_for(reader: Worker, worker: UUID, verb: Verb) -> Worker:
    """Somebody who works at a place of the reader's. Raises as `zone_for`."""
    found = Worker.objects.filter(pk=worker).first()
    if found is None:
        raise Problem("access.not_found")
    _check(reader, verb, found.grants.in_force().values_list("place__path", flat=True))
    return found


def phoneless(teams: Iterable[TeamLine]) -> Iterator[MemberLine]:
    """The members whose phone is not enrolled."""
    return (member for team in teams for member in team.members if not member.is_enrolled)


def by_zone(teams: Iterable[TeamLine]) -> dict[UUID, list[TeamLine]]:
    """Teams by their zone."""
    found: defaultdict[UUID, list[TeamLine]] = defaultdict(list)
    for team in teams:
        found[team.zone].append(team)
    return dict(found)


def _check(reader: Worker, verb: Verb, paths: Iterable[str]) -> None:
    """As `access.queries.check`, for what lies at several places: one of them is enough."""
    held = list(paths)
    grants = reader.grants.in_force().values_list("role", "place__path")
    roles = [Role(role) for role, area in grants if any(path.startswith(area) for path in held)]
    if not roles:
        raise Problem("access.not_found")
    if not any(verb in MAY[role] for role in roles):
        raise Problem("access.forbidden")
