"""What the ledger did not take: refused records and how to mend them; held records and their review."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.queries import areas, check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns.queries.names import locate
from qiaomen.console import kept_page, parts, sheets
from qiaomen.console.asked import id_of, link, worker_of
from qiaomen.console.mending import MendForm
from qiaomen.console.onward import onward
from qiaomen.ledger import desk
from qiaomen.ledger import queries as reading
from qiaomen.ledger.holding import OVERDUE
from qiaomen.ledger.submit import review as review_held


@require_safe
@requires(Verb.SEE)
@of_one_moment
def refusals(request: HttpRequest) -> HttpResponse:
    """Refused records that nobody has mended: what, whose, where, why, and what to do."""
    worker, outbreak = worker_of(request), Outbreak.objects.current()
    rows = reading.refused(worker, outbreak.id, after=id_of(request, "after"), limit=reading.PAGE + 1)
    counted = reading.numbers(worker, outbreak.id)
    page = onward(request, rows, counted.refused, lambda row: {"after": row.id}, reading.PAGE)
    locate([row for row in page.rows if row.is_placed])
    decides = areas(worker, Verb.DECIDE)
    context = {
        "page": page,
        "rows": [kept_page.line(row, decides=decides) for row in page.rows],
        "title": _("Refused records"),
        "lede": _("A refused record stays here, sealed, until it is mended, or as long as its kind is kept."),
        "segments": _segments("refusals", counted),
        "exports": sheets.offers(request, "refusals"),
    }
    return render(request, "console/refusals/refused.html", context)


@require_safe
@requires(Verb.SEE)
def refusal(request: HttpRequest, refusal: UUID) -> HttpResponse:
    """One refused record; its content stays sealed until somebody who decides there asks for it."""
    worker = worker_of(request)
    row, _sealed = reading.refusal_for(worker, refusal)
    return _one(request, row)


@never_cache
@require_POST
@requires(Verb.DECIDE)
def opened(request: HttpRequest, refusal: UUID) -> HttpResponse:
    """The same with its content; who opened it is written down. Numbers and phones need more than deciding."""
    worker = worker_of(request)
    row, sealed = reading.refusal_for(worker, refusal)
    check(worker, Verb.DECIDE, row.path)
    audit.write(worker, "refusal.opened", refusal, record=row.record)
    keys, masked = Outbreak.objects.current().keys, not kept_page.may(worker, Verb.SEE_IDENTITY, row.path)
    content = kept_page.content(keys, refusal, sealed, masked=masked)
    return _one(request, row, content, _mend_form(None, row, sealed, masked=masked))


@never_cache
@require_POST
@requires(Verb.DECIDE)
def mend(request: HttpRequest, refusal: UUID) -> HttpResponse:
    """Send it once more in one's own name, with what was wrong put right; a trial that is refused leaves nothing."""
    worker = worker_of(request)
    row, sealed = reading.refusal_for(worker, refusal)
    check(worker, Verb.DECIDE, row.path)
    keys, masked = Outbreak.objects.current().keys, not kept_page.may(worker, Verb.SEE_IDENTITY, row.path)
    form = _mend_form(request.POST, row, sealed, masked=masked)
    if row.is_settled or form is None:
        messages.error(request, _("This record can no longer be mended here."))
        return redirect("console:refusals")
    if form.is_valid():
        with transaction.atomic():
            (verdict,) = desk.send([form.envelope(row.record)], by=worker, now=timezone.now())
            is_taken = verdict.verdict == "accepted"
            transaction.set_rollback(not is_taken)
        if is_taken:
            audit.write(worker, "refusal.mended", refusal, record=verdict.id)
            messages.success(request, _("Mended. It counts now, in your name."))
            return redirect(link("door", row.door) if row.door else "console:refusals")
        form.add_error(None, str(verdict.message or _("This could not be recorded.")))
    return _one(request, row, kept_page.content(keys, refusal, sealed, masked=masked), form)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def held(request: HttpRequest) -> HttpResponse:
    """Records from phones that were not enrolled at the time, and those that wait for what they refer to."""
    worker, outbreak = worker_of(request), Outbreak.objects.current()
    rows = reading.held(worker, outbreak.id, after=id_of(request, "after"), limit=reading.PAGE + 1)
    counted = reading.numbers(worker, outbreak.id)
    page = onward(request, rows, counted.held, lambda row: {"after": row.id}, reading.PAGE)
    locate([row for row in page.rows if row.is_placed])
    decides = areas(worker, Verb.DECIDE)
    now = timezone.now()
    context = {
        "page": page,
        "rows": [kept_page.line(row, decides=decides, is_overdue=now - row.at > OVERDUE) for row in page.rows],
        "title": _("Records that wait"),
        "lede": _("These count as soon as somebody lets them in, or what they refer to arrives."),
        "segments": _segments("held", counted),
        "exports": sheets.offers(request, "held"),
    }
    return render(request, "console/refusals/held.html", context)


@require_POST
@requires(Verb.DECIDE)
def review(request: HttpRequest, record: UUID) -> HttpResponse:
    """A lead lets a held record in, or refuses it."""
    worker = worker_of(request)
    row = reading.held_for(worker, record)
    check(worker, Verb.DECIDE, row.path)
    accepted = request.POST.get("accepted") == "yes"
    verdict = review_held(record, accepted=accepted, keys=Outbreak.objects.current().keys, worker=worker.id)
    audit.write(worker, "held.reviewed", record, accepted=accepted, verdict=verdict.verdict)
    if verdict.verdict == "accepted":
        messages.success(request, _("Let in. It counts now."))
    elif not accepted:
        messages.success(request, _("Refused. Its author sees why on the phone."))
    else:
        messages.error(request, verdict.message or _("This could not be recorded."))
    return redirect("console:held")


def _mend_form(given: QueryDict | None, row: reading.Kept, sealed: bytes, *, masked: bool) -> MendForm | None:
    """The form for a record that can be sent again; what its field says is covered where it is somebody's number."""
    sent = kept_page.whole(Outbreak.objects.current().keys, row.id, sealed)
    if sent is None or row.is_settled:
        return None
    field = kept_page.blamed(row)
    covers = masked and field.rpartition(".")[2] in kept_page.COVERED
    return MendForm(given, sent=sent, field=field, covers=covers)


def _one(
    request: HttpRequest,
    row: reading.Kept,
    content: list[tuple[str, str]] | None = None,
    form: MendForm | None = None,
) -> HttpResponse:
    worker = worker_of(request)
    if row.is_placed:
        locate([row])
    context = {
        "line": kept_page.line(row, decides=areas(worker, Verb.DECIDE)),
        "content": content,
        "form": form,
        "may_open": content is None and kept_page.may(worker, Verb.DECIDE, row.path),
        "crumbs": [parts.Crumb(_("Refused records"), link("refusals")), parts.Crumb(_("One record"))],
    }
    faulty = form is not None and bool(form.errors)
    return render(request, "console/refusals/refusal.html", context, status=422 if faulty else 200)


def _segments(current: str, counted: reading.Numbers) -> list[parts.Segment]:
    return [
        parts.Segment(_("Refused"), link("refusals"), current == "refusals", counted.refused),
        parts.Segment(_("Waiting"), link("held"), current == "held", counted.held),
    ]
