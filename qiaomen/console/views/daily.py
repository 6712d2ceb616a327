"""Daily visits to people who live alone: who was seen today, who is owed a visit, and who was told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import door_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.snapshot import of_one_moment
from qiaomen.care import actions, queries_daily
from qiaomen.care.models import Why
from qiaomen.console import care_workers, daily_page, needs_page, parts, sheets
from qiaomen.console.asked import link, worker_of
from qiaomen.console.kept_page import may
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.people.models import Person
from qiaomen.places.models import Door


class BeginForm(forms.Form):
    """Who is visited, by when each day, who goes."""

    person = forms.ChoiceField(label=pgettext_lazy("daily visit", "Who is visited"), required=False)
    by = forms.TimeField(
        label=gettext_lazy("Each day by"), initial="10:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Half an hour later those who lead here are told, if nobody has been there."),
    )  # fmt: skip
    worker = forms.ChoiceField(label=pgettext_lazy("daily visit", "Who goes"), required=False)
    why = forms.ChoiceField(label=pgettext_lazy("daily visit", "Why"), choices=Why.choices)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: object = None, *, reader: Worker, door: Door) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        people = Person.objects.filter(home_door=door).order_by("ordinal", "id").values_list("id", "name")
        is_named = may(reader, Verb.SEE_IDENTITY, door.place.path)
        shown = [(str(id), name if is_named else sheets.mask(name)) for id, name in people]
        cast(Any, self.fields["person"]).choices = [*shown, ("", "—")]
        care_workers.offer_for_visits(self.fields["worker"], door.place.path, nobody=True)

    def body(self) -> dict[str, Any]:
        """What the record holds; the person stands beside it."""
        given = self.cleaned_data
        found = {"by": f"{given['by']:%H:%M}", "why": given["why"], "worker": given["worker"], "note": given["note"]}
        return {key: value for key, value in found.items() if value}

    def who(self) -> UUID | None:
        """Whom it is about."""
        return UUID(self.cleaned_data["person"]) if self.cleaned_data["person"] else None


class StepForm(forms.Form):
    """What came of a visit."""

    step = forms.ChoiceField(choices=[(one, one) for one in ("seen", "phoned", "nobody", "ended")])
    note = forms.CharField(max_length=2000, required=False)


class ChangeForm(forms.Form):
    """Who goes from now on, by when each day."""

    by = forms.TimeField(
        label=gettext_lazy("Each day by"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )  # fmt: skip
    worker = forms.ChoiceField(label=pgettext_lazy("daily visit", "Who goes"), required=False)

    def __init__(self, data: object = None, *, row: queries_daily.Row) -> None:
        super().__init__(data, initial={"by": row.by, "worker": row.worker})  # type: ignore[arg-type]
        self.fields["worker"].required = row.worker is not None
        care_workers.offer_for_visits(self.fields["worker"], row.path, nobody=row.worker is None)
        choices = cast(Any, self.fields["worker"]).choices
        if row.worker is not None and str(row.worker) not in dict(choices):
            # Whoever goes may have no role there any more: they stay until somebody else is chosen.
            cast(Any, self.fields["worker"]).choices = [(str(row.worker), row.worker_name), *choices]

    def differing(self, row: queries_daily.Row) -> dict[str, object]:
        """What is said otherwise than it stands."""
        by, worker = f"{self.cleaned_data['by']:%H:%M}", self.cleaned_data["worker"]
        said = {"by": (by, row.by), "worker": (worker, str(row.worker or ""))}
        return {name: new for name, (new, old) in said.items() if new and new != old}


@require_safe
@requires(Verb.SEE, of_health=True)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """Everybody who is visited daily, what is owed first; and who may have been forgotten."""
    worker, now = worker_of(request), timezone.now()
    found = queries_daily.visits(worker, now=now)
    alone, more = daily_page.alone(worker, now)
    context = {
        "rows": daily_page.lines(found, worker, now),
        "numbers": queries_daily.numbers(found),
        "alone": alone,
        "more_alone": more,
        "segments": needs_page.segments("daily_visits", worker, shows_health=True),
        "exports": sheets.offers(request, "daily_visits"),
    }
    return render(request, "console/care/daily.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD, of_health=True)
def new(request: HttpRequest, door: UUID) -> HttpResponse:
    """Somebody behind a door is visited daily from now on."""
    worker, found = worker_of(request), door_for(worker_of(request), door, Verb.RECORD)
    form = BeginForm(request.POST or None, reader=worker, door=found)
    if request.method == "POST" and form.is_valid():
        told = desk.tell(
            "daily_visit", form.body(), by=worker, now=timezone.now(), place=found.place_id, door=found.id,
            person=form.who(),
        )  # fmt: skip
        if told.verdict == "accepted":
            messages.success(request, _("Written down."))
            return redirect("console:daily_visits")
        form.add_error(None, told.message or _("This could not be recorded."))
    crumbs = [parts.Crumb(pgettext("room", "Daily visits"), link("daily_visits")), parts.Crumb(found.label)]
    context = {"form": form, "door": found, "crumbs": crumbs, "back": link("daily_visits")}
    return render(request, "console/care/daily_new.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Verb.SEE, of_health=True)
def visit(request: HttpRequest, visit: UUID) -> HttpResponse:
    """One, with what happened, without the notes."""
    row = queries_daily.visit_for(worker_of(request), visit, now=timezone.now())
    return _page(request, row, daily_page.thread(row.id))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def words(request: HttpRequest, visit: UUID) -> HttpResponse:
    """The same with what was noted; who opened it is written down."""
    worker = worker_of(request)
    row = queries_daily.visit_for(worker, visit, now=timezone.now(), verb=Verb.SEE_IDENTITY)
    audit.write(worker, "words.opened", row.id, records=1)
    return _page(request, row, daily_page.opened(daily_page.thread(row.id)), is_opened=True)


def _page(
    request: HttpRequest, row: queries_daily.Row, thread: Sequence[daily_page.Said], *, is_opened: bool = False,
    form: ChangeForm | None = None,
) -> HttpResponse:  # fmt: skip
    worker, now = worker_of(request), timezone.now()
    [line] = daily_page.lines([row], worker, now)
    may_record = row.ended_at is None and may(worker, Verb.RECORD, row.path)
    context = {
        "line": line,
        "thread": thread,
        "may_open": not is_opened and may(worker, Verb.SEE_IDENTITY, row.path),
        "no_notes": is_opened and not any(one.note for one in thread),
        "may_record": may_record,
        "form": (form or ChangeForm(row=row)) if may_record else None,
        "crumbs": [parts.Crumb(pgettext("room", "Daily visits"), link("daily_visits")), parts.Crumb(row.label)],
    }
    return render(request, "console/care/daily_visit.html", context, status=422 if form is not None else 200)


@require_POST
@requires(Verb.RECORD, of_health=True)
def step(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Somebody was there, telephoned, or found the door shut; or it ends."""
    worker, now, form = worker_of(request), timezone.now(), StepForm(request.POST)
    row = queries_daily.visit_for(worker, visit, now=now, verb=Verb.RECORD)
    if form.is_valid():
        _say(request, _step(row, form, worker, now))
    else:
        messages.error(request, _("Something is missing. Fill in the form again."))
    return redirect("console:daily_visit", row.id)


@require_POST
@requires(Verb.RECORD, of_health=True)
def change(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Somebody else goes from now on, or by another hour."""
    worker, now = worker_of(request), timezone.now()
    row = queries_daily.visit_for(worker, visit, now=now, verb=Verb.RECORD)
    form = ChangeForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, row, daily_page.thread(row.id), form=form)
    if said := form.differing(row):
        _say(request, actions.change_visit(row.id, said, place=row.place, door=row.door, by=worker, now=now))
    return redirect("console:daily_visit", row.id)


def _step(row: queries_daily.Row, form: StepForm, by: Worker, now: datetime) -> Verdict:
    given = form.cleaned_data
    return actions.visit([(row.id, row.place, row.door)], given["step"], by=by, now=now, note=given["note"])[0]


def _say(request: HttpRequest, told: Verdict) -> None:
    if told.verdict == "accepted":
        messages.success(request, _("Written down."))
    else:
        messages.error(request, told.message or _("This could not be recorded."))
