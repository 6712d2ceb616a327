"""first_sync_2000: 2,000 phones fetch 302 doors and their own team's people, 40 in flight, from a cold cache."""

import threading
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run
from qiaomen.bench.district import District, token_of
from qiaomen.bench.server import Line, percentile, serving, work_off

PHONES = 2_000
IN_FLIGHT = 40


def measure(district: District) -> dict[str, float]:
    """Seconds until all have everything, and the 99th percentile of a request, to its last byte."""
    run("TRUNCATE sync_bundle, sync_scope")
    workers = [
        row[0] for row in rows("SELECT worker_id FROM duty_membership ORDER BY random() LIMIT %b::int", [PHONES])
    ]
    counts: list[tuple[int, int]] = []
    guard = threading.Lock()

    def fetch(line: Line, worker: UUID) -> None:
        cursor, doors, people = None, set(), 0
        while True:
            call = msgspec.json.encode({"protocol": 1, "pull": True, "cursor": cursor})
            answer = msgspec.json.decode(line.post(token_of(worker), call))
            doors |= {door["id"] for door in answer.get("doors", ())}
            people += len(answer.get("people", ()))
            cursor = answer["cursor"]
            if not answer.get("more"):
                break
        with guard:
            counts.append((len(doors), people))

    with serving() as port:
        total, seconds = work_off(port, workers, fetch, in_flight=IN_FLIGHT)
    if len(counts) != len(workers) or min(doors for doors, _people in counts) == 0:
        raise RuntimeError("some phone got nothing")
    return {"seconds": total, "p99_ms": percentile(seconds, 0.99) * 1000, "phones": len(workers)}
