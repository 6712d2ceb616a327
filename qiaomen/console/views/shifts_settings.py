"""What rosters are made from: posts, slots of the day, people, rules of a place."""

from uuid import UUID

import msgspec
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import care_workers, parts, sheets, shifts_page
from qiaomen.console.asked import link, worker_of
from qiaomen.console.views.shifts import rostered
from qiaomen.console.views.shifts_forms import AwayForm, EndForm, PersonForm, PostForm, RulesForm, SlotForm
from qiaomen.shifts import actions, loading, queries
from qiaomen.shifts.models import Away, Post, Rostered, Shift, Slot

PAGE = 60


@require_safe
@requires(Verb.SEE)
def posts(request: HttpRequest) -> HttpResponse:
    """All posts, and the slots of the day."""
    worker = worker_of(request)
    page = Paginator(queries.posts(worker), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(one, one.get_kind_display(), sum(each.heads for each in one.heads.all())) for one in page],
        "slots": Slot.objects.filter(is_active=True),
        "slot_form": SlotForm(),
        "may_change": worker.may(Verb.ASSIGN),
        "segments": shifts_page.segments("shift_posts"),
        "exports": sheets.offers(request, "shift_posts"),
    }
    return render(request, "console/shifts/posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def post(request: HttpRequest, post: UUID | None = None) -> HttpResponse:
    """A post as it is, or a new one."""
    worker = worker_of(request)
    found = get_object_or_404(queries.posts(worker, Verb.ASSIGN), pk=post) if post else None
    form = PostForm(worker, request.POST or None, post=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _is_taken(found, form):
            form.add_error("name", _("There is a post of this name there."))
        else:
            actions.set_post(
                place=said["place"], name=said["name"], kind=said["kind"], heads=form.heads(), skills=form.skills(),
                is_active=said["is_active"], by=worker, post=found,
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return redirect("console:shift_posts")
    shifts = queries.listed(worker, post=found.id, first=timezone.localdate()) if found else []
    page = Paginator(shifts, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "title": shifts_page.post_name(found) if found else _("New post"),
        "page": page,
        "lines": shifts_page.lines(list(page), timezone.now()),
        "rules_url": link("shift_rules", found.place_id) if found else "",
        "crumbs": _crumbs("shift_posts"),
    }
    return render(request, "console/shifts/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Verb.ASSIGN)
def slot(request: HttpRequest) -> HttpResponse:
    """A new slot of the day."""
    form = SlotForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        actions.set_slot(name=said["name"], begins=said["begins"], minutes=said["hours"] * 60, by=worker_of(request))
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Something is missing. Fill in the form again."))
    return redirect("console:shift_posts")


@require_POST
@requires(Verb.ASSIGN)
def slot_end(request: HttpRequest) -> HttpResponse:
    """A slot of the day is not used any more; written down anew it is what it was."""
    form = EndForm(request.POST)
    found = Slot.objects.filter(pk=form.cleaned_data["one"], is_active=True).first() if form.is_valid() else None
    try:
        if found is None:
            raise Problem("access.not_found")
        actions.end_slot(found, by=worker_of(request))
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Saved."))
    return redirect("console:shift_posts")


@require_safe
@requires(Verb.SEE)
def people(request: HttpRequest) -> HttpResponse:
    """Who stands shifts."""
    worker = worker_of(request)
    page = Paginator(queries.people(worker), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, shifts_page.skills(one.skills)) for one in page],
        "may_change": worker.may(Verb.ASSIGN),
        "segments": shifts_page.segments("shift_people"),
        "exports": sheets.offers(request, "shift_people"),
    }
    return render(request, "console/shifts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def person(request: HttpRequest, stander: UUID | None = None) -> HttpResponse:
    """Somebody who stands shifts: skills, and when not."""
    reader = worker_of(request)
    found = rostered(request, stander, Verb.ASSIGN) if stander else None
    edit_url = ""
    form = PersonForm(reader, request.POST or None, person=found)
    if request.method == "POST" and form.is_valid():
        try:
            _set(form, found, reader)
        except Problem as problem:
            form.add_error(problem.field or "place", problem.message)
            edit_url = _edit_url(form, reader) if problem.code == "shift.rostered_already" else ""
        else:
            messages.success(request, _("Saved."))
            return redirect("console:shift_people")
    title = found.worker.name if found else _("Somebody who stands shifts")
    context = {"form": form, "title": title, "edit_url": edit_url, "crumbs": _crumbs("shift_people")}
    return render(request, "console/shifts/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Verb.ASSIGN)
def away(request: HttpRequest, stander: UUID) -> HttpResponse:
    """Somebody is not there for a while; shifts that they have then are for who leads to fill."""
    found, form = rostered(request, stander, Verb.ASSIGN), AwayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Something is missing. Fill in the form again."))
        return redirect("console:shift_person", stander)
    said = form.cleaned_data
    actions.set_away(found.worker, since=said["since"], until=said["until"], by=worker_of(request))
    left = Shift.objects.filter(
        worker=stander, begins_at__lt=said["until"], ends_at__gt=said["since"], cancelled_at=None
    ).count()
    messages.success(request, _("Saved. Shifts in that time that need somebody else: %(n)s") % {"n": left})
    return redirect("console:shift_person", stander)


@require_POST
@requires(Verb.ASSIGN)
def away_end(request: HttpRequest, stander: UUID) -> HttpResponse:
    """Somebody is back, or will not be away after all."""
    several, form = Away.objects.filter(worker=rostered(request, stander, Verb.ASSIGN).worker_id), EndForm(request.POST)
    found = several.filter(pk=form.cleaned_data["one"]).first() if form.is_valid() else None
    if found is None:
        messages.error(request, Problem("access.not_found").message)
    else:
        actions.end_away(found, by=worker_of(request), now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("console:shift_person", stander)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def rules(request: HttpRequest, place: UUID) -> HttpResponse:
    """The rules of a place, from the next roster on."""
    worker = worker_of(request)
    found = place_for(worker, place, Verb.ASSIGN)
    form = RulesForm(request.POST or None, initial=msgspec.to_builtins(loading.rules_of(found)))
    if request.method == "POST" and form.is_valid():
        actions.set_rules(found, form.rules(), by=worker)
        messages.success(request, _("Saved. They hold from the next roster on."))
        return redirect("console:shift_rosters")
    title = _("Rules: %(place)s") % {"place": found.name}
    context = {"form": form, "title": title, "crumbs": _crumbs("shift_rosters")}
    return render(request, "console/shifts/form.html", context, status=422 if form.is_bound else 200)


def _set(form: PersonForm, found: Rostered | None, by: Worker) -> None:
    said = dict(form.cleaned_data)
    chosen = said.pop("worker", "")
    if found is None and chosen not in {str(id) for id, _name in care_workers.around(by)}:
        raise Problem("access.not_found")
    worker = found.worker if found else Worker.objects.get(pk=chosen)
    said["not_slots"] = [UUID(one) for one in said["not_slots"]]
    actions.set_person(worker, said.pop("place"), **said, by=by, is_new=found is None)


def _edit_url(form: PersonForm, reader: Worker) -> str:
    """Where whoever was chosen, and stands shifts already, is changed; empty where the reader may not."""
    here = queries.people(reader, Verb.ASSIGN).filter(pk=form.data.get("worker")).first()
    return link("shift_person_edit", here.worker_id) if here else ""


def _is_taken(found: Post | None, form: PostForm) -> bool:
    same = Post.objects.filter(place=form.cleaned_data["place"], name=form.cleaned_data["name"])
    return (same.exclude(pk=found.pk) if found else same).exists()


def _crumbs(name: str) -> list[parts.Crumb]:
    labels = {one.url: one.label for one in shifts_page.segments(name)}
    return [parts.Crumb(_("Shifts"), link("shifts")), parts.Crumb(labels[link(name)], link(name))]
