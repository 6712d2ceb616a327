"""Each request has an id: in its answer, in every line that is logged meanwhile, beside its proxy's.

A proxy may give one (`X-Request-ID`, 8 to 64 letters, digits, - and _); what looks otherwise is not believed. A slow
request is logged with its route, never its address, and with the database process that served it, by which
`pg_stat_activity` and the server's own log are read together: that one calls itself `qiaomen web 123`.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from django.db import connection
from django.http import HttpRequest, HttpResponse

from qiaomen.base import timings

HEADER: Final = "X-Request-ID"
SLOW_S: Final = 2.0
_GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
_current: ContextVar[str] = ContextVar("request", default="")
log = logging.getLogger("qiaomen.slow")


def current() -> str:
    """The id of the request, or of the job, that is being served; empty outside of both."""
    return _current.get()


def begin(id: str = "") -> str:
    """Begin a request or job under this id, or one made up; answers it."""
    id = id if _GIVEN.fullmatch(id) else uuid.uuid4().hex[:16]
    _current.set(id)
    return id


class Traced:
    """The outermost middleware: gives each request its id, counts how long its answer took, and logs the slow ones."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        id, began = begin(request.headers.get(HEADER, "")), time.monotonic()
        response = self.respond(request)
        response.headers[HEADER] = id
        took = time.monotonic() - began
        timings.note(request, response.status_code, took)
        if took >= SLOW_S:
            route = request.resolver_match.route if request.resolver_match else ""
            log.warning("slow: %s %s took %d ms, database process %s", request.method, route, took * 1000, _backend())
        return response


def _backend() -> int | None:
    held = connection.connection
    return held.info.backend_pid if held is not None and not held.closed else None


class Ids(logging.Filter):
    """Puts the id of the request into each line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current() or "-"
        return True
