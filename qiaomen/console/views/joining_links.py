"""An organisation's link and the six digits of its people: made here, shown, printed, revoked."""

from urllib.parse import urlsplit
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import joining, links
from qiaomen.access.models import JoinLink, Worker
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.addresses import base_of
from qiaomen.base.problems import Problem
from qiaomen.console.asked import link as link_to
from qiaomen.console.asked import worker_of
from qiaomen.console.parts import Crumb
from qiaomen.duty.organisations import organisation_for

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@require_POST
@requires(Verb.ASSIGN)
def make(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """A fresh link; the one before dies."""
    reader = worker_of(request)
    made = links.make_link(organisation_for(reader, organisation, Verb.ASSIGN), by=reader)
    return redirect("console:joining_link", made.id)


@never_cache
@require_safe
@requires(Verb.ASSIGN)
def link(request: HttpRequest, link: UUID) -> HttpResponse:
    """The link as QR code and as text, to print or to send to the group."""
    found = _link_for(worker_of(request), link)
    code = links.code_of(found)
    base = base_of(request)
    address = f"{base}/join/{code}"
    qr = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2, light="#ffffff", svgclass="qr")
    context = {
        "link": found,
        "is_live": links.live_link(code) is not None,
        "address": address,
        "code": f"{code[:5]}-{code[5:]}",
        "qr": mark_safe(qr),  # noqa: S308 (made of our own address)
        "is_insecure": is_insecure(base),
        "crumbs": _crumbs(found.organisation.name),
    }
    return render(request, "console/joining/link.html", context)


@require_POST
@requires(Verb.ASSIGN)
def revoke(request: HttpRequest, link: UUID) -> HttpResponse:
    """Nobody asks by it any more."""
    reader = worker_of(request)
    links.revoke_link(_link_for(reader, link), by=reader)
    messages.success(request, _("The link is dead. Who waited by it is turned away."))
    return redirect("console:joining")


@never_cache
@require_POST
@requires(Verb.ASSIGN)
def digits(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Six digits for each of the organisation's people who has no phone enrolled; shown this once."""
    reader = worker_of(request)
    found = organisation_for(reader, organisation, Verb.ASSIGN)
    people = Worker.objects.filter(organisation=found, is_active=True).order_by("name")
    wanted = people.exclude(enrolments__revoked_at=None, enrolments__isnull=False)
    context = {
        "organisation": found,
        "codes": [(worker, f"{code[:3]} {code[3:]}") for worker, code in joining.give_digits(list(wanted), by=reader)],
        "hours": int(joining.LIFE.total_seconds() // 3600),
        "tries": joining.WRONG_DIGITS,
        "crumbs": _crumbs(found.name),
    }
    return render(request, "console/joining/digits.html", context)


def is_insecure(base: str) -> bool:
    """Whether phones keep nothing offline at this address: neither HTTPS nor this very machine."""
    parts = urlsplit(base)
    return parts.scheme != "https" and parts.hostname not in LOCAL


def _link_for(reader: Worker, link: UUID) -> JoinLink:
    found = JoinLink.objects.select_related("organisation").filter(pk=link).first()
    if found is None:
        raise Problem("access.not_found")
    organisation_for(reader, found.organisation_id, Verb.ASSIGN)
    return found


def _crumbs(name: str) -> list[Crumb]:
    return [Crumb(_("People on duty"), link_to("duty")), Crumb(_("Joining"), link_to("joining")), Crumb(name)]
