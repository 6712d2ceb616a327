"""Group orders: the offers, one with its orders, and what happens to all of them at once."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, place_for, visible_places
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.care import actions_orders, queries_orders
from qiaomen.care.models import Offer, OrderState
from qiaomen.console import heads, needs_page, orders_page, parts, sheets
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.console.views.orders_forms import ArrivedForm, DoorForm, GoodsForm, OfferForm
from qiaomen.ledger.wire import Verdict
from qiaomen.paper import codes, picking
from qiaomen.places.models import Place, PlaceKind
from qiaomen.places.naming import names_of
from qiaomen.places.walking import Walked

ENCLOSED = (
    PlaceKind.ENCLOSURE, PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE, PlaceKind.RESIDENT_GROUP, PlaceKind.ALLEY,
)  # fmt: skip
PLACES = 40
PDFS = ("picking", "labels")


@require_safe
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The offers, the newest first."""
    worker = worker_of(request)
    places = visible_places(worker, Verb.ASSIGN).filter(kind__in=ENCLOSED).order_by(Walked())
    page = Paginator(places, PLACES).get_page(request.GET.get("page"))
    where = names_of({one.path for one in page})
    context = {
        "offers": orders_page.listed(queries_orders.offers(worker), areas(worker, Verb.SEE), timezone.now()),
        "page": page,
        "places": [(one.id, where[one.path]) for one in page],
        "segments": needs_page.segments("offers", worker, shows_health=shows_health(worker)),
        "exports": sheets.offers(request, "offers"),
    }
    return render(request, "console/orders/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def new(request: HttpRequest, place: UUID) -> HttpResponse:
    """A new offer for a place."""
    worker, found = worker_of(request), place_for(worker_of(request), place, Verb.ASSIGN)
    form = OfferForm(request.POST or None, request.FILES or None, reader=worker, place=found)
    if request.method == "POST" and form.is_valid():
        try:
            return _make(request, form, found)
        except Problem as problem:
            form.add_error(None, problem.message)
    crumbs = [parts.Crumb(pgettext("room", "Group orders"), link("offers")), *heads.way(found, None)]
    context = {"form": form, "crumbs": crumbs, "back": link("offers")}
    return render(request, "console/orders/new.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def offer(request: HttpRequest, offer: UUID) -> HttpResponse:
    """One offer: what it comes to, what the supplier brings, and its orders by building."""
    return _page(request, queries_orders.offer_for(worker_of(request), offer))


@require_POST
@requires(Verb.ASSIGN)
def goods(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Another list, while nobody has ordered."""
    worker = worker_of(request)
    found = queries_orders.offer_for(worker, offer, Verb.ASSIGN)
    form = GoodsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, goods_form=form)
    try:
        listed, left_out = form.goods()
        actions_orders.set_goods(found, listed, by=worker)
    except Problem as problem:
        form.add_error(None, problem.message)
        return _page(request, found, goods_form=form)
    _tell_list(request, len(listed), left_out)
    return redirect("console:offer", found.id)


@require_POST
@requires(Verb.ASSIGN)
def withdraw(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Nothing more can be ordered."""
    worker = worker_of(request)
    actions_orders.withdraw(queries_orders.offer_for(worker, offer, Verb.ASSIGN), by=worker, now=timezone.now())
    messages.success(request, _("Nothing more can be ordered. What was ordered stays."))
    return redirect("console:offer", offer)


@require_POST
@requires(Verb.RECORD)
def arrived(request: HttpRequest, offer: UUID) -> HttpResponse:
    """All that were ordered have arrived, or those that are named; or did not come. The households are told."""
    worker = worker_of(request)
    found = queries_orders.offer_for(worker, offer, Verb.RECORD)
    rows = queries_orders.orders(found.id, areas(worker, Verb.RECORD))
    open_ones = [one for one in rows if one.state == OrderState.ORDERED]
    form = ArrivedForm(request.POST, among=[one.id for one in open_ones])
    if not form.is_valid():
        messages.error(request, _("The list has changed meanwhile. Look at it again."))
        return redirect("console:offer", found.id)
    named = set(form.cleaned_data["orders"])
    actions_orders.number(found, by=worker)
    meant = [one for one in open_ones if not named or one.id in named]
    body = {"step": form.cleaned_data["step"] or "arrived"}
    told = actions_orders.step(meant, body, by=worker, now=timezone.now())
    _tell_steps(request, told)
    return redirect("console:offer", found.id)


@never_cache
@require_POST
@requires(Verb.EXPORT)
def paper(request: HttpRequest, offer: UUID, slips: str) -> HttpResponse:
    """The picking list by building, or labels for the bags, as PDF. Bags without a number get theirs."""
    worker = worker_of(request)
    found = queries_orders.offer_for(worker, offer, Verb.EXPORT)
    if slips not in PDFS:
        raise Problem("access.not_found")
    actions_orders.number(found, by=worker)
    rows = queries_orders.orders(found.id, areas(worker, Verb.EXPORT), with_lines=True)
    made = picking.labels(found, rows) if slips == "labels" else picking.by_building(found, rows)
    audit.write(worker, "export", found.id, list=slips, form="pdf", rows=len(rows))
    headers = {"Content-Disposition": f'attachment; filename="{slips}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _make(request: HttpRequest, form: OfferForm, place: Place) -> HttpResponse:
    given = form.cleaned_data
    listed, left_out = form.goods()
    if not listed:
        raise Problem("offer.no_items")
    offer = actions_orders.make_offer(
        place, title=given["title"], supplier=given["supplier"], gate=given["gate"], cut_off=given["cut_off"],
        arrives_at=given["arrives_at"], contact=Worker.objects.get(pk=UUID(given["contact"])), goods=listed,
        by=worker_of(request),
    )  # fmt: skip
    _tell_list(request, len(listed), left_out)
    return redirect("console:offer", offer.id)


def _tell_steps(request: HttpRequest, told: Sequence[Verdict]) -> None:
    """How many were taken, and what of the others: they stand where they stood."""
    refused = [one for one in told if one.verdict != "accepted"]
    count = len(told) - len(refused)
    if count or not refused:
        said = ngettext("%(n)s order written down.", "%(n)s orders written down.", count) % {"n": count}
        messages.success(request, said)
    if refused:
        why = dict.fromkeys(one.message or _("This could not be recorded.") for one in refused)
        said = ngettext("%(n)s order was not: %(why)s", "%(n)s orders were not: %(why)s", len(refused))
        messages.error(request, said % {"n": len(refused), "why": " ".join(why)})


def _tell_list(request: HttpRequest, listed: int, left_out: int) -> None:
    messages.success(request, ngettext("%(n)s thing listed.", "%(n)s things listed.", listed) % {"n": listed})
    if left_out:
        said = ngettext("%(n)s row was left out.", "%(n)s rows were left out.", left_out) % {"n": left_out}
        messages.warning(request, said + " " + _("Its price cannot be read, or its name stood there before."))


def _page(request: HttpRequest, found: Offer, *, goods_form: GoodsForm | None = None) -> HttpResponse:
    worker, now = worker_of(request), timezone.now()
    rows = queries_orders.orders(found.id, areas(worker, Verb.SEE), with_lines=True)
    numbers = queries_orders.sum_of(rows)
    shown = request.GET.get("show", "all")
    if shown != "all" and shown not in OrderState.values:
        raise Problem("access.not_found")
    items = found.items.order_by("number")
    context = {
        "offer": found,
        "numbers": numbers,
        "costs": orders_page.money(numbers.cents),
        "owed": orders_page.money(numbers.cents - numbers.paid_cents),
        "stage": orders_page.stage(found, numbers, now),
        "lines": orders_page.lines([one for one in rows if shown in ("all", one.state)]),
        "totals": queries_orders.totals(rows),
        "items": [(queries_orders.named(one), orders_page.money(one.cents or 0)) for one in items],
        "open_orders": sum(one.state == OrderState.ORDERED for one in rows),
        "is_open": found.withdrawn_at is None and now < found.cut_off,
        "address": codes.address(request.build_absolute_uri("/"), "o", found.id),
        "segments": orders_page.segments(shown, found.id, rows),
        "goods_form": goods_form or GoodsForm(),
        "door_form": DoorForm(),
        "may_record": worker.may(Verb.RECORD, found.place),
        "may_assign": worker.may(Verb.ASSIGN, found.place),
        "may_export": worker.may(Verb.EXPORT, found.place),
        "crumbs": [parts.Crumb(pgettext("room", "Group orders"), link("offers")), parts.Crumb(found.title)],
        "exports": sheets.offers(request, "orders", offer=found.id),
    }  # fmt: skip
    return render(request, "console/orders/offer.html", context, status=422 if goods_form is not None else 200)
