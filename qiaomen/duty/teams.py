"""Teams: the planner's formation becomes teams with memberships, and those that stay keep their identity."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from uuid import UUID

import msgspec
from django.db.models import Exists, OuterRef
from django.utils import timezone

from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows, run
from qiaomen.duty.models import Membership, Team
from qiaomen.duty.zones import grant_zones

STANDING = """
SELECT m.id, m.team_id, m.worker_id, m.is_local FROM duty_membership m JOIN duty_team t ON t.id = m.team_id
WHERE m.until_change IS NULL AND (m.worker_id = ANY(%b::uuid[]) OR m.team_id = ANY(%b::uuid[]) OR NOT t.is_active)
"""
END_MEMBERSHIPS = "UPDATE duty_membership SET until_change = %b WHERE id = ANY(%b::uuid[])"
BEGIN_MEMBERSHIPS = """
INSERT INTO duty_membership (id, team_id, worker_id, is_local, from_change)
SELECT n.*, %b FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[], %b::bool[]) AS n(id, team, worker, is_local)
"""

UPDATED = ["zone", "number", "organisation", "lent_from", "is_active"]


class NewTeam(msgspec.Struct, frozen=True):
    """A team as it is to be: `members` are (worker, is local); `id` names an existing team that goes on."""

    zone: UUID
    members: Sequence[tuple[UUID, bool]]
    organisation: UUID | None = None
    id: UUID | None = None
    lent_from: UUID | None = None


def set_teams(
    formation: Sequence[NewTeam],
    *,
    change: UUID,
    zones: Iterable[UUID] = (),
    since: datetime | None = None,
    by: UUID | None = None,
) -> list[Team]:
    """Make these the teams of their zones; answers them in the same order. Part of the caller's change.

    Other teams of these zones, and of `zones`, stop; a worker leaves the team that they were in; who knocks in a zone
    is granted its places from `since` (default: now) on. Numbers are the lowest that are free in the zone.
    Raises `duty.worker_in_two_teams`.
    """
    _check(formation)
    touched = {new.zone for new in formation} | set(zones)
    wanted = [new.id for new in formation if new.id is not None]
    kept = {team.id: team for team in Team.objects.select_for_update().filter(id__in=wanted)}
    Team.objects.filter(zone__in=touched, is_active=True).exclude(id__in=kept).update(is_active=False)
    teams = _numbered(formation, kept)
    Team.objects.bulk_update([team for team in teams if team.id in kept], UPDATED, batch_size=500)
    Team.objects.bulk_create(team for team in teams if team.id not in kept)
    _set_members(formation, teams, change)
    grant_zones(since=since or timezone.now(), change=change, given_by=by)
    return teams


def _check(formation: Sequence[NewTeam]) -> None:
    times = Counter(worker for new in formation for worker, _is_local in new.members)
    if any(number > 1 for number in times.values()):
        raise Problem("duty.worker_in_two_teams")


def _numbered(formation: Sequence[NewTeam], kept: dict[UUID, Team]) -> list[Team]:
    """The teams; one that stays in its zone keeps its number, any other gets one that nobody there has or had."""
    taken: defaultdict[UUID, set[int]] = defaultdict(set)
    for team in kept.values():
        taken[team.zone_id].add(team.number)
    free = {new.zone: _free(taken[new.zone]) for new in formation}
    teams = []
    for new in formation:
        team = (kept.get(new.id) if new.id else None) or Team(id=new.id or new_id())
        if team.id not in kept or team.zone_id != new.zone:
            team.number = next(free[new.zone])
        team.zone_id, team.organisation_id, team.lent_from_id = new.zone, new.organisation, new.lent_from
        team.is_active = True
        teams.append(team)
    return teams


def _free(taken: set[int]) -> Iterator[int]:
    return (number for number in count(1) if number not in taken)


def _set_members(formation: Sequence[NewTeam], teams: Sequence[Team], change: UUID) -> None:
    """End the memberships that no longer hold, begin the new ones, and stop teams that nobody is left in."""
    wanted = {
        (team.id, worker, is_local)
        for new, team in zip(formation, teams, strict=True)
        for worker, is_local in new.members
    }
    workers = list({worker for _team, worker, _is_local in wanted})
    found = rows(STANDING, [workers, [team.id for team in teams]])
    standing = {(team, worker, is_local): membership for membership, team, worker, is_local in found}
    run(END_MEMBERSHIPS, [change, [membership for key, membership in standing.items() if key not in wanted]])
    begun = sorted(wanted - standing.keys())
    columns = [[row[column] for row in begun] for column in range(3)]
    run(BEGIN_MEMBERSHIPS, [change, [new_id() for _row in begun], *columns])
    peopled = Membership.objects.filter(team=OuterRef("pk"), until_change=None)
    Team.objects.filter(~Exists(peopled), is_active=True).update(is_active=False)
