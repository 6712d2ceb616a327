"""Who helps, daily visits, offers and orders as files: the rows of their pages, names masked."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.care import queries, queries_daily, queries_orders
from qiaomen.care.models import Skill
from qiaomen.console import daily_page, orders_page
from qiaomen.console.asked import id_of, shows_health, worker_of
from qiaomen.console.sheets import Sheet, mask
from qiaomen.exchange.workbooks import Cell, Heading


def daily_visits(request: HttpRequest) -> Sheet:
    """Everybody who is visited daily, as they stand today."""
    worker, now = worker_of(request), timezone.now()
    if not shows_health(worker):
        raise Problem("access.forbidden")
    headings = [
        Heading(pgettext("person", "Name")), Heading(_("Year of birth"), 8), Heading(pgettext("home", "Where"), 32),
        Heading(_("Door"), 14), Heading(pgettext("daily visit", "Why"), 16), Heading(_("Each day by"), 8),
        Heading(pgettext("daily visit", "Who goes"), 14), Heading(pgettext("daily visit", "Today"), 18),
        Heading(pgettext("daily visit", "Last seen"), 17), Heading(pgettext("daily visit", "Told"), 24),
        Heading(pgettext("daily visit", "Days missed"), 8),
    ]  # fmt: skip
    found = daily_page.lines(queries_daily.visits(worker, now=now, verb=Verb.EXPORT), worker, now)
    rows: list[list[Cell]] = [
        [
            mask(one.row.name), one.row.birth_year, one.row.where, one.row.label, one.why, one.row.by,
            one.row.worker_name, one.state, one.row.seen_at, one.told, one.row.missed,
        ]
        for one in found
    ]  # fmt: skip
    return Sheet(pgettext("room", "Daily visits"), headings, rows, {})


def helpers(request: HttpRequest) -> Sheet:
    """Who helps where, and with what."""
    headings = [
        Heading(pgettext("helper", "Who"), 14), Heading(_("Organisation"), 24),
        Heading(pgettext("helper", "Helps in"), 20), Heading(pgettext("helper", "With what"), 32),
        Heading(pgettext("helper", "In hand"), 8),
    ]  # fmt: skip
    found = list(queries.helpers(worker_of(request), Verb.EXPORT))
    in_hand, words = queries.in_hand([one.worker_id for one in found]), dict(Skill.choices)
    rows: list[list[Cell]] = [
        [
            one.worker.name, one.worker.organisation.name if one.worker.organisation else "", one.place.name,
            _(", ").join(str(words[skill]) for skill in one.skills), in_hand[one.worker_id],
        ]
        for one in found
    ]  # fmt: skip
    return Sheet(pgettext("room", "Who helps"), headings, rows, {})


def offers(request: HttpRequest) -> Sheet:
    """The offers, with what they come to. Money is between household and supplier."""
    headings = [
        Heading(_("What is offered"), 24), Heading(_("Supplier"), 20), Heading(_("Place"), 20),
        Heading(_("Contact"), 12), Heading(_("Orders until"), 17), Heading(_("At the gate by"), 17),
        Heading(_("State"), 14), Heading(_("Orders"), 8), Heading(pgettext("order", "Arrived"), 8),
        Heading(pgettext("order", "Handed over"), 8), Heading(_("Costs"), 10), Heading(pgettext("order", "Paid"), 10),
    ]  # fmt: skip
    worker = worker_of(request)
    paths = areas(worker, Verb.EXPORT)
    found = orders_page.listed(queries_orders.offers(worker, Verb.EXPORT), paths, timezone.now())
    rows: list[list[Cell]] = [
        [
            one.offer.title, one.offer.supplier, one.offer.place.name, one.offer.contact.name, one.offer.cut_off,
            one.offer.arrives_at, one.state, one.numbers.orders, one.numbers.arrived, one.numbers.handed,
            one.numbers.cents / 100, one.numbers.paid_cents / 100,
        ]
        for one in found
    ]  # fmt: skip
    return Sheet(pgettext("room", "Group orders"), headings, rows, {})


def orders(request: HttpRequest) -> Sheet:
    """An offer's orders by building: the picking list as a file. Whose they are says the door."""
    worker, wanted = worker_of(request), id_of(request, "offer")
    if wanted is None:
        raise Problem("access.not_found")
    offer = queries_orders.offer_for(worker, wanted, Verb.EXPORT)
    headings = [
        Heading(pgettext("order", "No."), 6), Heading(_("Building"), 14), Heading(_("Door"), 14),
        Heading(pgettext("order", "Goods"), 48), Heading(_("Units"), 8), Heading(_("Costs"), 10),
        Heading(pgettext("order", "Paid"), 10), Heading(pgettext("order", "Leave at the door"), 10),
        Heading(_("State"), 14), Heading(pgettext("order", "Arrived"), 17),
        Heading(pgettext("order", "Handed over"), 17),
    ]  # fmt: skip
    found = orders_page.lines(queries_orders.orders(offer.id, areas(worker, Verb.EXPORT), with_lines=True))
    rows: list[list[Cell]] = [
        [
            one.row.number, one.row.building, one.row.label, one.goods, one.row.units, one.row.cents / 100,
            one.row.paid_cents / 100, _("yes") if one.row.at_door else "", one.state, one.row.arrived_at,
            one.row.handed_at,
        ]
        for one in found
    ]  # fmt: skip
    return Sheet(offer.title, headings, rows, {"offer": wanted})
