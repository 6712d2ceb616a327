"""Where reports go: recipients, the higher level's own tables, and the receipts of what was sent."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.queries import visible_places
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import reports_page, sheets
from qiaomen.console.asked import worker_of
from qiaomen.console.reports_sheets import receipt_words
from qiaomen.console.views.reports_forms import RecipientForm, TableForm
from qiaomen.reports import carriers, sending, showing, template_fill
from qiaomen.reports.models import Report, Table
from qiaomen.reports.models_sending import State, Way

KEPT = 50


@require_safe
@requires(Verb.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """Who gets reports, and what became of those that were sent."""
    return _page(request)


@require_POST
@requires(Verb.ADMINISTER)
def recipient_added(request: HttpRequest) -> HttpResponse:
    """Somebody gets each report from now on. The secret of a webhook is shown this once."""
    form, worker = RecipientForm(request.POST), worker_of(request)
    place = visible_places(worker, Verb.ADMINISTER).order_by("path").first()
    if not form.is_valid() or place is None:
        return _page(request, recipient_form=form)
    given = form.cleaned_data
    made, secret = sending.add_recipient(
        place=place,
        name=given["name"],
        way=Way(given["way"]),
        to=given["to"],
        forms=given["attached"],
        table=given["table"],
        language=given["language"],
        by=worker,
    )
    if secret:
        return _page(request, secret=secret, made=made.name)
    messages.success(request, _("They get every report that is frozen from now on."))
    return redirect("console:report_sending")


@require_POST
@requires(Verb.ADMINISTER)
def recipient_ended(request: HttpRequest, recipient: UUID) -> HttpResponse:
    """They get no further report."""
    worker = worker_of(request)
    found = sending.recipients(worker).filter(pk=recipient).first()
    if found is None:
        raise Problem("access.not_found")
    sending.end_recipient(found, by=worker)
    messages.success(request, _("They get no further report."))
    return redirect("console:report_sending")


@require_POST
@requires(Verb.ADMINISTER)
def table_added(request: HttpRequest) -> HttpResponse:
    """Keep the higher level's own table, if the newest report has all that it asks for."""
    form, worker = TableForm(request.POST, request.FILES), worker_of(request)
    if form.is_valid():
        newest = reports_page.newest(worker)
        if newest is None:
            form.add_error("file", _("Freeze a report first, so that the table can be checked against it."))
        else:
            shown = showing.upward(showing.shown(newest))
            try:
                sending.add_table(
                    name=form.cleaned_data["name"], content=form.cleaned_data["file"], against=shown, by=worker
                )
                messages.success(request, _("Kept. It can be filled with every report, and sent along."))
                return redirect("console:report_sending")
            except Problem as problem:
                form.add_error("file", str(problem.message))
    return _page(request, table_form=form)


@require_POST
@requires(Verb.ADMINISTER)
def table_ended(request: HttpRequest, table: UUID) -> HttpResponse:
    """It is filled no more."""
    found = Table.objects.filter(pk=table, until=None, outbreak__closed_at=None).first()
    if found is None:
        raise Problem("access.not_found")
    sending.end_table(found, by=worker_of(request))
    messages.success(request, _("The table is gone."))
    return redirect("console:report_sending")


@require_POST
@requires(Verb.ADMINISTER)
def again(request: HttpRequest, sending_id: UUID) -> HttpResponse:
    """Try once more, at the next minute."""
    worker = worker_of(request)
    found = sending.sendings(worker, Verb.ADMINISTER).filter(pk=sending_id).first()
    if found is None:
        raise Problem("access.not_found")
    sending.send_again(found, by=worker, now=timezone.now())
    messages.success(request, _("It is sent again within a minute."))
    return redirect("console:report_sending")


def _page(
    request: HttpRequest,
    *,
    recipient_form: RecipientForm | None = None,
    table_form: TableForm | None = None,
    secret: str = "",
    made: str = "",
) -> HttpResponse:
    worker = worker_of(request)
    newest = reports_page.newest(worker)
    page = Paginator(sending.sendings(worker, Verb.ADMINISTER), KEPT).get_page(request.GET.get("page"))
    words = _words(newest)
    context = {
        "segments": reports_page.rooms(worker, "sending", newest),
        "recipients": [(one, sending.address_of(one).masked) for one in sending.recipients(worker)],
        "tables": Table.objects.filter(until=None, outbreak__closed_at=None),
        "page": page,
        "sent": [
            (one, receipt_words(one.receipts[-1]) if one.receipts else "", one.state == State.SENT)
            for one in page.object_list
        ],
        "recipient_form": recipient_form or RecipientForm(),
        "table_form": table_form or TableForm(),
        "words": [word for word in words if "@" not in word],
        "place_words": next((word for word in words if "@" in word), ""),
        "example": "{{%s}}" % (words[0] if words else "doors"),
        "no_mail": not carriers.can_mail(),
        "secret": secret,
        "made": made,
        "exports": sheets.offers(request, "report_sendings"),
        "exports_recipients": sheets.offers(request, "report_recipients"),
    }
    status = 422 if recipient_form or table_form else 200
    return render(request, "console/reports/sending.html", context, status=status)


def _words(newest: Report | None) -> list[str]:
    """What a table may ask for, figures first."""
    if newest is None:
        return []
    shown = showing.upward(showing.shown(newest))
    words = template_fill.words_of(shown)
    keys = [column.key for column in shown.columns]
    return [*keys, *(word for word in words if word not in keys)]
