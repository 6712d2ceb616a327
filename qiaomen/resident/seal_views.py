"""What opens by a seal's code (`/s/…`): what a seal is, the number to call, its end, how to object. Nobody's name."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from qiaomen.paper.codes import id_of
from qiaomen.resident import limits
from qiaomen.resident.pages import page
from qiaomen.resident.views import WORKERS
from qiaomen.seals import queries


@require_safe
@page
def seal(request: HttpRequest, short: str) -> HttpResponse:
    """A worker's phone goes on to the app. Nothing of health stands here: whoever stands before the door reads as much.
    Raises `paper.code_damaged`, `resident.slow_down`."""
    id = id_of(short)
    if request.COOKIES.get(WORKERS) == "1":
        return HttpResponseRedirect(f"{reverse('field:shell')}#/seal/{id}")
    limits.allow({"seal": short})
    found, now = queries.any_of(id), timezone.now()
    held = found if found is not None and found.holds(now) else None
    return render(request, "resident/seal.html", {"seal": held, "ends_at": held.ends_at if held else None})
