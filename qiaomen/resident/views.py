"""What opens by a door's or building's code: what it is for, then writing. Nothing here reads a register.

So whoever tries codes, names or digits gets the same answer, by the same statements, whatever is true.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from qiaomen.care.letters import Written
from qiaomen.care.models import Letter
from qiaomen.resident import codes, letters, limits, pages
from qiaomen.resident.forms import Claim, ClueForm, CodeForm, HelpForm, PassForm, ReportForm, VisitorForm
from qiaomen.resident.letters import Spot
from qiaomen.resident.pages import page, spot_of
from qiaomen.resident.questions import asked_now

# Set by the field app on a worker's phone.
WORKERS = "worker"


@require_safe
@page
def arrive(request: HttpRequest, short: str, *, of_place: bool) -> HttpResponse:
    """`/d/…`, `/p/…`: purpose, ground, retention and rights; a worker's phone goes on to the app. Raises
    `paper.code_damaged`."""
    spot = spot_of(short, of_place=of_place)
    app = f"{reverse('field:shell')}#/{'building' if of_place else 'door'}/{spot.id}"
    if request.COOKIES.get(WORKERS) == "1":
        return HttpResponseRedirect(app)
    return render(request, "resident/arrive.html", {"app": app, **_links(spot)})


@require_safe
@page
def sent(request: HttpRequest, short: str, *, of_place: bool) -> HttpResponse:
    """The one answer to whatever was sent."""
    return render(request, "resident/sent.html", _links(spot_of(short, of_place=of_place)))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def report(request: HttpRequest, short: str, *, of_place: bool) -> HttpResponse:
    """A household's self-report."""
    spot, now = spot_of(short, of_place=of_place), timezone.now()
    form = ReportForm(request.POST or None, of_place=of_place, asked=asked_now(now))
    return _written(request, form, spot, Letter.About.REPORT, now)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def ask_help(request: HttpRequest, short: str, *, of_place: bool) -> HttpResponse:
    """Asking for help."""
    form = HelpForm(request.POST or None, of_place=of_place)
    return _written(request, form, spot_of(short, of_place=of_place), Letter.About.HELP, timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@page
def ask_pass(request: HttpRequest, short: str, *, of_place: bool) -> HttpResponse:
    """Asking for a pass."""
    form = PassForm(request.POST or None, of_place=of_place)
    return _written(request, form, spot_of(short, of_place=of_place), Letter.About.PASS, timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@page
def announce(request: HttpRequest, short: str, *, of_place: bool) -> HttpResponse:
    """Announcing a visitor, so that the gate expects them."""
    form = VisitorForm(request.POST or None, of_place=of_place)
    return _written(request, form, spot_of(short, of_place=of_place), Letter.About.VISITOR, timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@page
def tell(request: HttpRequest, short: str, *, of_place: bool) -> HttpResponse:
    """Telling a clue."""
    form = ClueForm(request.POST or None, of_place=of_place)
    return _written(request, form, spot_of(short, of_place=of_place), Letter.About.CLUE, timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@page
def ask_code(request: HttpRequest, short: str, *, of_place: bool) -> HttpResponse:
    """Asking for a one-time code to the phone on file. Every browser gets a ticket, whoever asked."""
    spot, now = spot_of(short, of_place=of_place), timezone.now()
    form = CodeForm(request.POST or None, of_place=of_place)
    if not form.is_valid():
        return _form(request, form, spot, Letter.About.CODE)
    ticket = codes.new_ticket()
    _put(request, form, spot, Letter.About.CODE, now, {"ticket": ticket})
    response = redirect("resident:enter")
    pages.keep(response, pages.TICKET, ticket, life=codes.LIFE)
    return response


def _written(request: HttpRequest, form: Claim, spot: Spot, about: Letter.About, now: datetime) -> HttpResponse:
    """The form until it is filled in; then it is put by."""
    if not form.is_valid():
        return _form(request, form, spot, about)
    _put(request, form, spot, about, now, form.said())
    return redirect(_address(spot, "sent"))


def _put(
    request: HttpRequest, form: Claim, spot: Spot, about: Letter.About, now: datetime, said: dict[str, Any]
) -> None:
    given = form.cleaned_data
    written = Written(
        name=given.get("name", ""), tail=given.get("tail", ""), phone=given.get("phone", ""),
        room=given.get("room", ""), about=said,
    )  # fmt: skip
    letters.put(spot, about, written, address=limits.address_of(request), now=now)


def _form(request: HttpRequest, form: Claim, spot: Spot, about: Letter.About) -> HttpResponse:
    return render(request, f"resident/{about}.html", {"form": form, **_links(spot)})


def _links(spot: Spot) -> dict[str, object]:
    """Where the pages of this code lead."""
    steps = ("arrive", "report", "help", "pass", "visitor", "clue", "code")
    return {"to": {step: _address(spot, step) for step in steps}, "of_place": spot.of_place}


def _address(spot: Spot, step: str) -> str:
    return reverse(f"resident:{'place' if spot.of_place else 'door'}_{step}", args=[spot.text])
