"""Who may be stuck: questions to the lead, each with somebody to call; and whom to call."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.models import Worker
from qiaomen.access.phones import phones_of
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns.queries import stuck as asking
from qiaomen.campaigns.queries.stuck import WHYS
from qiaomen.console import heads, parts, sheets, stuck_page
from qiaomen.console.asked import asked, id_of, link, worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.console.views.sweep import no_sweep
from qiaomen.duty.models import Backing, Team
from qiaomen.duty.roster import team_for
from qiaomen.exchange.workbooks import Heading

# Of each kind, the most pressing first; a file has them all.
SHOWN = 100


@require_safe
@requires(Verb.SEE)
@of_one_moment
def stuck(request: HttpRequest) -> HttpResponse:
    """All questions of an area, by kind."""
    seen = asked(request)
    if seen is None:
        return no_sweep(request)
    found = asking.stuck(seen.area, timezone.now())
    may_call = stuck_page.may_call(seen)
    kinds = [(why, stuck_page.word(why), found.of(why)) for why in WHYS]
    context = {
        "asked": seen,
        "head": heads.sweep(seen, "stuck"),
        "kinds": [
            (why, word, len(of_kind), [stuck_page.shown(seen, one, may_call=may_call) for one in of_kind[:SHOWN]])
            for why, word, of_kind in kinds
        ],
        "positions": found.positions,
        "exports": sheets.offers(request, "stuck"),
    }
    return render(request, "console/stuck/stuck.html", context)


@never_cache
@require_POST
@requires(Verb.DECIDE)
def call(request: HttpRequest, team: UUID) -> HttpResponse:
    """Whom to call about a team: its people, then who answers for its zone. That phones were opened is written down."""
    reader = worker_of(request)
    found = team_for(reader, team, Verb.DECIDE)
    people = _people(found)
    keys = Outbreak.objects.current().keys
    phones = phones_of([worker for worker, _role in people], keys, reader=reader, where="stuck.call")
    context = {
        "title": f"{found.zone.name} · {found.number}",
        "crumbs": [
            parts.Crumb(_("Who may be stuck"), link("stuck", campaign=id_of(request, "campaign"))),
            parts.Crumb(_("Call")),
        ],
        "links": [(worker, role, phones.get(worker.id, "")) for worker, role in people],
    }
    return render(request, "console/stuck/call.html", context)


def _people(team: Team) -> list[tuple[Worker, str]]:
    """The team, the local one first; then the contacts of the organisations that answer for its zone."""
    members = team.memberships.filter(until_change=None).select_related("worker").order_by("-is_local", "worker__name")
    found = [(one.worker, _("local") if one.is_local else _("team")) for one in members]
    backings = Backing.objects.filter(zone=team.zone, contact__isnull=False).select_related("contact", "organisation")
    known = {worker.id for worker, _role in found}
    contacts = [(one.contact, one.organisation.name) for one in backings if one.contact_id not in known]
    return found + [(contact, name) for contact, name in contacts if contact is not None]


def sheet(request: HttpRequest) -> Sheet:
    """The same questions as a file."""
    seen = asked(request, Verb.EXPORT)
    if seen is None:
        raise Problem("access.not_found")
    found = asking.stuck(seen.area, timezone.now())
    headings = [
        Heading(_("Question"), 16), Heading(_("Team"), 18), Heading(_("Organisation"), 24), Heading(_("People"), 24),
        Heading(_("Noticed"), 48), Heading(_("Number"), 8), Heading(_("Last"), 17),
    ]  # fmt: skip
    rows = (
        [
            stuck_page.word(one.why), one.name, one.organisation, _(", ").join(one.members), stuck_page.noticed(one),
            one.number, one.last_at,
        ]
        for one in found.questions
    )  # fmt: skip
    about = {key: value for key, value in seen.query.items() if value is not None}
    return Sheet(_("Who may be stuck"), headings, rows, about)
