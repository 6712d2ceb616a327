"""Planning again what is left when people drop out: as few doors as possible change hands."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.base import changes
from qiaomen.base.ids import NOBODY
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.planner import Formation, Left, Move, Replan, Team, regroup
from qiaomen.campaigns.planner import replan as plan_again
from qiaomen.campaigns.planner.split import parts_needed
from qiaomen.campaigns.planner.work import Walk
from qiaomen.campaigns.planning.applying import hand_out, new_teams
from qiaomen.campaigns.planning.crews import GONE, Crews, read_crews
from qiaomen.campaigns.planning.ground import Ground, ZoneDoors, read_ground
from qiaomen.campaigns.planning.times import Frame, frame
from qiaomen.campaigns.states import FIRST_CLOSED, State
from qiaomen.duty.teams import set_teams

KEPT_REPLANS = 20

# Doors that wait for a decision stay where they are; a team that is gone leaves them to whoever decides.
WAITING = """
SELECT team_id, count(*) FROM campaigns_target
WHERE campaign_id = %b AND state < %b AND (claim IS NOT NULL OR state = %b) GROUP BY team_id
"""


class ZoneLeft(msgspec.Struct, frozen=True):
    """One zone after planning again: doors left, doors that change hands, and whether the deadline holds."""

    zone: str
    name: str
    doors: int
    moved: int
    must_move: int
    teams: int
    teams_before: int
    finish_hours: float | None
    holds: bool
    short_teams: int


class ReplanSummary(msgspec.Struct, frozen=True):
    """What planning again came to. `share_moved` (0–1) counts doors that change teams, over all doors left."""

    at: datetime
    gone: int
    doors: int
    moved: int
    must_move: int
    share_moved: float
    newly_assigned: int
    unassigned: int
    waiting: int
    """Doors under review whose team is gone: plan again once they are decided."""
    dissolved: int
    ended: int
    """Memberships that end."""
    teams: int
    holds: bool
    late: bool
    zones: list[ZoneLeft]

    @property
    def misses(self) -> list[ZoneLeft]:
        """The zones that miss the deadline."""
        return [zone for zone in self.zones if not zone.holds]


@dataclass(frozen=True)
class Replanning:
    """Who does what is left, once these workers are gone; nothing is written."""

    campaign: Campaign
    frame: Frame
    gone: frozenset[UUID]
    ground: Ground
    crews: Crews
    after: Formation
    parts: tuple[Replan, ...]
    """One for each zone of the ground."""
    capacity: int

    @property
    def teams(self) -> tuple[Team, ...]:
        """The teams that go on."""
        return self.after.teams

    @property
    def dissolved(self) -> list[Team]:
        """The teams that do not."""
        on = {team.team for team in self.teams}
        return [team for team in self.crews.formation.teams if team.team not in on]

    @property
    def moves(self) -> Iterator[Move]:
        """Runs of doors that change hands."""
        return (move for part in self.parts for move in part.moves)

    @property
    def ended(self) -> int:
        """Memberships that end: of those who are gone, and of those who go over to another team."""
        before = {(team.team, member.worker) for team in self.crews.formation.teams for member in team.members}
        return len(before - {(team.team, member.worker) for team in self.teams for member in team.members})

    @property
    def digest(self) -> str:
        """Changes with what moves and with who is in which team."""
        seen = sha256()
        for door, team in self.doors():
            seen.update(door.bytes + team.encode())
        for team_after in self.teams:
            seen.update(repr((team_after.team, team_after.members)).encode())
        return seen.hexdigest()[:16]

    def doors(self) -> Iterator[tuple[UUID, str]]:
        """Every door that changes hands, with the team that takes it; "" where a zone has no team left."""
        for zone, part in zip(self.ground.zones, self.parts, strict=True):
            for move in part.moves:
                yield from ((door, move.taker) for door in zone.doors[move.start : move.stop])
            for span in part.unassigned:
                held = zip(zone.doors[span.start : span.stop], zone.teams[span.start : span.stop], strict=True)
                yield from ((door, "") for door, team in held if team != NOBODY)


def replan(
    campaign: Campaign,
    *,
    gone_workers: Collection[UUID] = (),
    smallest: int | None = None,
    relieve: bool = False,
    now: datetime | None = None,
) -> Replanning:
    """Hand on the open doors of teams that cannot go on without `gone_workers`, and those that no team has.

    The reserve of the same organisation fills gaps first; a team that stays below `smallest` people (default: the
    sweep's team size) is dissolved into others. Nothing else moves, unless `relieve` also takes from teams what they
    will not manage until the deadline. Closed doors and doors under review never move.
    Raises `campaign.closed`, `plan.no_doors`, `plan.no_time`.
    """
    if campaign.closed_at is not None:
        raise Problem("campaign.closed")
    framed = frame(campaign, by_kind=bool(campaign.forecast.get("by_kind")), now=now)
    ground = read_ground(campaign, framed.pace)
    if not ground.doors:
        raise Problem("plan.no_doors")
    zones = {zone.zone: len(zone.doors) for zone in ground.zones}
    crews = read_crews(zones, size=campaign.team_size, form=False, away=campaign.forecast.get(GONE, ()))
    after = _regrouped(crews.formation, frozenset(map(str, gone_workers)), smallest or campaign.team_size, ground)
    capacity = framed.pace.capacity(framed.schedule.days, doors=ground.zoned, seconds=ground.seconds)
    parts = [_again(zone, after.teams, framed, capacity, relieve=relieve) for zone in ground.zones]
    return Replanning(campaign, framed, frozenset(gone_workers), ground, crews, after, tuple(parts), capacity)


def apply_replan(campaign: Campaign, replanning: Replanning, *, worker: UUID | None = None) -> ReplanSummary:
    """End the memberships of who is gone, fill and dissolve teams, and hand on the doors that move.

    Raises `campaign.closed`.
    """
    summary = summarise_replan(replanning)
    with changes.change("replan", worker=worker) as change:
        made = set_teams(
            new_teams(replanning.teams, lambda team: replanning.crews.known[team.team]),
            change=change.id,
            zones=[zone.zone for zone in replanning.ground.zones],
            by=worker,
        )
        ids = {team.team: one.id for team, one in zip(replanning.teams, made, strict=True)}
        audit.write(
            worker, "campaign.replanned", campaign.id,
            gone=summary.gone, moved=summary.moved, left=summary.doors, ended=summary.ended,
        )  # fmt: skip
        hands = {door: ids.get(team, NOBODY) for door, team in replanning.doors()}
        hand_out(campaign, hands, lambda before: _noted(before, summary, replanning.gone), worker)
    return summary


def summarise_replan(replanning: Replanning) -> ReplanSummary:
    """The figures of planning again."""
    moved = sum(part.moved for part in replanning.parts)
    left = sum(len(zone.doors) for zone in replanning.ground.zones)
    dissolved = {team.team for team in replanning.dissolved}
    zones = [
        _line(replanning, zone, part) for zone, part in zip(replanning.ground.zones, replanning.parts, strict=True)
    ]
    waiting = rows(WAITING, [replanning.campaign.id, FIRST_CLOSED, int(State.CONFLICT)])
    return ReplanSummary(
        at=timezone.now(),
        gone=len(replanning.gone),
        doors=left,
        moved=moved,
        must_move=sum(part.must_move for part in replanning.parts),
        share_moved=round(moved / left, 4) if left else 0.0,
        newly_assigned=sum(move.stop - move.start for move in replanning.moves if move.giver is None),
        unassigned=sum(span.doors for part in replanning.parts for span in part.unassigned)
        + replanning.ground.outside_doors,
        waiting=sum(number for team, number in waiting if str(team) in dissolved),
        dissolved=len(dissolved),
        ended=replanning.ended,
        teams=len(replanning.teams),
        holds=all(zone.holds for zone in zones) and not replanning.frame.late,
        late=replanning.frame.late,
        zones=zones,
    )


def _noted(forecast: dict[str, Any], summary: ReplanSummary, gone: Collection[UUID]) -> dict[str, Any]:
    """The figures kept with the sweep, with this planning again as the last of its kind, and everybody who is gone."""
    away = {*forecast.get(GONE, []), *map(str, gone)}
    replans = [*forecast.get("replans", []), msgspec.to_builtins(summary)][-KEPT_REPLANS:]
    return forecast | {"replans": replans, GONE: sorted(away)}


def _regrouped(formation: Formation, gone: frozenset[str], smallest: int, ground: Ground) -> Formation:
    """The teams that go on. A team that loses nobody does, however small it is."""
    hit = {team.organisation for team in formation.teams if any(member.worker in gone for member in team.members)}
    small = {
        team.team
        for team in formation.teams
        if len(team.members) < smallest and not any(member.worker in gone for member in team.members)
    }
    asked = {team.team: team for team in formation.teams if team.organisation in hit and team.team not in small}
    doors = Counter(str(team) for zone in ground.zones for team in zone.teams)
    after = regroup(
        Formation(tuple(asked.values()), tuple(spare for spare in formation.reserve if spare.organisation in hit)),
        gone,
        smallest=smallest,
        doors_left=doors,
    )
    on = {team.team: team for team in formation.teams if team.team not in asked} | {
        team.team: team for team in after.teams
    }
    idle = [spare for spare in formation.reserve if spare.organisation not in hit]
    teams = tuple(on[team.team] for team in formation.teams if team.team in on)
    return Formation(teams, (*idle, *after.reserve))


def _again(zone: ZoneDoors, teams: Sequence[Team], framed: Frame, capacity: int, *, relieve: bool) -> Replan:
    """One zone planned again. Who has more than the deadline allows keeps it, unless they are to be relieved."""
    here = [team for team in teams if team.zone == zone.work.zone]
    owners = tuple(None if team == NOBODY else str(team) for team in zone.teams)
    loads: Counter[str] = Counter()
    for owner, seconds in zip(owners, (s for run in zone.work.stretches for s in run.seconds), strict=True):
        loads[owner or ""] += seconds
    longest = max((loads[team.team] for team in here), default=0)
    limit = capacity if relieve else max(capacity, longest)
    return plan_again([Left(zone.work, owners)], here, schedule=framed.schedule, pace=framed.pace, limit=limit)


def _line(replanning: Replanning, zone: ZoneDoors, part: Replan) -> ZoneLeft:
    (done,) = part.zones
    pace, schedule = replanning.frame.pace, replanning.frame.schedule
    finish = schedule.hours_for(
        pace.days_for(done.longest, doors=replanning.ground.zoned, seconds=replanning.ground.seconds)
    )
    needed = parts_needed(Walk(zone.work.stretches), replanning.capacity)
    return ZoneLeft(
        zone=zone.work.zone,
        name=zone.name,
        doors=done.doors,
        moved=done.moved,
        must_move=done.must_move,
        teams=done.teams,
        teams_before=sum(team.zone == zone.work.zone for team in replanning.crews.formation.teams),
        finish_hours=None if part.unassigned else round(finish, 2),
        holds=done.longest <= replanning.capacity and not part.unassigned,
        short_teams=max(0, (needed or 0) - done.teams),
    )
