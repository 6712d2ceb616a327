"""Closed by default: a view that declares no right is not served."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from qiaomen.access.rights import right_of
from qiaomen.base.problems import Problem


class ClosedByDefault:
    """Checks each view's declared right before it runs (see access.rights)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        right = right_of(view)
        if right.needs_worker and not request.user.is_authenticated:
            if request.path.startswith("/api/"):
                raise Problem("access.not_signed_in")
            return redirect(f"{reverse('console:sign_in')}?next={request.path}")
        if right.verb is not None and not request.user.may(right.verb):  # type: ignore[union-attr]
            raise Problem("access.forbidden")
        return None


closed_by_default = ClosedByDefault
