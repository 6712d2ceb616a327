"""What a machine asks an installation: whether it lives, whether it can serve, and its figures in Prometheus' text.

`/healthz` asks nothing of the database; `/healthz/ready` does, and says in words of ours what is missing. `/metrics`
is for this machine alone, or for whoever has the token of QIAOMEN_METRICS_TOKEN. None of them holds personal data:
counts of the installation, never of a place; answer times by the URLconf's names, never by an address.
"""

import hmac
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from itertools import accumulate
from typing import Final, LiteralString, NamedTuple

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qiaomen.access.rights import open_to_all
from qiaomen.backup import state
from qiaomen.base import queue, room, timings
from qiaomen.base.sql import rows
from qiaomen.postgres.paths import server_of

TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"
# The worker looks every few seconds: one that was quiet so long is not there.
LATE_S: Final = 300
# What a statement's values stand in, to its end where it was cut off; comments, whose apostrophes would begin one.
_VALUE: Final = re.compile(r"'(?:[^']|'')*(?:'|$)|(?<![$\w])\d+(?:\.\d+)?")
_COMMENT: Final = re.compile(r"('(?:[^']|'')*(?:'|$))|--[^\n]*|/\*.*?(?:\*/|$)", re.DOTALL)
# Name, kind, help, and the statement that answers one number; estimates of the planner where counting would be slow.
FIGURES: Final[tuple[tuple[str, str, str, LiteralString], ...]] = (
    ("qiaomen_changes_total", "counter", "Committed changes.",
     "SELECT coalesce((SELECT seq FROM base_clock WHERE id = 1), 0)"),
    ("qiaomen_last_change_seconds", "gauge", "Seconds since the last committed change.",
     """SELECT coalesce(extract(epoch FROM now() - max(at)), -1)
        FROM (SELECT at FROM base_change ORDER BY seq DESC LIMIT 1) t"""),
    ("qiaomen_records", "gauge", "Records of the ledger, estimated.",
     "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = to_regclass('ledger_record')"),
    ("qiaomen_held_records", "gauge", "Records that wait for something or for review.",
     "SELECT count(*) FROM ledger_held WHERE verdict = ''"),
    ("qiaomen_open_refusals", "gauge", "Refused records that nobody has mended.",
     "SELECT count(*) FROM ledger_refusal WHERE mended_by IS NULL AND sealed <> ''"),
    ("qiaomen_phones_seen", "gauge", "Phones in contact within the last hour.",
     "SELECT count(*) FROM access_enrolment WHERE seen_at > now() - interval '1 hour'"),
    ("qiaomen_messages_waiting", "gauge", "Messages to one phone that are not out.",
     "SELECT count(*) FROM access_message WHERE state = 'waiting'"),
    ("qiaomen_last_report_seconds", "gauge", "Seconds since the last report was frozen; -1: none.",
     "SELECT coalesce(extract(epoch FROM now() - max(known_at)), -1) FROM reports_report"),
    ("qiaomen_open_outbreaks", "gauge", "Outbreaks that are open: 0 or 1.",
     "SELECT count(*) FROM base_outbreak WHERE closed_at IS NULL"),
    ("qiaomen_database_bytes", "gauge", "Size of the database.", "SELECT pg_database_size(current_database())"),
    ("qiaomen_database_connections", "gauge", "Connections to the database.",
     "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"),
    ("qiaomen_longest_statement_seconds", "gauge", "How long the longest statement has been running.",
     """SELECT coalesce(max(extract(epoch FROM clock_timestamp() - query_start)), 0) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"""),
    ("qiaomen_waiting_for_locks", "gauge", "Statements that wait for a lock.",
     "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"),
)  # fmt: skip


@never_cache
@require_safe
@open_to_all
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
@open_to_all
def ready(request: HttpRequest) -> HttpResponse:
    """Whether phones and people can be served: 200, or 503 with what is missing."""
    wrong = missing()
    return JsonResponse({"ready": not wrong, "missing": wrong}, status=503 if wrong else 200)


@never_cache
@require_safe
@open_to_all
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures; 403 for whoever is elsewhere and has no token."""
    if not _may_read(request):
        return HttpResponse("not for you\n", status=403, content_type=TEXT)
    return HttpResponse("\n".join(_lines()) + "\n", content_type=TEXT)


def missing() -> list[str]:
    """What an installation needs and has not: database, worker, disk."""
    return list(_missing())


def _missing() -> Iterator[str]:
    try:
        rows("SELECT 1")
        quiet = queue.quiet_for()
    except Error:
        yield "database"
        return
    if quiet is None or quiet > LATE_S:
        yield "worker"
    if room.is_short():
        yield "disk"


def _may_read(request: HttpRequest) -> bool:
    token, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if token:
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # What a proxy passed on is not of this machine, whatever address it comes from.
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _lines() -> Iterator[str]:
    for name, kind, about, statement in FIGURES:
        [(value,)] = rows(statement)
        yield from _figure(name, kind, about, {"": float(value)})
    yield from _figure("qiaomen_jobs", "gauge", "Jobs by state.", _labelled("state", queue.by_state()))
    free = {str(index): float(disk.free) for index, disk in enumerate(room.disks())}
    yield from _figure("qiaomen_disk_free_bytes", "gauge", "Room left on the disks used.", _labelled("disk", free))
    told, now = state.read(server_of(settings.DATA_DIR)), datetime.now(UTC)
    ages = {"whole": told.whole_age(now), "log": told.age(now)}
    known = {kind: age for kind, age in ages.items() if age is not None}
    yield from _figure("qiaomen_backup_seconds", "gauge", "Age of what is backed up.", _labelled("of", known))
    yield from _answers(timings.read(settings.TIMINGS))


def _answers(counted: dict[timings.Answered, timings.Times]) -> Iterator[str]:
    """Answers by status, and a histogram of their times, of all web processes since `serve` started."""
    by_status = {
        f'{{route="{route}",method="{method}",status="{status}"}}': float(times.total)
        for (route, method, status), times in counted.items()
    }
    yield from _figure("qiaomen_answers_total", "counter", "Answers by route and status.", by_status)
    name = "qiaomen_answer_seconds"
    yield from _figure(name, "histogram", "How long answers took, until their body begins.", {})
    for (route, method), times in timings.of_routes(counted).items():
        labels = f'route="{route}",method="{method}"'
        for bound, count in zip((*timings.BOUNDS_S, "+Inf"), accumulate(times.counts), strict=True):
            yield f'{name}_bucket{{{labels},le="{bound}"}} {count}'
        yield f"{name}_sum{{{labels}}} {times.seconds:.6f}"
        yield f"{name}_count{{{labels}}} {times.total}"


def _labelled(label: str, values: dict[str, float]) -> dict[str, float]:
    return {f'{{{label}="{key}"}}': float(value) for key, value in values.items()}


def _figure(name: str, kind: str, about: str, values: dict[str, float]) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
    for labels, value in values.items():
        yield f"{name}{labels} {value:g}" if value != int(value) else f"{name}{labels} {int(value)}"


class Route(NamedTuple):
    """A route's answers since `serve` started; milliseconds within which half and 95 of 100 came; failures are 5xx."""

    name: str
    method: str
    answers: int
    half_ms: int
    most_ms: int
    failed: int


def routes() -> list[Route]:
    """What took most time in all, at most 20."""
    counted = timings.read(settings.TIMINGS)
    failed = Counter[tuple[str, str]]()
    for (route, method, status), times in counted.items():
        failed[route, method] += times.total if status >= 500 else 0
    most = sorted(timings.of_routes(counted).items(), key=lambda one: -one[1].seconds)[:20]
    return [
        Route(*key, times.total, round(times.within(0.5) * 1000), round(times.within(0.95) * 1000), failed[key])
        for key, times in most
    ]


def slowest() -> list[tuple[int, str, float, str, str]]:
    """What runs now for a second or more: process, its name, seconds, what it waits for, the statement's beginning.

    The ORM puts values into the statement's text, so each stands here as … (see `without_values`).
    """
    found = rows(
        """
        SELECT pid, application_name, extract(epoch FROM clock_timestamp() - query_start)::float8,
               coalesce(wait_event_type || ': ' || wait_event, ''), query
        FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
          AND query_start < clock_timestamp() - interval '1 second'
        ORDER BY query_start LIMIT 50
        """
    )
    return [(pid, name, seconds, waits, without_values(query)[:200]) for pid, name, seconds, waits, query in found]


def without_values(statement: str) -> str:
    """A statement on one line, without comments, with … for each text and number in it."""
    plain = _COMMENT.sub(lambda found: found[1] or " ", statement)
    return " ".join(_VALUE.sub("…", plain).split())
