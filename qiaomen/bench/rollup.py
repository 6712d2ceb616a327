"""rollup: coverage of any place at any level, p95, while ingest runs. Yardstick: a naive GROUP BY over the targets."""

import random
import threading
import time
from typing import Any

from django.db import connection

from qiaomen.base.sql import rows
from qiaomen.bench import ingest
from qiaomen.bench.district import District
from qiaomen.bench.server import Line, percentile, serving, work_off
from qiaomen.campaigns.tallies import coverage

READS = 300
NAIVE: Any = """
SELECT t.state, count(*), sum(t.people), sum(t.unaccounted) FROM campaigns_target t
JOIN places_place p ON p.id = t.place_id AND p.path >= %s AND p.path < %s || 'g'
WHERE t.campaign_id = %b GROUP BY t.state
"""


def measure(district: District, *, calls: int = 400) -> tuple[float, float]:
    """Milliseconds at the 95th percentile: by tallies, and naively (median of a few at the district's root)."""
    paths = [row[0] for row in rows("SELECT path FROM places_place WHERE kind <> 'stairwell'")]
    root = min(paths, key=len)
    naive = [_timed(lambda: rows(NAIVE, [root, root, district.campaign.id])) for _ in range(3)]
    batches, _people = ingest.calls(district, most=calls * ingest.BATCH)
    chosen = random.Random(1)  # noqa: S311 (a draw of places, not a secret)
    with serving() as port:
        sending = threading.Thread(target=_send, args=(port, batches))
        sending.start()
        seconds = []
        for number in range(READS):
            path = root if number % 3 == 0 else chosen.choice(paths)
            seconds.append(_timed(lambda path=path: coverage(district.campaign.id, path)))
        sending.join()
    return percentile(seconds, 0.95) * 1000, sorted(naive)[1] * 1000


def _send(port: int, batches: list[tuple[str, bytes]]) -> None:
    def send(line: Line, call: tuple[str, bytes]) -> None:
        line.post(*call)

    work_off(port, batches, send, in_flight=ingest.IN_FLIGHT)
    connection.close()


def _timed(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
