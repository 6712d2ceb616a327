"""Who asks to join: a leader lets them in, says who they are, or refuses; and who has a second phone."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import joining
from qiaomen.access.enrolling import revoke
from qiaomen.access.links import live_links
from qiaomen.access.models import Enrolment, JoinClaim, Worker
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.console.asked import link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.duty import segments
from qiaomen.duty.organisations import organisation_for, organisations_of
from qiaomen.duty.roster import organisation_lines, worker_for, zones_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits; `phone` is masked, and only where the roster does not know who it is."""

    claim: JoinClaim
    name: str
    phone: str
    has_phone: bool


@never_cache
@require_safe
@requires(Verb.ASSIGN)
def room(request: HttpRequest) -> HttpResponse:
    """Who waits, who has a second phone, and each organisation's link and codes."""
    reader = worker_of(request)
    mine = list(organisations_of(reader, Verb.ASSIGN).values_list("id", flat=True))
    links = live_links(mine)
    lines = [line for line in organisation_lines(reader, zones_of(reader, Verb.ASSIGN)) if line.id in set(mine)]
    context = {
        **_waiting(mine),
        "seconds": joining.second_phones(mine),
        "organisations": [(line, links.get(line.id)) for line in lines],
        "segments": segments("joining", reader),
    }
    return render(request, "console/joining/room.html", context)


@never_cache
@require_safe
@requires(Verb.ASSIGN)
def waiting(request: HttpRequest) -> HttpResponse:
    """The list of those who wait, as the page fetches it again."""
    mine = organisations_of(worker_of(request), Verb.ASSIGN).values_list("id", flat=True)
    return render(request, "console/joining/waiting.html", _waiting(list(mine)))


@never_cache
@require_safe
@requires(Verb.ASSIGN)
def claim(request: HttpRequest, claim: UUID) -> HttpResponse:
    """One who waits: what was typed, and whom of the organisation it may be."""
    found = _claim_for(worker_of(request), claim)
    if found.state != JoinClaim.State.WAITING:
        raise Problem("access.claim_settled")
    keys = Outbreak.objects.current().keys
    said = joining.said_in(found, keys)
    context = {
        "claim": found,
        "said": said,
        "candidates": joining.candidates(found, said, keys),
        "crumbs": [_duty(), Crumb(_("Joining"), link("joining")), Crumb(said.name)],
    }
    return render(request, "console/joining/claim.html", context)


@require_POST
@requires(Verb.ASSIGN)
def accept(request: HttpRequest, claim: UUID) -> HttpResponse:
    """Let one in; `worker` says who it is where the roster did not."""
    reader = worker_of(request)
    found = _claim_for(reader, claim)
    chosen = request.POST.get("worker", "")
    if chosen:
        joining.attach(found, _worker(chosen), by=reader)
    elif found.worker_id is None:
        raise Problem("access.claim_unmatched")
    elif not joining.accept([found], by=reader):
        raise Problem("access.claim_settled")
    messages.success(request, _("Let in. The phone starts by itself."))
    return redirect("console:joining")


@require_POST
@requires(Verb.ASSIGN)
def accept_shown(request: HttpRequest) -> HttpResponse:
    """Let in all who were shown and whom the roster knows."""
    reader = worker_of(request)
    mine = organisations_of(reader, Verb.ASSIGN).values_list("id", flat=True)
    shown = set(request.POST.getlist("claim"))
    claims = [found for found in joining.waiting(list(mine)) if str(found.id) in shown]
    count = joining.accept(claims, by=reader)
    said = ngettext(
        "%(count)s let in. The phone starts by itself.", "%(count)s let in. The phones start by themselves.", count
    )
    messages.success(request, said % {"count": count})
    return redirect("console:joining")


@require_POST
@requires(Verb.ASSIGN)
def refuse(request: HttpRequest, claim: UUID) -> HttpResponse:
    """Not one of ours."""
    reader = worker_of(request)
    joining.refuse(_claim_for(reader, claim), by=reader)
    messages.success(request, _("Refused. The phone says so."))
    return redirect("console:joining")


@require_POST
@requires(Verb.ASSIGN)
def sign_out_phone(request: HttpRequest, enrolment: UUID) -> HttpResponse:
    """Revoke one phone of a worker who has several."""
    reader = worker_of(request)
    found = Enrolment.objects.filter(pk=enrolment).first()
    if found is None:
        raise Problem("access.not_found")
    worker_for(reader, found.worker_id, Verb.ASSIGN)
    revoke(found, by=reader)
    messages.success(request, _("This phone is signed out. What it still sends waits for review."))
    return redirect("console:joining")


def _waiting(organisations: list[UUID]) -> dict[str, Any]:
    claims = list(joining.waiting(organisations))
    workers = [claim.worker_id for claim in claims]
    live = Enrolment.objects.filter(worker__in=workers, revoked_at=None).values_list("worker", "device")
    phones = set(live)
    keys = Outbreak.objects.current().keys if claims else None
    rows = []
    for each in claims:
        said = joining.said_in(each, keys) if keys and each.worker is None else None
        others = any(worker == each.worker_id and device != each.device for worker, device in phones)
        name = said.name if said else str(each.worker)
        rows.append(Waiting(each, name, said.masked_phone if said else "", others))
    return {"rows": rows, "plain": [row for row in rows if row.claim.worker_id and not row.has_phone]}


def _claim_for(reader: Worker, claim: UUID) -> JoinClaim:
    found = JoinClaim.objects.select_related("link", "worker").filter(pk=claim).first()
    if found is None:
        raise Problem("access.not_found")
    organisation_for(reader, found.link.organisation_id, Verb.ASSIGN)
    return found


def _worker(chosen: str) -> Worker:
    try:
        return Worker.objects.get(pk=UUID(chosen))
    except (ValueError, Worker.DoesNotExist):
        raise Problem("access.not_found") from None


def _duty() -> Crumb:
    return Crumb(_("People on duty"), link("duty"))
