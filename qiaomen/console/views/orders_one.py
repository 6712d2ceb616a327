"""One household's order: its private thread with the one contact; entering one that came by phone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.queries import door_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.care import actions_orders, queries_orders
from qiaomen.care.models import Offer
from qiaomen.care.queries_orders import Row
from qiaomen.console import orders_page, parts
from qiaomen.console.asked import link, worker_of
from qiaomen.console.kept_page import may
from qiaomen.console.views.orders_forms import DoorForm, OrderForm, StepForm
from qiaomen.places import search
from qiaomen.places.labels import parse_label


@require_safe
@requires(Verb.SEE)
def order(request: HttpRequest, order: UUID) -> HttpResponse:
    """One order, without its words."""
    return _page(request, queries_orders.order_for(worker_of(request), order))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY)
def words(request: HttpRequest, order: UUID) -> HttpResponse:
    """The same with name, phone and what was said; who opened them is written down."""
    worker = worker_of(request)
    found = queries_orders.order_for(worker, order, Verb.SEE_IDENTITY)
    audit.write(worker, "words.opened", found.id, records=1)
    return _page(request, found, opened=True)


@require_POST
@requires(Verb.RECORD)
def step(request: HttpRequest, order: UUID) -> HttpResponse:
    """What came of it, or what was said."""
    worker, form = worker_of(request), StepForm(request.POST)
    found = queries_orders.order_for(worker, order, Verb.RECORD)
    if not form.is_valid():
        messages.error(request, _("Something is missing. Fill in the form again."))
        return redirect("console:order", found.id)
    [told] = actions_orders.step([found], form.body(), by=worker, now=timezone.now())
    if told.verdict == "accepted":
        messages.success(request, _("Written down."))
    else:
        messages.error(request, told.message or _("This could not be recorded."))
    return redirect("console:order", found.id)


@require_POST
@requires(Verb.RECORD)
def find(request: HttpRequest, offer: UUID) -> HttpResponse:
    """On to the door whose order came by phone."""
    wanted, form = queries_orders.offer_for(worker_of(request), offer, Verb.RECORD), DoorForm(request.POST)
    label = form.cleaned_data["label"] if form.is_valid() else ""
    found = search.doors(parse_label(label), [wanted.place.path], limit=2) if label else []
    if len(found) == 1:
        return redirect("console:order_enter", wanted.id, found[0].id)
    messages.error(request, _("No door, or more than one, is called so here. Write it with building and stairwell."))
    return redirect("console:offer", wanted.id)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def enter(request: HttpRequest, offer: UUID, door: UUID) -> HttpResponse:
    """What a household orders by phone or at its door."""
    worker = worker_of(request)
    wanted, found = queries_orders.offer_for(worker, offer, Verb.RECORD), door_for(worker, door, Verb.RECORD)
    form = OrderForm(request.POST or None, offer=wanted)
    if request.method == "POST" and form.is_valid():
        told = actions_orders.order(wanted, found, form.counts(), by=worker, now=timezone.now(), **form.said())
        if told.verdict == "accepted":
            messages.success(request, _("Ordered."))
            return redirect("console:offer", wanted.id)
        form.add_error(None, told.message or _("This could not be recorded."))
    context = {"form": form, "crumbs": [*_way(wanted), parts.Crumb(found.label)], "back": link("offer", wanted.id)}
    return render(request, "console/orders/enter.html", context, status=422 if form.is_bound else 200)


def _way(offer: Offer) -> list[parts.Crumb]:
    first = parts.Crumb(pgettext("room", "Group orders"), link("offers"))
    return [first, parts.Crumb(offer.title, link("offer", offer.id))]


def _page(request: HttpRequest, found: Row, *, opened: bool = False) -> HttpResponse:
    worker = worker_of(request)
    offer = Offer.objects.select_related("contact").get(pk=found.offer)
    [line] = orders_page.lines([found])
    context = {
        "line": line,
        "offer": offer,
        "thread": orders_page.thread(found.id, opened=opened),
        "opened": opened,
        "may_open": not opened and may(worker, Verb.SEE_IDENTITY, found.path),
        "may_record": may(worker, Verb.RECORD, found.path),
        "crumbs": [*_way(offer), parts.Crumb(found.label)],
    }
    return render(request, "console/orders/order.html", context)
