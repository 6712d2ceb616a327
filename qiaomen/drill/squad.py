"""A team of the drill: its model, its phones, and how what it does becomes records on one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Final

from qiaomen.campaigns.planner.openness import BELIEVABLE, Habit, Openness

from . import bodies
from .bodies import Sweep
from .district import FIRST_CLOSED, District
from .handset import Handset
from .household import Household
from .phone import uuid7
from .tempo import Tempo
from .truths import Truths
from .workforce import MISSED_CALL, Knock, Standing, Task, Team

Json = dict[str, Any]
CLAIMS: Final = frozenset({"inaccessible", "wrong_address"})
_USES_FIRST_PHONE: Final = 0.7


@dataclass(frozen=True, slots=True)
class Written:
    """A record that was put into an outbox."""

    record: str
    handset: Handset
    door: str
    outcome: str


@dataclass(slots=True)
class Squad:
    """``handsets`` are those of the team's members; any of them may be the one that writes."""

    id: str
    team: Team
    handsets: Sequence[Handset]
    dice: Random

    def write(self, knock: Knock, *, district: District, sweep: Sweep) -> list[Written]:
        """The records of one knock, at the time when the team is through with it: the visit, perhaps a new door."""
        if knock.outcome == MISSED_CALL:
            return []
        handset = self.handsets[0] if self.dice.random() < _USES_FIRST_PHONE else self.dice.choice(self.handsets)
        door = district.doors[knock.door]
        body = bodies.visit(knock, sweep=sweep, door_kind=door["kind"], dice=self.dice)
        written = [self._put(handset, "visit", body, knock.door, knock)]
        if knock.found_next_door:
            written += self._discover(handset, door, knock, sweep)
        return written

    def refresh(self, handset: Handset, *, district: District, truths: Truths) -> None:
        """Takes over what the district knows: doors that came or went by replanning, doors that others have closed."""
        known = {task.door for task in self.team.tasks}
        kept = [task for task in self.team.tasks if task.door in handset.targets]
        fresh = tasks([d for d in handset.targets if d not in known], handset.targets, district=district, truths=truths)
        order = {door: place for place, door in enumerate(district.walk(handset.targets))}
        self.team.tasks = sorted([*kept, *fresh], key=lambda task: order.get(task.door, len(order)))
        for task in self.team.tasks:
            if handset.targets[task.door]["state"] >= FIRST_CLOSED and task.standing is Standing.OPEN:
                task.standing = Standing.CLOSED

    def _discover(self, handset: Handset, door: Json, knock: Knock, sweep: Sweep) -> list[Written]:
        """A flat that no register knows: the door first, then what was seen there."""
        new = str(uuid7(at=knock.until, dice=self.dice))
        seen = Knock(new, knock.at, knock.until, "vacant", Household(Habit.VACANT, []), confirmed_by="neighbour")
        body = bodies.visit(seen, sweep=sweep, door_kind="dwelling", dice=self.dice)
        return [
            self._put(handset, "door_added", bodies.door_added(like=door), new, knock),
            self._put(handset, "visit", body, new, seen),
        ]

    def _put(self, handset: Handset, kind: str, body: Json, door: str, knock: Knock) -> Written:
        record = handset.write(kind, body=body, at=knock.until, door=door)
        return Written(record, handset, door, knock.outcome if kind == "visit" else kind)


def tasks(doors: Iterable[str], targets: Mapping[str, Json], *, district: District, truths: Truths) -> list[Task]:
    """Doors in walking order, as far as the district has got with them."""
    found = []
    for door in district.walk(doors):
        task = Task(door, truths.behind(door, district.members(door)))
        target = targets[door]
        if target["state"] >= FIRST_CLOSED:
            task.standing = Standing.CLOSED
        elif target["attempts"]:
            task.tries = target["attempts"]
            task.due = datetime.fromisoformat(target["next_from"] or target["last_at"])
            task.tried_at = [datetime.fromisoformat(target["last_at"])]
        found.append(task)
    return found


def squads(
    handsets: Iterable[Handset],
    *,
    district: District,
    tempo: Tempo,
    truths: Truths,
    campaign: str,
    openness: Openness = BELIEVABLE,
) -> list[Squad]:
    """One squad for each team that has a phone here and doors in this campaign."""
    by_team: dict[str, list[Handset]] = {}
    for handset in handsets:
        for team in sorted(handset.teams):
            by_team.setdefault(team, []).append(handset)
    found = []
    for team, phones in sorted(by_team.items()):
        targets = {
            door: row for door, row in phones[0].targets.items() if row["team"] == team and row["campaign"] == campaign
        }
        if targets:
            dice = Random(f"{truths.seed}/team/{team}")
            model = Team(tasks(targets, targets, district=district, truths=truths), tempo, dice, openness)
            found.append(Squad(team, model, phones, dice))
    return found
