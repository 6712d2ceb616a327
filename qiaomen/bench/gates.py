"""gate_verify_online: codes verified by the server; and with a committed passage each, over HTTP, as phones send them.

Yardsticks: the bare Ed25519 verifications of the same codes; COPY of as many rows into a table like that of passages.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from django.db import connection
from django.utils import timezone

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.sql import rows, run
from qiaomen.bench.district import District, token_of
from qiaomen.bench.server import Line, serving, work_off
from qiaomen.gates.verifying import verify
from qiaomen.passes import actions, keys
from qiaomen.passes.minting import Minted, mint_many
from qiaomen.passes.models import Form, Pass
from qiaomen.passes.token import is_genuine, read
from qiaomen.places.models import Place

PASSES = 2_000
PASSAGES = 20_000
BATCH = 200
IN_FLIGHT = 4
# Codes verified at once: what a gate's rush, or a night's log, hands over.
AT_ONCE = 200

GATES: Any = """
INSERT INTO places_place (id, parent_id, kind, name, code, path, walk, version, change)
SELECT n.id, p.id, 'gate', 'north', '', p.path || right(replace(n.id::text, '-', ''), 8) || '.', 'north', 1, %b
FROM places_place p, LATERAL (SELECT gen_random_uuid() AS id WHERE p.id IS NOT NULL) n WHERE p.kind = 'community'
"""
GUARDS = """
SELECT DISTINCT ON (g.id) g.id, m.worker_id FROM places_place g
JOIN duty_zoneplace zp ON zp.place_id = g.parent_id JOIN duty_team t ON t.zone_id = zp.zone_id
JOIN duty_membership m ON m.team_id = t.id WHERE g.kind = 'gate' ORDER BY g.id, m.worker_id
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Per second: codes verified, bare verifications, passages committed, rows copied."""

    verified: float
    bare: float
    passages: float
    copied: float


def measure(district: District) -> Seen:
    """Verify, then pass: half of the holders in and out, at all gates, in batches of guards' phones."""
    codes = _issue()
    verified, bare = _verified([one.text for one in codes.values()])
    batches = list(_batches(list(codes), timezone.now() - timedelta(hours=20)))

    def send(line: Line, call: tuple[str, bytes]) -> None:
        answer = line.post(*call)
        if answer.count(b'"accepted"') != answer.count(b'"verdict"'):
            raise RuntimeError(answer[:500])

    with serving() as port:
        seconds, _each = work_off(port, batches, send, in_flight=IN_FLIGHT)
    return Seen(verified, bare, PASSAGES / seconds, PASSAGES / _copy())


def _issue() -> dict[UUID, Minted]:
    root, now = Place.objects.get(parent=None), timezone.now()
    with changes.change("bench") as change:
        run(GATES, [change.id])
    chief = Worker.objects.create(name="chief")
    Grant.objects.create(worker=chief, role=Role.HEADQUARTERS, place=root, since=now - timedelta(days=1))
    people = [row[0] for row in rows("SELECT id FROM people_person ORDER BY id LIMIT %b::int", [PASSES])]
    keys.ensure(now)
    actions.issue_many(people, form=Form.PHONE, by=chief, now=now - timedelta(hours=21))
    run("ANALYZE")
    return mint_many(list(Pass.objects.all()), now=now)


def _verified(texts: Sequence[str]) -> tuple[float, float]:
    gate, now = Place.objects.select_related("parent").filter(kind="gate").order_by("path")[0], timezone.now()
    begun = time.perf_counter()
    for start in range(0, len(texts), AT_ONCE):
        found = verify(texts[start : start + AT_ONCE], gate=gate, now=now)
        if any(one.verdict.token is None for one in found):
            raise RuntimeError(found[0].verdict.problem)
    seconds = time.perf_counter() - begun
    signed, key = [read(text) for text in texts], keys.signer()[0].public
    begun = time.perf_counter()
    if not all(is_genuine(one, key) for one in signed):
        raise RuntimeError("a code is not genuine")
    return len(texts) / seconds, len(texts) / (time.perf_counter() - begun)


def _batches(passes: Sequence[UUID], since: datetime) -> Iterator[tuple[str, bytes]]:
    guards: list[tuple[UUID, UUID]] = rows(GUARDS)
    step = timedelta(hours=19) / PASSAGES
    for start in range(0, PASSAGES, BATCH):
        gate, guard = guards[start // BATCH % len(guards)]
        records = [
            _passage(passes[n % len(passes)], gate, "out" if n // len(passes) % 2 else "in", since + n * step)
            for n in range(start, start + BATCH)
        ]
        yield token_of(guard), msgspec.json.encode({"protocol": 1, "records": records})


def _passage(holder: UUID, gate: UUID, direction: str, at: datetime) -> dict[str, Any]:
    body = {
        "direction": direction, "verdict": "passed", "pass": holder, "iat": 1_600_000_000, "exp": 1_600_086_400,
        "kid": "AAAAAAAAAAA", "colour_seen": "green", "temperature": 36.4, "lane": "1", "list_age_s": 30,
    }  # fmt: skip
    return {"id": new_id(), "kind": "passage", "device_at": at, "place": gate, "body": body}


def _copy() -> float:
    """Seconds that PostgreSQL takes to COPY as many rows of passages into a table with the same indexes."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    cursor = psycopg.Cursor(raw)
    cursor.execute("CREATE TABLE bench_passage (LIKE gates_passage INCLUDING CONSTRAINTS INCLUDING INDEXES)")
    cursor.execute("SELECT * FROM gates_passage LIMIT %s", [PASSAGES])
    made = cursor.fetchall()
    begun = time.perf_counter()
    with cursor.copy("COPY bench_passage FROM STDIN") as copy:
        for row in made:
            copy.write_row(row)
    seconds = time.perf_counter() - begun
    cursor.execute("DROP TABLE bench_passage")
    if len(made) != PASSAGES:
        raise RuntimeError(f"{len(made)} passages are there")
    return seconds
