"""Phones of a chaos run: they knock, keep what was not acknowledged, and remember what was."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.ids import new_id

NOTE = "门口的鞋是红色的"
FINE = {"accepted", "duplicate", "held"}
_OUTCOMES = ("absent", "refused", "vacant", "answered")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Beat:
    """What a phone works on: its token, the doors it knocks at, campaign and edition."""

    token: str
    doors: tuple[str, ...]
    campaign: str
    edition: str


@dataclass
class Phone:
    """One phone. `ahead` is how much its clock is wrong; it tells the server so once it has heard the server's time.

    `again` asks it to send all that it keeps once more, as a server does that was restored.
    """

    port: int
    beat: Beat
    luck: random.Random
    ahead: timedelta = timedelta()
    offset_ms: int | None = None
    waiting: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: dict[UUID, float] = field(default_factory=dict)
    verdicts: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    again: threading.Event = field(default_factory=threading.Event)

    def knock_until(self, stop: threading.Event) -> None:
        """Knock and send."""
        while not stop.is_set():
            if len(self.waiting) < _MOST:
                self.waiting += [self._record() for _ in range(self.luck.randint(1, 4))]
            if not self.send():
                stop.wait(self.luck.uniform(0.2, 0.8))
            stop.wait(self.luck.uniform(0.0, 0.15))

    def send(self) -> bool:
        """Send what waits; without an answer it keeps waiting, and may be there all the same."""
        if self.again.is_set():
            self.waiting = list(self.sent)
            self.acknowledged.clear()
            self.again.clear()
        batch = self.waiting[:_MOST]
        verdicts = self.call(batch)
        if verdicts is None:
            return False
        now = time.time()
        for verdict in verdicts:
            self.verdicts[verdict["verdict"]] += 1
            if verdict["verdict"] in FINE:
                self.acknowledged.setdefault(UUID(verdict["id"]), now)
        self.waiting = self.waiting[len(batch) :]
        return True

    def call(self, records: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
        """The verdicts, or None: no answer, or one that says to try again."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            offset = {} if self.offset_ms is None else {"offset_ms": self.offset_ms}
            body = msgspec.json.encode({"protocol": 1, "records": records, **offset})
            headers = {"Authorization": f"Bearer {self.beat.token}", "Connection": "close"}
            connection.request("POST", "/api/sync", body, headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.failures["no answer"] += 1
            return None
        finally:
            connection.close()
        return self._read(response.status, answer)

    def _read(self, status: int, answer: dict[str, Any]) -> list[dict[str, Any]] | None:
        if status != 200:
            self.failures[answer.get("problem", {}).get("code", str(status))] += 1
            return None
        told = datetime.fromisoformat(answer["server_time"])
        self.offset_ms = round((told - self._now()).total_seconds() * 1000)
        verdicts: list[dict[str, Any]] = answer["verdicts"]
        return verdicts

    def _now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def _record(self) -> dict[str, Any]:
        record = self._void() if self.sent and self.luck.random() < 0.15 else self._visit()
        self.sent.append(record)
        return record

    def _void(self) -> dict[str, Any]:
        amends = self.luck.choice(self.sent)["id"]
        return {"id": new_id(), "kind": "void", "device_at": self._now(), "amends": amends, "body": {}}

    def _visit(self) -> dict[str, Any]:
        body = {"campaign": self.beat.campaign, "edition": self.beat.edition, "outcome": self.luck.choice(_OUTCOMES)}
        door = self.luck.choice(self.beat.doors)
        envelope = {"id": new_id(), "kind": "visit", "device_at": self._now(), "door": door}
        return {**envelope, "body": {**body, "note": NOTE, "seconds": 30}}
