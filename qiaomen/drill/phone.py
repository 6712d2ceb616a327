"""A phone's outbox, after docs/sync-protocol.md: it keeps every record until the server has said what became of it.

Pure: no network, no clock of its own. A caller asks for the next request, sends it however it can, and hands back
the answer, or that there was none.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

Json = dict[str, Any]

MOST_RECORDS: Final = 500
KEPT_FOR: Final = timedelta(days=7)
LONGEST_WAIT_S: Final = 300.0
_ACKNOWLEDGED: Final = frozenset({"accepted", "duplicate", "held"})


def uuid7(*, at: datetime, dice: Random) -> UUID:
    """An id in order of time (RFC 9562, version 7), from this dice so that a drill can be repeated."""
    milliseconds = int(at.timestamp() * 1000) & (1 << 48) - 1
    return UUID(int=milliseconds << 80 | 7 << 76 | dice.getrandbits(12) << 64 | 2 << 62 | dice.getrandbits(62))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: an HTTP status and a JSON object (empty when the body was not one)."""

    status: int
    body: Json = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The problem's stable code, or the bare status."""
        return str(self.body.get("problem", {}).get("code", self.status))


@dataclass(slots=True)
class Phone:
    """One author on one phone. ``clock`` is the phone's own, right or wrong; times are UTC."""

    clock: Callable[[], datetime]
    dice: Random
    protocol: int = 1
    offset_ms: int = 0
    cursor: str | None = None
    generation: str | None = None
    stopped: str = ""
    """The code for which the phone has given up sending until somebody helps; empty while all is well."""
    wait_s: float = 0.0
    """How long to leave the server alone after a failure."""
    verdicts: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    outbox: dict[str, Json] = field(default_factory=dict)
    kept: dict[str, tuple[datetime, Json]] = field(default_factory=dict)
    rejected: dict[str, Json] = field(default_factory=dict)
    unreadable: dict[str, Json] = field(default_factory=dict)
    _limit: int = MOST_RECORDS
    _failures: int = 0
    _sent: list[str] = field(default_factory=list)

    def write(self, kind: str, *, body: Json, **subject: str) -> Json:
        """Puts one record into the outbox; ``subject`` names ids: door, place, person, amends, mends."""
        now = self.clock()
        id_ = str(uuid7(at=now, dice=self.dice))
        record: Json = {"id": id_, "kind": kind, "device_at": now.isoformat(), "body": body, **subject}
        self.outbox[id_] = record
        return record

    def request(self, *, pull: bool = False) -> Json | None:
        """The next call to ``/api/sync``; None when there is nothing to send or ask, or the phone has given up."""
        if self.stopped:
            return None
        self._sent = list(self.outbox)[: self._limit]
        if not self._sent and not pull:
            return None
        call: Json = {
            "protocol": self.protocol,
            "offset_ms": self.offset_ms,
            "records": [self.outbox[id_] for id_ in self._sent],
        }
        return {**call, "pull": True, "cursor": self.cursor} if pull else call

    def unanswered(self) -> None:
        """No answer came. It may have been stored all the same: everything stays, and goes again."""
        self._failures += 1
        self.wait_s = min(LONGEST_WAIT_S, 2.0 ** (self._failures - 1)) * self.dice.uniform(0.5, 1.0)

    def answered(self, answer: Answer, *, lag: timedelta = timedelta(0)) -> None:
        """Takes what the server said to the last request. ``lag``: see :class:`~qiaomen.drill.clock.DrillClock`."""
        self._learn_time(answer.body, lag)
        if answer.status == 200:
            self._failures, self.wait_s = 0, 0.0
            self._limit = min(MOST_RECORDS, self._limit * 2)
            self._settle(answer.body)
        elif answer.status == 413:
            self._halve()
        elif answer.status == 400:
            self._one_by_one()
        elif answer.status == 409:
            self.cursor = None
        elif answer.status in (401, 403, 426):
            self.stopped = answer.code
        else:
            self.unanswered()

    def _learn_time(self, body: Json, lag: timedelta) -> None:
        if "server_time" in body:
            server = datetime.fromisoformat(body["server_time"]) - lag
            self.offset_ms = round((server - self.clock()) / timedelta(milliseconds=1))

    def _halve(self) -> None:
        if len(self._sent) <= 1:
            self._set_aside()
        self._limit = max(1, len(self._sent) // 2)

    def _one_by_one(self) -> None:
        """A batch that cannot be read is sent record by record, to find the one."""
        if len(self._sent) <= 1:
            self._set_aside()
        self._limit = 1

    def _set_aside(self) -> None:
        """A single record that the server cannot take is kept and shown; the others must not wait for it."""
        for id_ in self._sent:
            self.unreadable[id_] = self.outbox.pop(id_)
        self.unanswered()

    def _settle(self, body: Json) -> None:
        generation = body.get("generation")
        if generation is not None and self.generation not in (None, generation):
            self.outbox = {id_: record for id_, (_, record) in self.kept.items()} | self.outbox
            self.kept.clear()
        self.generation = generation or self.generation
        self.cursor = body.get("cursor", self.cursor)
        for verdict in body.get("verdicts", ()):
            self._settle_one(verdict)
        self._forget_old()

    def _settle_one(self, verdict: Mapping[str, Any]) -> None:
        id_ = verdict.get("id") or self._sent[verdict["index"]]
        record = self.outbox.pop(id_, None)
        if record is None:
            return
        self.verdicts[verdict["verdict"]] += 1
        self.codes.update(
            [*filter(None, [verdict.get("code")]), *(f"flag:{flag}" for flag in verdict.get("flags", ()))]
        )
        if verdict["verdict"] in _ACKNOWLEDGED:
            self.kept[id_] = (self.clock(), record)
        else:
            self.rejected[id_] = record

    def _forget_old(self) -> None:
        old = self.clock() - KEPT_FOR
        for id_ in [id_ for id_, (since, _) in self.kept.items() if since < old]:
            del self.kept[id_]
