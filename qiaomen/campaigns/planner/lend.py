"""Lending teams between zones: explicit steps that a person reads and takes; a plan never takes them by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qiaomen.campaigns.planner.teams import Team


@dataclass(frozen=True, slots=True)
class Balance:
    """What a zone has and needs; `needed` is the fewest teams that hold the deadline, None when no number does."""

    zone: str
    near: str
    teams: tuple[Team, ...]
    needed: int | None

    @property
    def short(self) -> int:
        """Teams missing; 0 where no number of teams would help."""
        return max(0, (self.needed or 0) - len(self.teams))

    @property
    def spare(self) -> int:
        """Teams that the zone can lend and still hold the deadline."""
        return 0 if self.needed is None else max(0, len(self.teams) - self.needed)


@dataclass(frozen=True, slots=True)
class Loan:
    """One step: these teams of one organisation go from one zone to another."""

    from_zone: str
    to_zone: str
    organisation: str
    teams: tuple[str, ...]


def loans(balances: Sequence[Balance]) -> tuple[Loan, ...]:
    """Steps that fill the shortages, the largest first, as far as spare teams go.

    A zone borrows from zones near it first, then from the one with most to spare, so that few zones are disturbed.
    """
    spare = {balance.zone: list(balance.teams[len(balance.teams) - balance.spare :]) for balance in balances}
    steps: list[Loan] = []
    for short in sorted(balances, key=lambda balance: (-balance.short, balance.zone)):
        missing = short.short
        if not missing:
            break
        for giver in sorted(
            balances, key=lambda other: (other.near != short.near, -len(spare[other.zone]), other.zone)
        ):
            if missing == 0:
                break
            lent = spare[giver.zone][-missing:]
            del spare[giver.zone][len(spare[giver.zone]) - len(lent) :]
            missing -= len(lent)
            steps.extend(_steps(giver.zone, short.zone, lent))
    return tuple(steps)


def lend(teams: Iterable[Team], steps: Iterable[Loan]) -> tuple[Team, ...]:
    """The teams after the steps, each in the zone where it then knocks; plan again with them."""
    zones = {team: step.to_zone for step in steps for team in step.teams}
    return tuple(replace(team, zone=zones.get(team.team, team.zone)) for team in teams)


def _steps(giver: str, taker: str, lent: Sequence[Team]) -> list[Loan]:
    by_organisation: dict[str, list[str]] = {}
    for team in lent:
        by_organisation.setdefault(team.organisation, []).append(team.team)
    return [Loan(giver, taker, organisation, tuple(teams)) for organisation, teams in by_organisation.items()]
