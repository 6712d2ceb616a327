"""Runs a drill: teams knock, phones send, leads decide, until the sweep or the time is over."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from random import Random
from time import sleep
from typing import Final

from .agenda import Agenda
from .bodies import Sweep
from .clock import DrillClock
from .district import District
from .fanout import Crew
from .handset import Handset
from .phone import Json
from .review import CONFLICT, Claim, Reviewers
from .squad import CLAIMS, Squad, Written
from .truths import Truths
from .workforce import Knock, Standing

_IN_FLIGHT: Final = 64
_NAP_S: Final = 0.2
_WORTH_SKIPPING: Final = timedelta(minutes=40)
_REVIEW_EVERY: Final = timedelta(minutes=30)
_DRAIN_ROUNDS: Final = 60


@dataclass(frozen=True, slots=True)
class Habits:
    """How phones behave, in the drill's time."""

    sends_within: timedelta = timedelta(minutes=3)
    pulls_every: timedelta | None = timedelta(hours=6)


@dataclass(slots=True)
class Log:
    """What happened, for the report; times are the drill's."""

    knocks: list[tuple[datetime, str]] = field(default_factory=list)
    closed_at: dict[str, datetime] = field(default_factory=dict)
    closed_before: int = 0
    set_out: int = 0
    """Doors of the squads when the drill began."""
    discovered: int = 0
    conflicts: int = 0
    reviews: int = 0


class Drill:
    """One sweep by these squads. All of it happens in the calling thread, except what goes over the network."""

    def __init__(
        self,
        squads: Sequence[Squad],
        reviewers: Reviewers,
        *,
        district: District,
        sweep: Sweep,
        clock: DrillClock,
        truths: Truths,
        habits: Habits = Habits(),
        network_threads: int = 16,
        tell: Callable[["Drill", datetime], None] | None = None,
    ) -> None:
        self.squads, self.reviewers, self.district, self.sweep, self.clock = squads, reviewers, district, sweep, clock
        self.log = Log(
            closed_before=sum(len(squad.team.tasks) - squad.team.left for squad in squads),
            set_out=sum(len(squad.team.tasks) for squad in squads),
        )
        self._truths, self._habits, self._tell = truths, habits, tell
        self._agenda, self._dice = Agenda(), Random(f"{truths.seed}/drill")
        self._crew = Crew(network_threads)
        self._done: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._in_flight = 0
        self._working = 0

    @property
    def handsets(self) -> list[Handset]:
        return [handset for squad in self.squads for handset in squad.handsets] + list(self.reviewers.leads)

    def run(self, *, start: datetime, until: datetime | None = None, drain: bool = True) -> datetime:
        """Runs until all is done or the drill's time is ``until``; then every phone gets signal. Answers the end."""
        now = start
        for squad in self.squads:
            self._next(squad, start)
            for handset in squad.handsets:
                self._plan_pull(squad, handset, start)
        self._agenda.at(start + _REVIEW_EVERY, self._review)
        with self._crew:
            while (moment := self._agenda.next_at) and (until is None or moment < until) and not self._finished():
                if self._wait(moment):
                    now = self._agenda.do_next()
                    if self._tell:
                        self._tell(self, now)
            self._settle(0)
            if drain:
                self._drain()
        return until if until is not None and self._agenda.next_at and not self._finished() else now

    def _finished(self) -> bool:
        if self._in_flight or self._working or self.reviewers.waiting:
            return False
        return not any(handset.phone.outbox and not handset.phone.stopped for handset in self.handsets)

    def _wait(self, moment: datetime) -> bool:
        """Whether ``moment`` has come; naps a little if not, and takes in what the network threads have done."""
        self._settle(_IN_FLIGHT)
        if moment - self.clock.now() > _WORTH_SKIPPING and not self._in_flight:
            self.clock.skip_to(moment)
        seconds = self.clock.seconds_until(moment)
        if seconds <= 0:
            return True
        sleep(min(seconds, _NAP_S))
        return seconds <= _NAP_S

    def _settle(self, most_in_flight: int) -> None:
        """Finishes what came back; waits only while more than ``most_in_flight`` calls are under way."""
        while True:
            try:
                finish = self._done.get(block=self._in_flight > most_in_flight, timeout=None)
            except Empty:
                return
            self._in_flight -= 1
            finish()

    def _submit(self, work: Callable[[], None], then: Callable[[], None]) -> None:
        self._in_flight += 1

        def done(future: Future[None]) -> None:
            def finish() -> None:
                future.result()
                then()

            self._done.put(finish)

        self._crew.submit(work, done)

    def _next(self, squad: Squad, now: datetime) -> None:
        at = squad.team.next_at(now)
        if at is not None:
            self._working += 1
            self._agenda.at(at, lambda moment: self._knock(squad, moment))

    def _knock(self, squad: Squad, now: datetime) -> None:
        self._working -= 1
        knock = squad.team.knock(now)
        if knock is None:
            self._next(squad, now)
            return
        self._working += 1
        self._agenda.at(knock.until, lambda moment: self._written(squad, knock, moment))

    def _written(self, squad: Squad, knock: Knock, now: datetime) -> None:
        self._working -= 1
        self.log.knocks.append((now, knock.outcome))
        if knock.standing is Standing.CLOSED:
            self.log.closed_at[knock.door] = now
        for written in squad.write(knock, district=self.district, sweep=self.sweep):
            self._note(squad, written, now)
        self._next(squad, now)

    def _note(self, squad: Squad, written: Written, now: datetime) -> None:
        if written.outcome in CLAIMS:
            self.reviewers.hear(Claim(written.record, written.door, written.outcome, now))
        elif written.outcome == "door_added":
            self.log.discovered += 1
        elif written.outcome == "answered" and self._dice.random() < self._truths.rates.two_at_one_door:
            self._two_at_one_door(squad, written, now)
        self._plan_send(written.handset, now)

    def _two_at_one_door(self, squad: Squad, right: Written, now: datetime) -> None:
        """Another team of the zone has mistaken the door for one of its own, and says that nobody lives there."""
        zone = self.district.teams[squad.id]["zone"]
        others = [one for one in self.squads if one is not squad and self.district.teams[one.id]["zone"] == zone]
        if not others or not self.reviewers.leads:
            return
        handset = self._dice.choice(others).handsets[0]
        body = {"campaign": self.sweep.campaign, "edition": self.sweep.edition, "outcome": "vacant"}
        handset.write("visit", body={**body, "confirmed_by": "neighbour"}, at=now, door=right.door)
        self.log.conflicts += 1
        self.reviewers.hear(Claim(right.record, right.door, CONFLICT, now))
        self._plan_send(handset, now)

    def _plan_send(self, handset: Handset, now: datetime, *, wait: timedelta | None = None) -> None:
        if handset.wakes is not None:
            return
        delay = self._habits.sends_within * self._dice.random() if wait is None else wait
        handset.wakes = handset.signal.back_at(now + delay)
        self._agenda.at(handset.wakes, lambda moment: self._send(handset, moment))

    def _send(self, handset: Handset, now: datetime) -> None:
        def after() -> None:
            handset.wakes = None
            if handset.phone.outbox and not handset.phone.stopped:
                # Waiting after a failure is for the server's sake, so it is real time.
                wait = timedelta(seconds=handset.phone.wait_s * self.clock.speed)
                self._plan_send(handset, now, wait=wait)

        self._submit(handset.exchange, after)

    def _plan_pull(self, squad: Squad, handset: Handset, now: datetime) -> None:
        if self._habits.pulls_every is not None:
            awake = squad.team.tempo.opens(now + self._habits.pulls_every * self._dice.uniform(0.7, 1.3))
            self._agenda.at(handset.signal.back_at(awake), lambda moment: self._pull(squad, handset, moment))

    def _pull(self, squad: Squad, handset: Handset, now: datetime) -> None:
        pages: list[Json] = []

        def after() -> None:
            for page in pages:
                self.district.learn(page)
            if handset is squad.handsets[0]:
                squad.refresh(handset, district=self.district, truths=self._truths)
            self._plan_pull(squad, handset, now)

        self._submit(lambda: handset.pull(pages.append), after)

    def _review(self, now: datetime) -> None:
        for claim, lead, stands in self.reviewers.decide(now, district=self.district, sweep=self.sweep):
            self.log.reviews += 1
            self._plan_send(lead, now)
            squad = next((one for one in self.squads if any(t.door == claim.door for t in one.team.tasks)), None)
            if squad is None or claim.outcome == CONFLICT:
                continue
            if stands:
                squad.team.close(claim.door)
                self.log.closed_at[claim.door] = now
            else:
                idle = squad.team.next_at(now) is None
                squad.team.reopen(claim.door, now=now)
                if idle:
                    self._next(squad, now)
        later = now + _REVIEW_EVERY
        self._agenda.at(self.squads[0].team.tempo.opens(later) if self.squads else later, self._review)

    def _drain(self) -> None:
        """The shift is over: every phone is carried to where there is signal, until its outbox is empty."""
        for _ in range(_DRAIN_ROUNDS):
            full = [one for one in self.handsets if one.phone.outbox and not one.phone.stopped]
            if not full:
                return
            for handset in full:
                self._submit(handset.exchange, lambda: None)
            self._settle(0)
