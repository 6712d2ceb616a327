"""Reading one's own file: only by a code to the phone on file, or by the code on a served notice."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.base.models import Outbreak
from qiaomen.policy import explain
from qiaomen.resident import codes, limits, own_file, own_pass, pages, taking
from qiaomen.resident.forms import EnterForm, ObjectForm
from qiaomen.resident.pages import of_reader, page


@require_http_methods(["GET", "HEAD", "POST"])
@page
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code. Whatever is wrong with it, the answer is the same."""
    form = EnterForm(request.POST or None)
    if not form.is_valid():
        return render(request, "resident/enter.html", {"form": form})
    now = timezone.now()
    limits.allow({"enter": limits.address_of(request)}, now=now)
    ticket = request.COOKIES.get(pages.TICKET, "")
    token = codes.enter(form.cleaned_data["digits"], ticket=ticket, keys=Outbreak.objects.current().keys, now=now)
    if token is None:
        return render(request, "resident/enter.html", {"form": EnterForm(), "is_wrong": True})
    response = redirect("resident:status")
    pages.drop(response, pages.TICKET)
    pages.keep(response, pages.READING, token, life=codes.LONGEST)
    return response


@require_POST
@page
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    codes.end(request.COOKIES.get(pages.READING, ""), now=timezone.now())
    response = redirect("resident:enter")
    pages.drop(response, pages.READING)
    return response


@require_safe
@of_reader
def status(request: HttpRequest, *, person: UUID, until: datetime) -> HttpResponse:
    """What holds, why, by which rule, until when, and how to object."""
    return _status(request, person, until, ObjectForm())


@require_POST
@of_reader
def object_to(request: HttpRequest, *, person: UUID, until: datetime) -> HttpResponse:
    """Object to what holds now, in one's own words; somebody else than who decided answers within 24 hours."""
    form, now = ObjectForm(request.POST), timezone.now()
    if not form.is_valid():
        return _status(request, person, until, form)
    why = explain.why(person, now)
    body = {"status": why.record, "words": form.cleaned_data["words"]}
    taking.say("objection", body, outbreak=Outbreak.objects.current().id, at=now, now=now, person=person)
    return redirect("resident:status")


def _status(request: HttpRequest, person: UUID, until: datetime, form: ObjectForm) -> HttpResponse:
    """The page, with what was wrong with the words that were sent."""
    why = explain.why(person, timezone.now())
    context = {
        "why": why,
        "reasons": own_file.reasons(why),
        "said": own_file.said(why.says),
        "measure": own_file.said(why.measure_name) if why.measure_name else "",
        "how": own_file.said(why.how_to_object),
        "objections": own_file.objections(person),
        "seals": own_file.seals(person, timezone.now()),
        "form": form,
        "until": until,
    }
    return render(request, "resident/status.html", context, status=422 if form.is_bound else 200)


@require_safe
@of_reader
def own(request: HttpRequest, *, person: UUID, until: datetime) -> HttpResponse:
    """The pass, signed anew each time it is shown."""
    now = timezone.now()
    response = render(request, "resident/own_pass.html", {"passes": own_pass.shown(person, now=now), "until": until})
    response.headers["Refresh"] = str(own_pass.RENEW)
    return response


@require_safe
@of_reader
def kept(request: HttpRequest, *, person: UUID, until: datetime) -> HttpResponse:
    """What is kept, what was corrected, and who looked at it."""
    return render(request, "resident/kept.html", {"file": own_file.kept(person), "until": until})


@require_safe
@of_reader
def download(request: HttpRequest, *, person: UUID, until: datetime) -> HttpResponse:
    """The same as a file to take away."""
    made = msgspec.json.format(msgspec.json.encode(own_file.kept(person)), indent=2)
    response = HttpResponse(made, content_type="application/json")
    response.headers["Content-Disposition"] = content_disposition_header(True, "qiaomen.json") or "attachment"
    return response
