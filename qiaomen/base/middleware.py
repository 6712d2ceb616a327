"""Problems become answers: JSON for the API, a page for people."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from psycopg.errors import DiskFull

from qiaomen.base import room
from qiaomen.base.problems import Problem

log = logging.getLogger(__name__)


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem's status and sentence, as JSON under /api/ and as a page elsewhere."""
    if request.path.startswith("/api/"):
        return JsonResponse({"problem": problem.as_dict()}, status=problem.status)
    return render(request, "console/problem.html", {"problem": problem}, status=problem.status)


_READING = {"GET", "HEAD", "OPTIONS"}


class ProblemMiddleware:
    """Answers a Problem that a view raised with its status and its sentence, and what would write on a full disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Below what is kept free only what reads, and the few views that look for themselves, go on."""
        if request.method in _READING or not room.is_short():
            return None
        named = request.resolver_match.view_name if request.resolver_match else ""
        return None if named in settings.OPEN_WHEN_FULL else answer(request, Problem("server.full"))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Problem):
            return answer(request, exception)
        if isinstance(exception.__cause__, DiskFull):
            log.error("the database's disk is full")
            return answer(request, Problem("server.full"))
        if isinstance(exception, (OperationalError, InterfaceError)) and request.path.startswith("/api/"):
            # The database is starting, stopping or full: phones keep what they have and try again.
            log.error("the database did not answer: %s", type(exception).__name__)
            return answer(request, Problem("sync.busy"))
        return None


problems = ProblemMiddleware
