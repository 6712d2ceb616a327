"""People who stand at a gate or a checkpoint: what their phones write, and how it is sent."""

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Final, Protocol

from .fanout import fan_out
from .network import Unreachable
from .phone import Answer, Json, Phone

_TRIES: Final = 8


@dataclass(frozen=True, slots=True)
class Guard:
    """Who takes part: an author's token and id."""

    token: str
    worker: str


@dataclass(slots=True)
class Played:
    """What became of it."""

    records: int
    verdicts: dict[str, int]
    codes: dict[str, int]


class Line(Protocol):
    """What carries calls: posts and gets of the public protocol."""

    def post(self, path: str, body: Json, *, token: str = "") -> Answer: ...

    def get(self, path: str, *, token: str = "") -> Answer: ...


class PostPhones:
    """The phones of everybody who stands there: what they write stays in their outboxes until all is sent."""

    def __init__(self, line: Line, dice: Random) -> None:
        self._line, self._dice = line, dice
        self._now = datetime.min.replace(tzinfo=UTC)
        self._phones: dict[str, Phone] = {}

    def write(self, guard: Guard, kind: str, *, body: Json, place: str, at: datetime) -> Json:
        """Somebody's phone writes a record at a moment, in the order of time; answers it."""
        self._now = at
        phone = self._phones.get(guard.token)
        if phone is None:
            phone = self._phones[guard.token] = Phone(lambda: self._now, Random(self._dice.random()))
        return phone.write(kind, body=body, place=place)

    def send(self, threads: int) -> Played:
        """Every phone sends all that it has, again and again until there is a verdict for each record."""
        written = sum(len(phone.outbox) for phone in self._phones.values())
        fan_out(self._send, list(self._phones), threads=threads)
        played = Played(written, {}, {})
        for phone in self._phones.values():
            for said, kept in ((phone.verdicts, played.verdicts), (phone.codes, played.codes)):
                for name, number in said.items():
                    kept[name] = kept.get(name, 0) + number
        return played

    def _send(self, token: str) -> None:
        phone, failures = self._phones[token], 0
        while (call := phone.request()) is not None and failures < _TRIES:
            try:
                answer = self._line.post("/api/sync", call, token=token)
            except Unreachable:
                phone.unanswered()
                failures += 1
                continue
            # The phone's clock is right and its records are old: only the age of what it sends lies between them.
            answer.body.pop("server_time", None)
            phone.answered(answer)
