"""wuhan: a city of 4.21 million doors and 10.59 million people swept over HTTP, all of it on one machine.

A street is 7 communities of 40 buildings of 80 doors, and 33 people knock in each community. While they send what they
saw, other phones fetch their beat for the first time and headquarters looks at the overview; both go through the
same server. The clock of the upload stands still while the next streets' visits are made up, which is the phones' work.
"""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection

from qiaomen.base.sql import rows
from qiaomen.bench import ingest
from qiaomen.bench.district import District, build, token_of
from qiaomen.bench.pages import headquarters
from qiaomen.bench.server import Line, percentile, serving, work_off
from qiaomen.campaigns.tallies import coverage

STREETS = 188
COMMUNITIES_A_STREET = 7
DOORS_A_COMMUNITY = 3_200
TEAMS_A_COMMUNITY = 11
STREETS_AT_ONCE = 4
PAUSE = 0.5  # seconds between two looks of a watcher
REMEMBERED_EACH = 15.0  # the kernel counts shared pages for it: each half second that was an eighth of two cores
COPIED = 250_000

Say = Callable[[str], None]


@dataclass
class Seen:
    """What a run came to: counts, seconds, bytes, megabytes; the seconds of each watched call."""

    doors: int = 0
    people: int = 0
    workers: int = 0
    build_s: float = 0
    upload_s: float = 0
    whole_s: float = 0
    register_bytes: int = 0
    ledger_bytes: int = 0
    wal_bytes: int = 0
    memory_mb: float = 0
    copied: float = 0
    sends: list[float] = field(default_factory=list)
    pulls: list[float] = field(default_factory=list)
    overviews: list[float] = field(default_factory=list)


def measure(*, scale: float, say: Say) -> Seen:
    """Build a share of the city, sweep it, and prove that every door was counted. RuntimeError where one was not."""
    seen, begun = Seen(), time.perf_counter()
    streets = max(1, round(STREETS * scale))
    zones = streets * COMMUNITIES_A_STREET
    district = build(doors=zones * DOORS_A_COMMUNITY, zones=zones, teams_a_zone=TEAMS_A_COMMUNITY, streets=streets)
    seen.doors, seen.people, seen.build_s = district.doors, district.people, time.perf_counter() - begun
    seen.workers = rows("SELECT count(*) FROM access_worker")[0][0]
    seen.register_bytes, wal = _size(), _wal()
    say(f"{seen.doors:,} doors and {seen.people:,} people made in {seen.build_s:.0f} s")
    begun = time.perf_counter()
    with serving() as port, _watched(seen, port):
        _sweep(district, seen, port, say)
    seen.whole_s = time.perf_counter() - begun
    seen.ledger_bytes, seen.wal_bytes = _size() - seen.register_bytes, _wal() - wal
    _prove(district, seen)
    count = min(seen.people, COPIED)
    seen.copied = count / ingest.copy_people(count)
    return seen


def _sweep(district: District, seen: Seen, port: int, say: Say) -> None:
    zones = [row[0] for row in rows("SELECT id FROM duty_zone ORDER BY ordinal")]
    portion = STREETS_AT_ONCE * COMMUNITIES_A_STREET
    sent = 0
    for start in range(0, len(zones), portion):
        batches, people = ingest.calls(district, zones=zones[start : start + portion])
        random.Random(start).shuffle(batches)  # noqa: S311 (an order of sending, not a secret)
        seconds, each = work_off(port, batches, _send, in_flight=ingest.IN_FLIGHT)
        seen.upload_s += seconds
        seen.sends += each
        sent += people
        say(f"{sent:,} people, with those found; {seen.people:,} are registered: {people / seconds:,.0f} people/s")


def _send(line: Line, call: tuple[str, bytes]) -> None:
    answer = line.post(*call)
    if answer.count(b'"accepted"') != answer.count(b'"verdict"'):
        raise RuntimeError(answer[:500])


@contextmanager
def _watched(seen: Seen, port: int) -> Iterator[None]:
    """While the block runs, phones begin their day, headquarters looks, and memory is measured."""
    over, errors = threading.Event(), list[BaseException]()
    workers = [row[0] for row in rows("SELECT worker_id FROM duty_membership ORDER BY random() LIMIT 5000")]
    cookie = headquarters().cookies[settings.SESSION_COOKIE_NAME].value
    watchers = (
        (lambda: _pull(seen, Line(port), workers), PAUSE),
        (lambda: _overview(seen, port, cookie), PAUSE),
        (lambda: _remember(seen), REMEMBERED_EACH),
    )
    threads = [threading.Thread(target=_again, args=(*watcher, over, errors)) for watcher in watchers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
    if errors:
        raise errors[0]


def _again(watcher: Callable[[], None], pause: float, over: threading.Event, errors: list[BaseException]) -> None:
    try:
        while not over.is_set():
            watcher()
            over.wait(pause)
    except BaseException as error:
        errors.append(error)
    finally:
        connection.close()


def _pull(seen: Seen, line: Line, workers: Sequence[UUID]) -> None:
    """One phone fetches all that its worker needs; each request counts."""
    worker, cursor = random.choice(workers), None  # noqa: S311
    while True:
        call = msgspec.json.encode({"protocol": 1, "pull": True, "cursor": cursor})
        answer = msgspec.json.decode(line.post(token_of(worker), call))
        cursor = answer["cursor"]
        if not answer.get("more"):
            break
    line.connection.close()
    seen.pulls += line.seconds


def _overview(seen: Seen, port: int, cookie: str) -> None:
    begun = time.perf_counter()
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    caller.request("GET", "/overview", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    answer = caller.getresponse()
    answer.read()
    caller.close()
    if answer.status != 200:
        raise RuntimeError(f"the overview answers {answer.status}")
    seen.overviews.append(time.perf_counter() - begun)


def _remember(seen: Seen) -> None:
    """Megabytes of web server and PostgreSQL, shared pages counted once; the most that was seen."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name = (folder / "cmdline").read_bytes()
            if b"granian" not in name and b"postgres" not in name:
                continue
            found = re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.MULTILINE)
        except OSError:  # one that has just ended
            continue
        total += int(found[1]) if found else 0
    seen.memory_mb = max(seen.memory_mb, total / 1024)


def _size() -> int:
    return int(rows("SELECT pg_database_size(current_database())")[0][0])


def _wal() -> int:
    return int(rows("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")[0][0])


def _prove(district: District, seen: Seen) -> None:
    """Every door was visited once, and the counts say so."""
    (records,) = rows("SELECT count(*) FROM ledger_record WHERE kind = 'visit'")[0]
    counts = coverage(district.campaign.id)
    if records != seen.doors or counts["doors"] != seen.doors or counts["answered"] != seen.doors:
        raise RuntimeError(f"{seen.doors} doors, {records} records, counted {counts}")


def slowest(values: Sequence[float]) -> float:
    """Milliseconds at the 99th percentile; 0 where there was none."""
    return percentile(values, 0.99) * 1000 if values else 0.0
