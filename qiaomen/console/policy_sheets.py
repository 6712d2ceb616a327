"""The policy's lists as files: calls to make, risk areas, objections, what waits for being verified; names masked."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import areas_page, moves_page, objections_page, unverified_page
from qiaomen.console.asked import id_of, shows_health, worker_of
from qiaomen.console.sheets import Sheet, mask
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.policy import editions, publishing
from qiaomen.policy.models import Edition


def calls(request: HttpRequest) -> Sheet:
    """The households that an edition moves, a line for each person."""
    found = _edition(id_of(request, "policy"))
    households = publishing.calls_to_make(found, now=timezone.now())
    headings = [
        Heading(pgettext("home", "Where"), 32), Heading(_("Door"), 14), Heading(_("Phone"), 10),
        Heading(pgettext("person", "Name")), Heading(_("From"), 32), Heading(_("To"), 32),
    ]  # fmt: skip
    lines: list[list[Cell]] = [
        [
            home.where,
            home.label,
            _("yes") if home.has_phone else _("no"),
            mask(one.name),
            one.before.text,
            one.after.text,
        ]
        for home in moves_page.households(households, _health(request), Verb.EXPORT)
        for one in home.people
    ]
    return Sheet(_("Calls to make"), headings, lines, {"policy": found.id})


def risk_areas(request: HttpRequest) -> Sheet:
    """Risk areas with their level now."""
    worker, now = worker_of(request), timezone.now()
    held = editions.in_force(now)
    document = editions.document_of(held) if held else None
    headings = [
        Heading(_("Place"), 32), Heading(_("Level now"), 14), Heading(_("Until"), 17), Heading(_("Since"), 17),
        Heading(_("Last case"), 12), Heading(_("Ground"), 40), Heading(_("Waits for a second person"), 12),
    ]  # fmt: skip
    lines: list[list[Cell]] = [
        [
            one.where, one.level, one.lowers_at, one.area.since, one.area.last_case_on, one.area.ground,
            _("yes") if one.waits else "",
        ]
        for one in areas_page.lines(areas_page.visible(worker, Verb.EXPORT), document, now, worker)
    ]  # fmt: skip
    return Sheet(_("Risk areas"), headings, lines, {})


def objections(request: HttpRequest) -> Sheet:
    """Objections, those that wait first."""
    headings = [
        Heading(pgettext("person", "Name")), Heading(_("Objected"), 17), Heading(_("Answer by"), 17),
        Heading(_("Answered"), 17), Heading(_("Answer"), 14), Heading(_("Overdue"), 8),
    ]  # fmt: skip
    lines: list[list[Cell]] = []
    for one, person, is_overdue in objections_page.rows(_health(request), timezone.now(), verb=Verb.EXPORT):
        said = "" if one.upheld is None else _("upheld") if one.upheld else _("not upheld")
        name = mask(person.name) if person else ""
        lines.append([name, one.at, one.due_at, one.answered_at, said, _("yes") if is_overdue else ""])
    return Sheet(_("Objections"), headings, lines, {})


def unverified(request: HttpRequest) -> Sheet:
    """Stays and contacts that wait for being verified."""
    headings = [
        Heading(pgettext("person", "Name")), Heading(_("What"), 20), Heading(pgettext("fact", "Value"), 20),
        Heading(_("When"), 32), Heading(_("Known since"), 17), Heading(_("Stated by"), 16),
    ]  # fmt: skip
    lines: list[list[Cell]] = [
        [mask(one.person.name), one.kind, one.value, one.when, one.known_at, one.by]
        for one in unverified_page.rows(_health(request), verb=Verb.EXPORT)
    ]
    return Sheet(_("To verify"), headings, lines, {})


def _health(request: HttpRequest) -> Worker:
    worker = worker_of(request)
    if not shows_health(worker):
        raise Problem("access.forbidden")
    return worker


def _edition(policy: UUID | None) -> Edition:
    found = Edition.objects.filter(pk=policy, outbreak__closed_at=None).first() if policy else None
    if found is None:
        raise Problem("access.not_found")
    return found
