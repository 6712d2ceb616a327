"""What every page for residents shares: no cache, the language, problems in plain words, and cookies of its own."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from qiaomen.access.rights import open_to_all
from qiaomen.base.problems import Problem
from qiaomen.paper.codes import id_of
from qiaomen.resident import codes
from qiaomen.resident.letters import Spot

View = Callable[..., HttpResponse]
# Of these pages alone: the console's session is another, and neither is sent where the other belongs.
SCOPE = "/my"
_SECURE = "__Secure-" if settings.SECURE_COOKIES else ""
READING, TICKET = f"{_SECURE}reading", f"{_SECURE}ticket"
YEAR = 365 * 24 * 3600


def page(view: View) -> View:
    """A page that anybody may open. `?lang=en` chooses the language; a Problem becomes a sentence on the page."""

    @wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        if "lang" in request.GET:
            return _speak(request)
        try:
            return view(request, *arguments, **options)
        except Problem as problem:
            return render(request, "resident/problem.html", {"problem": problem}, status=problem.status)

    return open_to_all(never_cache(shown))


def of_reader(view: View) -> View:
    """For who reads their own file: gets `person` and `until`; without a session it leads to where one begins."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        known = codes.reader(request.COOKIES.get(READING, ""), now=timezone.now())
        if known is None:
            return redirect("resident:enter")
        person, until = known
        response = view(request, person=person, until=until)
        # Signed out by itself, also on a phone that was put down.
        left = min(codes.IDLE, until - timezone.now())
        if "Refresh" not in response.headers and request.method == "GET":
            response.headers["Refresh"] = str(max(int(left.total_seconds()), 1) + 5)
        return response

    return page(shown)


def spot_of(short: str, *, of_place: bool) -> Spot:
    """What a code names. Raises `paper.code_damaged`."""
    return Spot(of_place, id_of(short), short)


def keep(response: HttpResponse, name: str, value: str, *, life: timedelta) -> None:
    """Set one of our cookies: no script reads it, and it goes nowhere but to these pages."""
    response.set_cookie(
        name, value, max_age=int(life.total_seconds()), path=SCOPE, httponly=True, samesite="Strict",
        secure=settings.SECURE_COOKIES,
    )  # fmt: skip


def drop(response: HttpResponse, name: str) -> None:
    """Forget one of our cookies."""
    response.delete_cookie(name, path=SCOPE, samesite="Strict")


def _speak(request: HttpRequest) -> HttpResponse:
    language = request.GET["lang"]
    response = HttpResponseRedirect(request.path)
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=settings.SECURE_COOKIES
        )
    return response
