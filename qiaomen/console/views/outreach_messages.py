"""Messages to many: the list, writing one with its preview, one with its recipients, and what is done about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages as toasts
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import sheets, telling_page
from qiaomen.console.asked import id_of, link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.outreach_messages_forms import MessageForm, ReceiptsForm
from qiaomen.outreach import audience, daily, messages, queries, wording
from qiaomen.outreach.messages import Draft
from qiaomen.outreach.models import Daily, Message, Template, Via
from qiaomen.outreach.wording import Where
from qiaomen.places.naming import names_of

PAGE = 100
# So many of a preview are named; those who cannot be reached all are, up to so many.
NAMED = 100


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """The messages, the newest first, and what goes out each day."""
    worker = worker_of(request)
    page = Paginator(queries.sent(worker), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": telling_page.listed(list(page)),
        "each_day": telling_page.each_day(queries.each_day(worker)),
        "may_assign": worker.may(Verb.ASSIGN),
        "segments": telling_page.rooms(worker, "outreach_messages"),
        "exports": sheets.offers(request, "messages"),
    }
    return render(request, "console/outreach/messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def new(request: HttpRequest) -> HttpResponse:
    """Write a message; the first press shows exactly who would be told, the second one sends it."""
    worker, template = worker_of(request), _template(request)
    form = MessageForm(worker, request.POST or None, template)
    if request.method != "POST" or not form.is_valid():
        return _written(request, form)
    try:
        draft = form.draft()
        messages.check(draft)
        if request.POST.get("do") != "send" or form.cleaned_data["id"] is None:
            return _written(request, form, _preview(draft))
        return _send(request, form, draft)
    except Problem as problem:
        form.add_error(None, problem.message)
        return _written(request, form, _preview(draft) if problem.code == "message.list_changed" else None)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def message(request: HttpRequest, message: UUID) -> HttpResponse:
    """One message: how many were told, and who was missed, by name of place."""
    return _page(request, queries.message_for(worker_of(request), message))


@never_cache
@require_GET
@requires(Verb.SEE)
def progress(request: HttpRequest, message: UUID) -> HttpResponse:
    """How far it is, asked every second; when it is through the page is loaded again."""
    found = queries.message_for(worker_of(request), message)
    if found.finished_at is not None:
        return HttpResponseClientRefresh()
    numbers = messages.numbers([found.id])[found.id]
    return render(request, "console/outreach/message_progress.html", {"message": found, "numbers": numbers})


@require_POST
@requires(Verb.ASSIGN)
def cancel(request: HttpRequest, message: UUID) -> HttpResponse:
    """Tell nobody else."""
    worker = worker_of(request)
    found = queries.message_for(worker, message, Verb.ASSIGN)
    try:
        count = messages.cancel(found, by=worker, now=timezone.now())
    except Problem as problem:
        toasts.error(request, problem.message)
    else:
        said = ngettext("%(n)s is not told any more.", "%(n)s are not told any more.", count)
        toasts.success(request, said % {"n": count})
    return redirect("console:outreach_message", found.id)


@require_POST
@requires(Verb.ASSIGN)
def again(request: HttpRequest, message: UUID) -> HttpResponse:
    """Send it again to those who were missed, and to no one else."""
    worker = worker_of(request)
    found = queries.message_for(worker, message, Verb.ASSIGN)
    try:
        made = messages.again(found, by=worker, now=timezone.now(), also_unsure=bool(request.POST.get("unsure")))
    except Problem as problem:
        toasts.error(request, problem.message)
        return redirect("console:outreach_message", found.id)
    toasts.success(request, _("It goes out again, to those who were missed."))
    return redirect("console:outreach_message", made.id)


@require_POST
@requires(Verb.ASSIGN)
def daily_ended(request: HttpRequest, daily_message: UUID) -> HttpResponse:
    """No further one goes out."""
    worker = worker_of(request)
    found = queries.each_day(worker).filter(pk=daily_message).first()
    if found is None:
        raise Problem("access.not_found")
    check(worker, Verb.ASSIGN, found.place.path)
    daily.end(found, by=worker, now=timezone.now())
    toasts.success(request, _("No further one goes out."))
    return redirect("console:outreach_messages")


def page_of(request: HttpRequest, found: Message, form: ReceiptsForm) -> HttpResponse:
    """A message's page with a form of receipts that was refused."""
    return _page(request, found, receipts=form)


def _page(request: HttpRequest, found: Message, *, receipts: ReceiptsForm | None = None) -> HttpResponse:
    worker = worker_of(request)
    numbers = messages.numbers([found.id])[found.id]
    show, why = _shown(request, numbers.missed), request.GET.get("why", "")
    count = {"missed": numbers.missed, "sent": numbers.sent, "waiting": numbers.waiting}.get(show, numbers.all)
    reasons = queries.whys(found)
    page = Paginator(range(dict(reasons).get(why, 0) if why else count), PAGE).get_page(request.GET.get("page"))
    rows = queries.tellings(found, show=show, why=why, start=max(page.start_index() - 1, 0), most=PAGE)
    words = messages.words_of(found, found.outbreak.keys)
    state, mark = telling_page.stage(found, numbers)
    context = {
        "message": found,
        "who": telling_page.who(messages.audience_of(found)),
        "numbers": numbers,
        "state": state,
        "mark": mark,
        "words": words,
        "page": page,
        "lines": telling_page.lines(rows),
        "segments": telling_page.segments(found, numbers, show),
        "reasons": telling_page.reasons(found),
        "may": _may(worker, found),
        "is_file": found.via == Via.FILE,
        "receipts": receipts or ReceiptsForm(),
        "retries": found.again.order_by("made_at"),
        "exports": sheets.offers(request, "recipients", message=found.id),
        "crumbs": [Crumb(pgettext("room", "Messages"), link("outreach_messages")), Crumb(found.title)],
    }
    return render(request, "console/outreach/message.html", context, status=422 if receipts else 200)


def _shown(request: HttpRequest, missed: int) -> str:
    """Who is listed: those who were missed first, where there are any."""
    show = request.GET.get("show") or ("missed" if missed else "all")
    if show not in (*queries.SHOWN, "all"):
        raise Problem("access.not_found")
    return show


def _may(worker: Worker, found: Message) -> dict[str, bool]:
    return {str(verb): worker.may(verb, found.place) for verb in (Verb.ASSIGN, Verb.EXPORT, Verb.SEE_IDENTITY)}


def _template(request: HttpRequest) -> Template | None:
    asked = id_of(request, "template")
    return get_object_or_404(Template, pk=asked) if asked else None


def _send(request: HttpRequest, form: MessageForm, draft: Draft) -> HttpResponse:
    """Make what was shown, once: under the id that stands in the preview."""
    said, worker, now = form.cleaned_data, worker_of(request), timezone.now()
    if (before := _made(request, said["id"])) is not None:
        return before
    try:
        if said["at"] is not None:
            daily.begin(draft, at=f"{said['at']:%H:%M}", by=worker, now=now, id=said["id"])
            toasts.success(request, _("It goes out each day at that hour, to whoever belongs to it by then."))
            return redirect("console:outreach_messages")
        messages.send(draft, by=worker, now=now, seen=said["seen"], id=said["id"])
    except IntegrityError:  # the other press of the button was a moment faster
        if (before := _made(request, said["id"])) is None:
            raise
        return before
    return redirect("console:outreach_message", said["id"])


def _made(request: HttpRequest, id: UUID) -> HttpResponse | None:
    """The way to what was made under this id already."""
    is_daily = Daily.objects.filter(pk=id).exists()
    if not is_daily and not Message.objects.filter(pk=id).exists():
        return None
    toasts.info(request, _("This message was made already: it does not go out twice."))
    return redirect("console:outreach_messages") if is_daily else redirect("console:outreach_message", id)


def _preview(draft: Draft) -> dict[str, Any]:
    """Exactly who would be told by it now, and what the first of them would read."""
    found = audience.recipients(draft.audience, draft.place, now=timezone.now())
    numbers, shared, unreached = audience.reached(found)
    told = [one for one in found if one.key is not None]
    first = told[0] if told else None
    where = Where(names_of([first.path])[first.path], first.label, timezone.localdate()) if first else Where()
    language = "both" if draft.language == "own" else draft.language
    return {
        "seen": audience.digest(found),
        "id": new_id(),
        "all": len(found),
        "told": numbers + shared,
        "shared": shared,
        "unreached": unreached,
        "missed": telling_page.seen((one for one in found if one.key is None), most=NAMED),
        "more_missed": max(unreached - NAMED, 0),
        "named": telling_page.seen(told, most=NAMED),
        "more_named": max(len(told) - NAMED, 0),
        "sample": wording.said(draft.words, language, where),
    }


def _written(request: HttpRequest, form: MessageForm, preview: dict[str, Any] | None = None) -> HttpResponse:
    context = {
        "form": form,
        "preview": preview,
        "is_daily": bool(form.is_bound and form.data.get("at")),
        "templates": Template.objects.filter(is_offered=True),
        "crumbs": [Crumb(pgettext("room", "Messages"), link("outreach_messages")), Crumb(_("New message"))],
    }
    return render(request, "console/outreach/message_new.html", context, status=422 if form.errors else 200)
