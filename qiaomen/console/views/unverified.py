"""What waits for being verified by another person than who stated it: the list, and saying that it was checked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import sheets, unverified_page
from qiaomen.console.asked import link, worker_of
from qiaomen.console.views.people_forms import VerifyForm
from qiaomen.console.views.policy import segments
from qiaomen.households import file as reading
from qiaomen.policy import verifying


@require_safe
@requires(Verb.SEE, of_health=True)
def index(request: HttpRequest) -> HttpResponse:
    """Stays and contacts that one person stated, the newest first."""
    rows = unverified_page.rows(worker_of(request))
    context = {"rows": rows, "segments": segments("unverified"), "exports": sheets.offers(request, "unverified")}
    return render(request, "console/people/unverified.html", context)


@require_POST
@requires(Verb.DECIDE, of_health=True)
def verify(request: HttpRequest, person: UUID) -> HttpResponse:
    """Say that what somebody else stated of a person was checked."""
    worker = worker_of(request)
    file = reading.file_for(worker, person, Verb.DECIDE)
    form = VerifyForm(request.POST)
    subject = verifying.waits(form.cleaned_data["record"], file.ids.all) if form.is_valid() else None
    if subject is None:
        messages.error(request, str(Problem("fact.nothing_to_verify").message))
        return redirect(link("person", file.ids.canonical))
    newest, *_makers = verifying.authors([form.cleaned_data["record"]])[form.cleaned_data["record"]]
    verdict = verifying.verify(newest, subject, by=worker, now=timezone.now())
    if verdict.verdict == "accepted":
        messages.success(request, _("Verified. The rules count it from now on."))
    else:
        messages.error(request, str(verdict.message))
    back = form.cleaned_data["back"]
    return redirect(link("unverified") if back == "list" else link("person", file.ids.canonical))
