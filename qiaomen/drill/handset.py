"""A worker's phone in the drill: its outbox, its own idea of the time, its signal, and the way to the server."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from threading import Lock
from typing import Any
from uuid import UUID

from .clock import DrillClock
from .network import Signal, Transport, Unreachable
from .phone import Json, Phone

SYNC = "/api/sync"
ENROL = "/api/enrol"
_MOST_PAGES = 1_000
_AROUND = ("teams", "campaigns", "editions", "reknocks")


class NotEnrolled(Exception):
    """The server did not take the code; the text is its problem code."""


class Handset:
    """May be used from several threads: one exchange at a time, and writing meanwhile."""

    def __init__(
        self,
        *,
        token: str,
        worker: str,
        transport: Transport,
        clock: DrillClock,
        dice: Random,
        error: timedelta = timedelta(0),
        signal: Signal | None = None,
    ) -> None:
        self.worker, self.signal = worker, signal or Signal()
        self.wakes: datetime | None = None
        """When it will next try to send; None when nothing is planned."""
        self.targets: dict[str, Json] = {}
        self.teams: set[str] = set()
        self.places: set[str] = set()
        self.token, self._transport, self._clock = token, transport, clock
        self._moment = clock.now()
        self.phone = Phone(clock=lambda: self._moment + error, dice=dice)
        self._exchanging, self._writing = Lock(), Lock()

    def write(self, kind: str, *, body: Json, at: datetime, **subject: str) -> str:
        """Puts a record made at ``at`` (true time) into the outbox; answers its id."""
        with self._writing:
            self._moment = at
            return str(self.phone.write(kind, body=body, **subject)["id"])

    def learn_time(self) -> None:
        """As if it had just heard the server's time: its own clock may be wrong, but it knows by how much."""
        self._moment = self._clock.now()
        self.phone.offset_ms = round((self._moment - self.phone.clock()) / timedelta(milliseconds=1))

    def exchange(self) -> None:
        """Sends one batch, if there is one and nobody else is at it."""
        if not self._exchanging.acquire(blocking=False):
            return
        try:
            self._call(pull=False)
        finally:
            self._exchanging.release()

    def pull(self, learn: Callable[[Json], None]) -> None:
        """Sends what is waiting and reads all that changed; gives up at the first call that fails."""
        with self._exchanging:
            for _ in range(_MOST_PAGES):
                page = self._call(pull=True)
                if page is None:
                    return
                learn(page)
                self._own(page)
                if not page.get("more"):
                    return

    def _call(self, *, pull: bool) -> Json | None:
        """One call; the answer's body when it was a good one."""
        with self._writing:
            request = self.phone.request(pull=pull)
        if request is None:
            return None
        # The server reads its clock when the call arrives, which is nearer to its start than to its end.
        now, lag = self._clock.read()
        try:
            answer = self._transport.post(SYNC, request, token=self.token)
        except Unreachable:
            with self._writing:
                self.phone.unanswered()
            return None
        with self._writing:
            self._moment = now
            self.phone.answered(answer, lag=lag)
        return answer.body if answer.status == 200 else None

    def _own(self, page: Json) -> None:
        """Keeps the targets of the worker's own teams; of the zone's others only the register is of use to a drill."""
        if page.get("fresh"):
            self.targets.clear()
            self.teams.clear()
            self.places.clear()
        self.places.update(place["id"] for place in page.get("places", ()))
        self._take_around(page)
        for target in page.get("targets", ()):
            if target["team"] in self.teams:
                self.targets[target["door"]] = target
            else:
                self.targets.pop(target["door"], None)

    def _take_around(self, page: Json) -> None:
        """All teams and sweeps are in a page that says so, or (of an earlier server) that has any row of them."""
        if not page.get("around") and not any(page.get(name) for name in _AROUND):
            return
        before, self.teams = self.teams, {team["id"] for team in page.get("teams", ())}
        sweeps = {sweep["id"] for sweep in page.get("campaigns", ())}
        self.targets = {
            door: target
            for door, target in self.targets.items()
            if target["team"] in self.teams and target["campaign"] in sweeps
        }
        if not page.get("fresh") and not self.teams <= before:
            # Of another team's doors nothing was kept, and no page brings again what did not change.
            self.phone.cursor = None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What enrolling a phone answered."""

    token: str
    worker: str
    details: dict[str, Any] = field(default_factory=dict)


def enrol(code: str, *, device: UUID, transport: Transport) -> Enrolment:
    """Turns a personal code into a token. Raises :class:`NotEnrolled`, or ``Unreachable``."""
    answer = transport.post(ENROL, {"code": code, "device": str(device), "device_name": "drill"})
    if answer.status != 200:
        raise NotEnrolled(answer.code)
    return Enrolment(answer.body["token"], answer.body["worker"]["id"], answer.body)
