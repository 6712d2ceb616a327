"""A team at work: which door next, what comes of the try, when to come back. Pure: time and dice are handed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from random import Random
from typing import Final

from qiaomen.campaigns.planner.openness import BELIEVABLE, Habit, Openness

from .household import Household, Newcomer
from .tempo import Tempo

MISSED_CALL: Final = "missed_call"
"""A call that nobody took: it costs time and is no visit, so nothing is recorded of it."""

_BY_PHONE: Final = {MISSED_CALL, "phone"}
_KEY_TURNS_UP: Final = 0.6
_GIVES_WAY: Final = 0.7
_FOUND_LATER: Final = 0.85
_MANAGER_ASKED: Final = 0.25
_ONLY_LOOKS_VACANT: Final = 0.15


class Standing(StrEnum):
    """How a team sees a door of its own."""

    OPEN = "open"
    CLOSED = "closed"
    CLAIMED = "claimed"
    """It waits for somebody with the right to decide."""


@dataclass(slots=True)
class Task:
    """One door on a team's list. ``due`` is when to try again; None: not tried yet."""

    door: str
    truth: Household
    standing: Standing = Standing.OPEN
    tries: int = 0
    calls: int = 0
    due: datetime | None = None
    tried_at: list[datetime] = field(default_factory=list)
    accounted: set[str] = field(default_factory=set)
    talks: int = 0
    looked_vacant: bool = False


@dataclass(slots=True)
class Knock:
    """One try: what came of it, until when the team is busy with it, and whom it could account for (presence words)."""

    door: str
    at: datetime
    until: datetime
    outcome: str
    truth: Household
    standing: Standing = Standing.CLOSED
    presence: dict[str, str] = field(default_factory=dict)
    confirmed_by: str = ""
    newcomers: tuple[Newcomer, ...] = ()
    found_next_door: bool = False


@dataclass(slots=True)
class Team:
    """Walks its doors in order, comes back to those where nobody was in another part of the day, phones in the end."""

    tasks: Sequence[Task]
    tempo: Tempo
    dice: Random
    openness: Openness = BELIEVABLE

    def next_at(self, now: datetime) -> datetime | None:
        """When the team can try next, not before ``now``; None when it has nothing left to do."""
        opens = self.tempo.opens(now)
        if self._choose(opens):
            return opens
        later = [task.due for task in self._open_tasks() if task.due]
        return self.tempo.opens(min(later)) if later else None

    def knock(self, now: datetime) -> Knock | None:
        """One try at the door that comes next; None when none is due at this time."""
        task = self._choose(now) if self.tempo.is_open(now) else None
        if task is None:
            return None
        if task.tries >= self.tempo.visits.tries:
            return self._call(task, now)
        task.tries += 1
        knock = self._at_the_door(task, now)
        task.tried_at.append(knock.until)
        return knock

    def reopen(self, door: str, *, now: datetime) -> None:
        """A claim was denied, or the district knows better: the door is knocked on again, and can be found."""
        for task in self.tasks:
            if task.door == door and task.standing is not Standing.OPEN:
                task.standing, task.due, task.tries = Standing.OPEN, now, 0
                task.truth.locked, task.truth.exists = False, True

    def close(self, door: str) -> None:
        """The district holds the door for done, whoever did it."""
        for task in self.tasks:
            if task.door == door:
                task.standing = Standing.CLOSED

    @property
    def left(self) -> int:
        """Doors that are not closed, claims included."""
        return sum(task.standing is not Standing.CLOSED for task in self.tasks)

    def _open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.standing is Standing.OPEN]

    def _choose(self, now: datetime) -> Task | None:
        """What is due again, longest waiting first; then calls; then new doors in walking order."""
        tries = self.tempo.visits.tries
        open_tasks = self._open_tasks()
        due = [(task.tries >= tries, task.due, task) for task in open_tasks if task.due and task.due <= now]
        if due:
            return min(due, key=lambda entry: entry[:2])[2]
        return next((task for task in open_tasks if task.due is None), None)

    def _at_the_door(self, task: Task, now: datetime) -> Knock:
        truth = task.truth
        if not truth.exists:
            return self._end(task, now, "wrong_address", Standing.CLAIMED)
        if truth.locked and (task.tries == 1 or self.dice.random() >= _KEY_TURNS_UP):
            return self._again(task, now, "inaccessible") if task.tries == 1 else self._locked_out(task, now)
        truth.locked = False
        if truth.habit is Habit.VACANT:
            return self._nobody_lives_here(task, now)
        if not truth.opens(self.tempo.local(now), openness=self.openness, dice=self.dice):
            return self._again(task, now, "absent")
        if truth.refuses:
            truth.refuses = self.dice.random() >= _GIVES_WAY
            return self._again(task, now, "refused")
        return self._talk(task, now, "answered")

    def _locked_out(self, task: Task, now: datetime) -> Knock:
        """Twice without a key: it is up to a review of the claim."""
        return self._end(task, now, "inaccessible", Standing.CLAIMED)

    def _nobody_lives_here(self, task: Task, now: datetime) -> Knock:
        """No team can tell vacant from absent by itself: a neighbour tells, or with the last try the manager."""
        if task.tries >= self.tempo.visits.tries:
            return self._end(task, now, "vacant", confirmed_by="manager")
        if self.dice.random() < self.tempo.visits.vacancy_told:
            by = "manager" if self.dice.random() < _MANAGER_ASKED else "neighbour"
            return self._end(task, now, "vacant", confirmed_by=by)
        if task.looked_vacant:
            return self._end(task, now, "vacant")
        task.looked_vacant = self.dice.random() < _ONLY_LOOKS_VACANT
        return self._again(task, now, "vacant" if task.looked_vacant else "absent")

    def _call(self, task: Task, now: datetime) -> Knock:
        """Who is not reached is tried once more at the door, in another part of the day, and then phoned again."""
        task.calls += 1
        if self.dice.random() < self.tempo.visits.phone_reaches:
            return self._talk(task, now, "phone")
        task.tries -= 1
        return self._again(task, now, MISSED_CALL)

    def _talk(self, task: Task, now: datetime, outcome: str) -> Knock:
        presence = self._account(task, seen=outcome == "answered")
        complete = task.accounted.issuperset(task.truth.people)
        knock = self._end(task, now, outcome) if complete else self._again(task, now, outcome)
        knock.presence = presence
        knock.newcomers, task.truth.newcomers = task.truth.newcomers, ()
        knock.found_next_door = outcome == "answered" and task.truth.next_door
        task.truth.next_door = task.truth.next_door and not knock.found_next_door
        return knock

    def _account(self, task: Task, *, seen: bool) -> dict[str, str]:
        presence = {}
        task.talks += 1
        for person in task.truth.people:
            if person in task.truth.hidden and not (task.talks > 1 and self.dice.random() < _FOUND_LATER):
                presence[person] = "unaccounted"
                continue
            here = "seen" if seen and self.dice.random() < 0.6 else "stated"
            presence[person] = task.truth.whereabouts.get(person, here)
            task.truth.hidden.discard(person)
            task.accounted.add(person)
        return presence

    def _again(self, task: Task, now: datetime, outcome: str) -> Knock:
        knock = self._end(task, now, outcome, Standing.OPEN)
        # After the last try it is phoned about, for which any hour will do.
        last = task.tries >= self.tempo.visits.tries
        # A try counts for the part of the day in which it is written down, for us as for the district.
        tried = task.tried_at if outcome in _BY_PHONE else [*task.tried_at, knock.until]
        task.due = knock.until if last else self.tempo.again(tried or [now], now=now)
        return knock

    def _end(
        self, task: Task, now: datetime, outcome: str, standing: Standing = Standing.CLOSED, *, confirmed_by: str = ""
    ) -> Knock:
        task.standing = standing
        until = now + self.tempo.busy(outcome, dice=self.dice)
        return Knock(task.door, now, until, outcome, task.truth, standing, confirmed_by=confirmed_by)
