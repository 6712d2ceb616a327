"""Runs benchmarks, each on a cluster of its own, and prints one JSON line for each. Names and units stay stable."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qiaomen.bench.pages import Page

SWEEP_DOORS = 40_000
FIRST_SYNC_DOORS = 15_100
COUNTY_DOORS = 15_100
ROLLUP_DOORS = 1_000_000
GATE_DOORS = 3_200


@dataclass(frozen=True, slots=True)
class Line:
    """One result: the ratio is value / yardstick for rates, yardstick / value for times, so that more is better."""

    name: str
    value: float
    unit: str
    yardstick: float | None
    ratio: float | None

    def __str__(self) -> str:
        shown = {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(self).items()}
        return json.dumps(shown)


def rate(name: str, value: float, unit: str, yardstick: float) -> Line:
    """A rate: higher is better."""
    return Line(name, value, unit, yardstick, value / yardstick)


def duration(name: str, value: float, unit: str, yardstick: float | None = None) -> Line:
    """A time: lower is better."""
    return Line(name, value, unit, yardstick, yardstick / value if yardstick else None)


def ingest() -> Iterator[Line]:
    from qiaomen.bench import ingest as bench
    from qiaomen.bench.district import build

    value, copied = bench.measure(build(doors=SWEEP_DOORS, teams_a_zone=8))
    yield rate("ingest_people_per_s", value, "people/s", copied)


def first_sync() -> Iterator[Line]:
    from qiaomen.bench import first_sync as bench
    from qiaomen.bench.district import build

    seen = bench.measure(build(doors=FIRST_SYNC_DOORS, teams_a_zone=14))
    yield duration("first_sync_2000", seen["seconds"], "s")
    yield duration("first_sync_2000_p99", seen["p99_ms"], "ms")


def rollup() -> Iterator[Line]:
    from qiaomen.bench import rollup as bench
    from qiaomen.bench.district import build

    value, naive = bench.measure(build(doors=ROLLUP_DOORS, zones=600, teams_a_zone=10, people=False))
    yield duration("rollup", value, "ms", naive)


def imports() -> Iterator[Line]:
    from qiaomen.bench import imports as bench

    value, copied = bench.measure()
    yield rate("import_people_per_s", value, "people/s", copied)


def planning() -> Iterator[Line]:
    from qiaomen.bench import plan as bench

    seen = bench.measure()
    yield duration("plan_seconds", seen["seconds"], "s", seen["copy_seconds"])
    yield duration("plan_seconds_400k", seen["seconds_400k"], "s", seen["copy_seconds_400k"])


def policy() -> Iterator[Line]:
    from qiaomen.bench import policy as bench

    bench.build()
    seconds, updated = bench.whole()
    yield duration("policy_whole_district", seconds, "s", updated)
    milliseconds, few = bench.touched()
    yield duration("policy_touched", milliseconds, "ms", few)


def posters() -> Iterator[Line]:
    from qiaomen.bench import posters as bench
    from qiaomen.bench.district import build

    value, worked, empty = bench.measure(build(doors=bench.COMPOUNDS * 800, zones=bench.COMPOUNDS, teams_a_zone=1))
    yield duration("posters_233", value, "s", empty)
    yield duration("posters_233_cpu", worked, "s")


def passes() -> Iterator[Line]:
    from qiaomen.bench import passes as bench
    from qiaomen.bench.district import build

    seen = bench.issue(build(doors=bench.DOORS, teams_a_zone=1))
    yield rate("pass_issue", seen.minted, "codes/s", seen.signed)
    yield rate("pass_issue_committed", seen.issued, "passes/s", seen.signed)


def pass_cards() -> Iterator[Line]:
    from qiaomen.bench import passes as bench
    from qiaomen.bench.district import build

    seen = bench.print_cards(build(doors=bench.DOORS, teams_a_zone=1))
    yield duration("pass_qr_sheet", seen.cards_s, "s", seen.empty_s)
    yield Line("pass_qr_sheet_memory", seen.grown_mb, "MB", None, None)


def reports() -> Iterator[Line]:
    from qiaomen.bench import reports as bench
    from qiaomen.bench.district import build

    frozen, worked, counted, again = bench.measure(build(doors=FIRST_SYNC_DOORS, teams_a_zone=14))
    yield duration("report_freeze", frozen, "s", counted)
    yield duration("report_freeze_cpu", worked, "s")
    yield duration("report_recompute", again, "s", counted)


def pages() -> Iterator[Line]:
    from qiaomen.bench import pages as bench
    from qiaomen.bench.district import build

    bench.visit(build(doors=COUNTY_DOORS, teams_a_zone=14))
    yield from _pages(bench.measure(whole=False), "")


def pages_whole() -> Iterator[Line]:
    from qiaomen.bench import pages as bench
    from qiaomen.bench.district import build

    build(doors=ROLLUP_DOORS, zones=600, teams_a_zone=10, people=False)
    yield from _pages(bench.measure(whole=True), "_1m")


def _pages(measured: "Iterable[Page]", suffix: str) -> Iterator[Line]:
    nothing = 0.0
    for page in measured:
        nothing = nothing or page.ms
        yield duration(f"page_{page.name}{suffix}", page.ms, "ms", nothing)
        yield duration(f"page_{page.name}{suffix}_cpu", page.cpu_ms, "ms")
        yield Line(f"page_{page.name}{suffix}_queries", page.queries, "statements", None, None)


def find() -> Iterator[Line]:
    from qiaomen.bench import find as bench

    bench.build()
    seen = bench.measure()
    yield duration("find_ms", seen.ms, "ms", seen.by_key_ms)
    yield duration("find_cpu", seen.cpu_ms, "ms")
    for kind, slow in sorted(seen.kinds.items()):
        yield duration(f"find_{kind.replace(' ', '_')}", slow, "ms", seen.by_key_ms)


def gates() -> Iterator[Line]:
    from qiaomen.bench import gates as bench
    from qiaomen.bench.district import build

    seen = bench.measure(build(doors=GATE_DOORS, zones=20, teams_a_zone=1))
    yield rate("gate_verify_online", seen.verified, "codes/s", seen.bare)
    yield rate("gate_passages_online", seen.passages, "passages/s", seen.copied)


def gate_phone() -> Iterator[Line]:
    import sys

    from qiaomen.bench import gate_phone as bench

    if not bench.is_possible():
        print("gate_verify_offline_ms: skipped, it needs Chromium and playwright", file=sys.stderr)
        return
    seen = bench.measure()
    yield duration("gate_verify_offline_ms", seen["ms"], "ms", seen["bare_ms"])
    yield duration("gate_verify_offline_first_ms", seen["first_ms"], "ms")
    yield duration("gate_verify_offline_p95_ms", seen["p95_ms"], "ms")


def rosters() -> Iterator[Line]:
    from qiaomen.bench import rosters as bench

    seen = bench.measure()
    yield duration("roster_seconds", seen["seconds"], "s", seen["draft_seconds"])
    yield Line("roster_gaps", seen["gaps"], "people", None, None)


def wuhan(scale: float) -> Iterator[Line]:
    """A share of a city of ten million, swept; what is told meanwhile goes to stderr."""
    import sys

    from qiaomen.bench import wuhan as bench

    seen = bench.measure(scale=scale, say=lambda sentence: print(sentence, file=sys.stderr, flush=True))
    yield Line("wuhan_doors", seen.doors, "doors", None, None)
    yield Line("wuhan_people", seen.people, "people", None, None)
    yield Line("wuhan_workers", seen.workers, "workers", None, None)
    yield duration("wuhan_build", seen.build_s, "s")
    yield rate("wuhan_people_per_s", seen.people / seen.upload_s, "people/s", seen.copied)
    yield duration("wuhan_upload", seen.upload_s / 60, "min")
    yield duration("wuhan_whole", seen.whole_s / 60, "min")
    yield Line("wuhan_register_bytes", seen.register_bytes / seen.people, "bytes/person", None, None)
    yield Line("wuhan_ledger_bytes", seen.ledger_bytes / seen.people, "bytes/person", None, None)
    yield Line("wuhan_wal_bytes", seen.wal_bytes / seen.people, "bytes/person", None, None)
    yield Line("wuhan_memory", seen.memory_mb, "MB", None, None)
    yield duration("wuhan_send_p99", bench.slowest(seen.sends), "ms")
    yield duration("wuhan_pull_p99", bench.slowest(seen.pulls), "ms")
    yield duration("wuhan_overview_p99", bench.slowest(seen.overviews), "ms")


BENCHES: dict[str, Callable[[], Iterator[Line]]] = {
    "ingest_people_per_s": ingest,
    "first_sync_2000": first_sync,
    "rollup": rollup,
    "import_people_per_s": imports,
    "plan_seconds": planning,
    "policy_whole_district": policy,
    "page": pages,
    "page_1m": pages_whole,
    "find_ms": find,
    "posters_233": posters,
    "report_freeze": reports,
    "gate_verify_online": gates,
    "gate_verify_offline_ms": gate_phone,
    "pass_issue": passes,
    "pass_qr_sheet": pass_cards,
    "roster_seconds": rosters,
}


@contextmanager
def cluster() -> Iterator[None]:
    """An empty database with today's schema, in a cluster that is thrown away afterwards."""
    import os

    from qiaomen.postgres import remove, running

    folder = Path(tempfile.mkdtemp(prefix="qiaomen-bench-"))
    folder.chmod(0o711)  # the server's own user must get through
    os.environ["QIAOMEN_DATA"] = str(folder)
    try:
        with running(folder) as url:
            os.environ["QIAOMEN_DATABASE_URL"] = url
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiaomen.settings")
            import django
            from django.core.management import call_command
            from django.db import connections

            django.setup()
            call_command("migrate", verbosity=0)
            yield
            connections.close_all()
    finally:
        remove(folder)
        shutil.rmtree(folder, ignore_errors=True)
