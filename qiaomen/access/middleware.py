"""Closed by default: a view that declares no right is not served."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from qiaomen.access import audit, first_password, second_factor, sessions
from qiaomen.access.rights import right_of
from qiaomen.base.middleware import answer
from qiaomen.base.problems import Problem

# By which a second factor is set up, and what its page asks by itself; signing out is open to all.
WITHOUT_FACTOR: Final = {
    "console:second_factor", "console:second_factor_begin", "console:second_factor_confirm",
    "console:still_signed_in",
}  # fmt: skip
# By which somebody chooses a password of their own.
WITH_FIRST: Final = {"console:password", "console:still_signed_in"}


class ClosedByDefault:
    """Checks each view's declared right before it runs (see access.rights).

    Django passes what is raised here to no other middleware, so problems are answered and not raised.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404:
            _not_found(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        right = right_of(view)
        if right.needs_worker and not _is_signed_in(request):
            return _sign_in(request)
        if right.needs_worker and (owed := _owed(request)):
            return _first(request, owed)
        if right.needs_worker:
            request.user.hold()  # type: ignore[union-attr]
        if right.verb is not None and not request.user.may(right.verb):  # type: ignore[union-attr]
            return _refuse(request)
        if right.of_health and request.user.is_police:  # type: ignore[union-attr]
            return _refuse(request)
        return None


def _is_signed_in(request: HttpRequest) -> bool:
    """Whether somebody is signed in whose session is not over; one that is over ends here."""
    if not request.user.is_authenticated:
        return False
    if sessions.is_over(request.session):
        logout(request)
        return False
    sessions.note(request)
    return True


def _refuse(request: HttpRequest) -> HttpResponse:
    """That somebody tried what their role does not allow is written down: the route, never what stands in it."""
    route = request.resolver_match.route if request.resolver_match else ""
    audit.write(request.user.pk, "access.refused", route=route)
    return answer(request, Problem("access.forbidden"))


def _not_found(request: HttpRequest) -> None:
    """That somebody asked for what is not there or not in their area is written down: by its route, too."""
    match = request.resolver_match
    if match and match.kwargs and right_of(match.func).needs_worker and request.user.is_authenticated:
        audit.write(request.user.pk, "access.not_found", route=match.route)


def _sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back here afterwards where coming back is only a look."""
    if request.path.startswith("/api/"):
        return answer(request, Problem("access.not_signed_in"))
    page = reverse("console:sign_in")
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(page)
    return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else page)


def _owed(request: HttpRequest) -> str:
    """The page by which something has to be done before anything else opens; empty where nothing has."""
    if first_password.is_owed(request.session):
        return "" if _view(request) in WITH_FIRST else "console:password"
    is_missing = second_factor.is_owed(request.session) and _view(request) not in WITHOUT_FACTOR
    return "console:second_factor" if is_missing else ""


def _first(request: HttpRequest, owed: str) -> HttpResponse:
    """To the page by which it is done."""
    if request.path.startswith("/api/"):
        code = "access.password_first" if owed == "console:password" else "access.second_factor_missing"
        return answer(request, Problem(code))
    page = reverse(owed)
    return HttpResponseClientRedirect(page) if request.headers.get("HX-Request") else redirect(page)


def _view(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


closed_by_default = ClosedByDefault
