"""`kill -9` of web server, database and supervisor at random moments under 20 concurrent phones.

What was acknowledged is there exactly once, what was not can be sent again, and state follows from the records.
"""

import http.client
import json
import os
import random
import signal
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest

from qiaomen.base.ids import new_id
from qiaomen.cli.tests.serving import Serving, bare, migrated, serving, until
from qiaomen.testing import cast
from qiaomen.testing.world import NOW, fixed, worker_phone

__all__ = ["bare", "migrated", "serving"]
pytestmark = [pytest.mark.journey, pytest.mark.slow]

PHONES = 20
KILLINGS = 3
NOTE = "门口的鞋是红色的"
KNOCKERS = ["field", "field 2", "field 3", "taxes 1", "police"]
STAGE = """
import json
from qiaomen.testing.sweep import start_sweep
from qiaomen.testing.world import make_world
world = make_world()
sweep = start_sweep(world, team="team 1")
print(json.dumps({"campaign": str(sweep.id), "edition": str(sweep.edition_id), "secrets": world.secrets()}))
"""


@dataclass
class Client:
    """A phone that knocks until it is told to stop, and keeps what was not acknowledged."""

    port: int
    token: str
    sweep: dict[str, str]
    luck: random.Random
    waiting: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: dict[UUID, str] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    lost_calls: int = 0

    def knock_until(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.waiting += [self._record() for _ in range(self.luck.randint(1, 4))]
            self.send()
            time.sleep(self.luck.uniform(0, 0.1))

    def send(self) -> bool:
        """Send what waits; without an answer it keeps waiting, and may be there all the same."""
        try:
            verdicts = self._call(self.waiting[:500])
        except (OSError, http.client.HTTPException):
            self.lost_calls += 1
            time.sleep(self.luck.uniform(0.2, 1))
            return False
        self.acknowledged.update({UUID(verdict["id"]): verdict["verdict"] for verdict in verdicts})
        self.waiting = self.waiting[len(verdicts) :]
        return True

    def _call(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            body = msgspec.json.encode({"protocol": 1, "records": records})
            connection.request("POST", "/api/sync", body, {"Authorization": f"Bearer {self.token}"})
            response = connection.getresponse()
            answer = response.read()
            if response.status in (500, 502, 503, 504):
                raise ConnectionError(response.status)
            assert response.status == 200, answer
            verdicts: list[dict[str, Any]] = json.loads(answer)["verdicts"]
            return verdicts
        finally:
            connection.close()

    def _record(self) -> dict[str, Any]:
        envelope: dict[str, Any] = {"id": new_id(), "device_at": NOW}
        if self.sent and self.luck.random() < 0.2:
            record = {**envelope, "kind": "void", "amends": self.luck.choice(self.sent)["id"], "body": {}}
        else:
            line = self.luck.choice([one for one in cast.DOORS if one.place.startswith("stairwell")])
            outcome = self.luck.choice(["absent", "refused", "vacant", "answered"])
            body = {"campaign": self.sweep["campaign"], "edition": self.sweep["edition"], "outcome": outcome}
            door = fixed(f"{line.place} {line.label}")
            record = {**envelope, "kind": "visit", "door": door, "body": {**body, "note": NOTE}}
        self.sent.append(record)
        return record


@pytest.fixture
def sweep(serving: Serving) -> dict[str, Any]:
    """The small world in a served data directory, with a sweep under way."""
    serving.serve()
    made = serving.command("manage", "shell", "--no-imports", "-v", "0", "-c", STAGE)
    assert made.returncode == 0, made.stderr
    answer: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return answer


def kill(serving: Serving, *, supervisor: bool, luck: random.Random) -> None:
    """Kill everything that matters in some order; start again what nobody starts again by itself."""
    database, web = serving.database(), serving.pid("web")
    assert database is not None
    victims = [database.pid, web, *([serving.started[-1].pid] if supervisor else [])]
    luck.shuffle(victims)
    started = len(serving.events("database.started"))
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
        time.sleep(luck.uniform(0, 0.3))
    if supervisor:
        serving.started[-1].wait()
        serving.serve()
    until(lambda: len(serving.events("database.started")) > started)


def wait_for_traffic(clients: Sequence[Client]) -> None:
    """Until something is acknowledged again."""
    before = sum(len(client.acknowledged) for client in clients)
    until(lambda: sum(len(client.acknowledged) for client in clients) > before)


def all_through(clients: Sequence[Client]) -> bool:
    """Every phone sends what it still keeps; whether nothing is left."""
    for client in clients:
        if client.waiting:
            client.send()
    return not any(client.waiting for client in clients)


def stored(serving: Serving) -> list[UUID]:
    database = serving.database()
    assert database is not None
    with psycopg.connect(host=database.socket_folder, user="qiaomen", dbname="qiaomen") as connection:
        return [row[0] for row in connection.execute("SELECT id FROM ledger_record").fetchall()]


def test_no_acknowledged_record_is_lost_whatever_is_killed(serving: Serving, sweep: dict[str, Any]) -> None:
    luck = random.Random(20200320)
    tokens = [f"token-of-{KNOCKERS[n % len(KNOCKERS)].replace(' ', '-')}".ljust(43, "0") for n in range(PHONES)]
    clients = [Client(serving.port, token, sweep, random.Random(n)) for n, token in enumerate(tokens)]
    stop = threading.Event()
    threads = [threading.Thread(target=client.knock_until, args=[stop]) for client in clients]
    for thread in threads:
        thread.start()
    for number in range(KILLINGS):
        wait_for_traffic(clients)
        time.sleep(luck.uniform(0, 2))
        kill(serving, supervisor=number == KILLINGS - 1, luck=luck)
    wait_for_traffic(clients)
    stop.set()
    for thread in threads:
        thread.join()
    assert sum(client.lost_calls for client in clients) > 0
    until(lambda: all_through(clients))

    ledger = stored(serving)
    acknowledged = {id: verdict for client in clients for id, verdict in client.acknowledged.items()}
    assert set(acknowledged.values()) <= {"accepted", "duplicate"}
    assert set(acknowledged) == {record["id"] for client in clients for record in client.sent}
    assert sorted(ledger) == sorted(acknowledged)
    check = serving.command("rebuild", "--check")
    assert check.returncode == 0, check.stdout + check.stderr
    log = "".join(file.read_text() for file in (serving.data_dir / "logs").iterdir())
    secrets = [*sweep["secrets"], NOTE, *(worker_phone(key) for key in KNOCKERS), *tokens]
    assert [secret for secret in secrets if secret in log] == []
