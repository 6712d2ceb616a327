"""Breaking the glass: three hours outside one's area, and what the data officer sees of it afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiaomen.access import audit, glass
from qiaomen.access.models import Glass
from qiaomen.access.queries import areas, below, check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.console import data_page
from qiaomen.console.asked import link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.data_forms import GlassForm, ReviewForm
from qiaomen.ending import looks

MOST = 200


@require_safe
@requires(Verb.OVERSEE)
def index(request: HttpRequest) -> HttpResponse:
    """Every broken glass, those that nobody has looked at first."""
    worker = worker_of(request)
    found = Glass.objects.filter(below(areas(worker, Verb.OVERSEE), "place__")).select_related("worker", "place")
    context = {
        "rows": sorted(found.order_by("-since")[:MOST], key=lambda one: one.reviewed_at is not None),
        "now": timezone.now(),
        "segments": data_page.views(worker, "data_glass"),
    }
    return render(request, "console/data/glass.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.SEE)
def new(request: HttpRequest) -> HttpResponse:
    """Break the glass at a place that is not one's own."""
    worker, form = worker_of(request), GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = glass.break_it(by=worker, now=timezone.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            told = _("For three hours you see this place. Whose number, words or photos you open is written down.")
            messages.success(request, told)
            return redirect("console:place", made.place_id)
    context = {
        "form": form,
        "running": glass.running([worker.id], timezone.now()),
        "crumbs": [Crumb(_("Data"), link("data")), Crumb(_("Break the glass"))],
        "back": link("data"),
    }
    return render(request, "console/data/glass_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.OVERSEE)
def one(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    """The reason, what was looked at meanwhile, and what the reader says of it."""
    worker, form = worker_of(request), ReviewForm(request.POST or None)
    found = get_object_or_404(Glass.objects.select_related("worker", "place", "outbreak"), pk=glass_id)
    check(worker, Verb.OVERSEE, found.place.path)
    if request.method == "POST" and form.is_valid():
        try:
            glass.review(glass=found, by=worker, found=form.cleaned_data["found"], now=timezone.now())
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Written down."))
            return redirect("console:data_glass")
    audit.write(worker, "glass.read", found.id)
    lines = looks.of_worker(found.worker_id, found.since, found.until, most=MOST)
    context = {
        "glass": found,
        "reason": glass.reason_of(found, Outbreak.objects.current().keys) if found.outbreak.closed_at is None else "",
        "rows": data_page.told(lines),
        "all": glass.looked_at(found).count(),
        "form": form,
        "crumbs": [Crumb(_("Broken glass"), link("data_glass")), Crumb(found.place.name)],
    }
    return render(request, "console/data/glass_one.html", context, status=422 if form.errors else 200)
