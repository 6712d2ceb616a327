"""A message by a carrier: its file of numbers, and the receipts that come back."""

import tempfile
from uuid import UUID

from django.contrib import messages as toasts
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qiaomen.access.queries import check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console.asked import worker_of
from qiaomen.console.views import outreach_messages
from qiaomen.console.views.outreach_messages_forms import ReceiptsForm
from qiaomen.exchange.carrier_receipts import read_receipts
from qiaomen.exchange.workbooks import MIME, Heading, write
from qiaomen.outreach import carrier, queries


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def file(request: HttpRequest, message: UUID) -> HttpResponseBase:
    """Numbers and texts, for the carrier; whose numbers left is written down, and from then on they count as told."""
    worker, now = worker_of(request), timezone.now()
    found = queries.message_for(worker, message, Verb.SEE_IDENTITY)
    try:
        check(worker, Verb.EXPORT, found.place.path)
        lines = carrier.hand_over(found, by=worker, now=now)
    except Problem as problem:
        toasts.error(request, problem.message)
        return redirect("console:outreach_message", found.id)
    to = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    headings = [Heading(_("Phone"), 16), Heading(_("Text"), 80)]
    write("xlsx", to, title=f"{found.title} · {timezone.localtime(now):%Y-%m-%d %H:%M}", headings=headings, rows=lines)
    to.seek(0)
    name = f"{found.title} {timezone.localtime(now):%Y-%m-%d %H%M}.xlsx".replace("/", "-").replace(":", "")
    return FileResponse(to, as_attachment=True, filename=name, content_type=MIME["xlsx"])


@require_POST
@requires(Verb.ASSIGN)
def receipts(request: HttpRequest, message: UUID) -> HttpResponse:
    """Take in what the carrier says of each number."""
    worker = worker_of(request)
    found = queries.message_for(worker, message, Verb.ASSIGN)
    form = ReceiptsForm(request.POST, request.FILES)
    if form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            came = carrier.receive(found, read_receipts(sheet.read(), sheet.name), by=worker, now=timezone.now())
        except Problem as problem:
            form.add_error("sheet", problem.message)
        else:
            said = _(
                "%(delivered)s delivered, %(refused)s refused, %(strange)s numbers that are none of this message's."
            )
            toasts.success(request, said % came._asdict())
            return redirect("console:outreach_message", found.id)
    return outreach_messages.page_of(request, found, form)
