"""What opens by a `/v/…` code: of a shop or venue whether it is suspended; else what a household fills in.

A worker's code and one that is nobody's open the same page, and answer the same.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from qiaomen.paper.codes import id_of
from qiaomen.places.models import Door
from qiaomen.resident import limits
from qiaomen.resident.pages import page
from qiaomen.resident.venue_forms import forms_of, slip_of
from qiaomen.resident.views import WORKERS
from qiaomen.venues import queries, statements


@require_http_methods(["GET", "HEAD", "POST"])
@page
def venue(request: HttpRequest, short: str) -> HttpResponse:
    """`/v/…`. A worker's phone goes on to the app. Raises `paper.code_damaged`, `resident.slow_down`."""
    id = id_of(short)
    if request.method != "POST" and request.COOKIES.get(WORKERS) == "1":
        return HttpResponseRedirect(f"{reverse('field:shell')}#/venue/{id}")
    door = Door.objects.select_related("place").filter(pk=id, kind__in=queries.PLACES_OF_WORK).first()
    if door is not None:
        limits.allow({"venue": short})
        order = queries.in_force_at(door.id, now=timezone.now())
        return render(request, "resident/venue.html", {"door": door, "order": order})
    return _household(request, id, short)


@require_safe
@page
def sent(request: HttpRequest, short: str) -> HttpResponse:
    """The one answer to whatever was filled in."""
    return render(request, "resident/venue_sent.html", {"again": reverse("resident:venue", args=[short])})


def _household(request: HttpRequest, worker: UUID, short: str) -> HttpResponse:
    door, members = forms_of(request.POST or None)
    if request.method == "POST":
        limits.allow({"venue": short, "address": limits.address_of(request)})
        # Each is asked, so that all faults show at once.
        if all([door.is_valid(), *(member.is_valid() for member in members)]):
            statements.put(worker, slip_of(door, members), now=timezone.now())
            return redirect("resident:venue_sent", short)
    status = 422 if request.method == "POST" else 200
    return render(request, "resident/household.html", {"door": door, "members": members}, status=status)
