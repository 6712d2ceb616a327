"""How long what is kept; and the end of an outbreak, which one person asks for and another one confirms."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.models import Worker
from qiaomen.access.queries import check_district, over_district
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base import retention
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.console import data_page
from qiaomen.console.asked import worker_of
from qiaomen.console.views.data_forms import ConfirmForm
from qiaomen.ending import closing, rules, telling
from qiaomen.ending.models import Closing, Removal


@require_safe
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Every rule: what goes after how long, how much is held, when the next goes, what went."""
    about = {rule.name: rule.about for rule in rules.RULES}
    context = {
        "rows": rules.held(timezone.now()),
        "closed_days": retention.days("closed"),
        "went": [
            (one, about.get(one.rule, _("an outbreak that ended"))) for one in Removal.objects.order_by("-at")[:30]
        ],
        "segments": data_page.views(worker_of(request), "data"),
    }
    return render(request, "console/data/kept.html", context)


@require_safe
@requires(Verb.SEE)
def end(request: HttpRequest) -> HttpResponse:
    """What goes and what stays, said before; who has asked; what is done."""
    return _end(request, ConfirmForm())


@require_POST
@requires(Verb.ADMINISTER)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the end of the outbreak: nothing happens yet."""
    check_district(worker_of(request), Verb.ADMINISTER)
    closing.ask(by=worker_of(request).id, now=timezone.now())
    messages.success(request, _("Asked. Somebody else, who oversees data, confirms it on this page."))
    return redirect("console:data_end")


@require_POST
@requires(Verb.ADMINISTER)
def withdraw(request: HttpRequest) -> HttpResponse:
    """Nothing is closed."""
    check_district(worker_of(request), Verb.ADMINISTER)
    closing.withdraw(by=worker_of(request).id)
    messages.success(request, _("Nothing is closed."))
    return redirect("console:data_end")


@require_POST
@requires(Verb.OVERSEE)
def confirm(request: HttpRequest) -> HttpResponse:
    """Close it: keys are destroyed now, the rest within minutes. Everybody is signed out by it."""
    check_district(worker_of(request), Verb.OVERSEE)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        try:
            closing.confirm(by=worker_of(request).id, name=form.cleaned_data["name"], now=timezone.now())
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            logout(request)
            return redirect("console:sign_in")
    return _end(request, form, status=422)


def _end(request: HttpRequest, form: ConfirmForm, *, status: int = 200) -> HttpResponse:
    worker = worker_of(request)
    outbreak = Outbreak.objects.filter(closed_at=None).first()
    asked = Closing.objects.filter(outbreak=outbreak).first() if outbreak else None
    context = {
        "outbreak": outbreak,
        "asked": asked,
        "asked_by": Worker.objects.filter(pk=asked.asked_by).first() if asked else None,
        "goes": telling.GOES,
        "stays": telling.STAYS,
        "days": retention.days("closed"),
        "form": form,
        "may_ask": over_district(worker, Verb.ADMINISTER),
        "may_confirm": asked is not None and asked.asked_by != worker.id and over_district(worker, Verb.OVERSEE),
        "closed": Closing.objects.filter(confirmed_at__isnull=False)
        .select_related("outbreak")
        .order_by("-confirmed_at"),
        "segments": data_page.views(worker, "data_end"),
    }
    return render(request, "console/data/end.html", context, status=status)
