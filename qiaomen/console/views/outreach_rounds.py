"""Rounds of loudspeakers and posters: the list, asking for one, and one with what is missing by place."""

from uuid import UUID

from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access.queries import check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.attachments.queries import photos_of_records
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns.queries.names import locate
from qiaomen.console import photos, sheets, telling_page
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.console.parts import Crumb, Segment
from qiaomen.console.views.outreach_rounds_forms import RoundForm
from qiaomen.outreach import actions_rounds, queries_rounds
from qiaomen.outreach.queries_rounds import RoundRow, Spot

MOST = 300


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """Rounds, those under way first."""
    worker, now = worker_of(request), timezone.now()
    found = queries_rounds.rounds(worker)
    locate(found)
    context = {
        "rows": [(one, telling_page.round_what(one), *telling_page.round_stage(one, now)) for one in found[:MOST]],
        "more": max(len(found) - MOST, 0),
        "may_assign": worker.may(Verb.ASSIGN),
        "segments": telling_page.rooms(worker, "outreach_rounds"),
        "exports": sheets.offers(request, "outreach_rounds"),
    }
    return render(request, "console/outreach/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a round."""
    worker = worker_of(request)
    form = RoundForm(worker, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        told = actions_rounds.begin(
            said["place"], title=said["title"], what=said["what"], due=said["due"], places=said["places"],
            material=said["material"].id if said["material"] else None, copies=said["copies"], photo=said["photo"],
            words=said["words"], by=worker, now=timezone.now(),
        )  # fmt: skip
        if told.verdict == "accepted" and told.id is not None:
            count = len(said["places"])
            words = ngettext("%(n)s place is on the phones.", "%(n)s places are on the phones.", count)
            toasts.success(request, words % {"n": count})
            return redirect("console:outreach_round", told.id)
        form.add_error(None, told.message or _("This could not be recorded."))
    crumbs = [Crumb(pgettext("room", "Rounds"), link("outreach_rounds")), Crumb(_("New round"))]
    context = {"form": form, "crumbs": crumbs, "back": link("outreach_rounds")}
    return render(request, "console/outreach/form.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def one(request: HttpRequest, outreach_round: UUID) -> HttpResponse:
    """One round: what is missing, by place, and what is done, by whom and when."""
    worker, now = worker_of(request), timezone.now()
    found = queries_rounds.round_for(worker, outreach_round)
    show = request.GET.get("show") or ("missing" if found.missing else "done")
    if show not in ("missing", "done"):
        raise Problem("access.not_found")
    spots = telling_page.spots(queries_rounds.spots(found.id, missing=show == "missing"))
    may_see = worker.may(Verb.SEE_IDENTITY) and shows_health(worker)
    state, mark = telling_page.round_stage(found, now)
    context = {
        "round": found,
        "what": telling_page.round_what(found),
        "state": state,
        "mark": mark,
        "show": show,
        "spots": _with_photos(spots[:MOST], may_see),
        "more": max(len(spots) - MOST, 0),
        "segments": _views(found, show),
        "may_end": found.ended_at is None and worker.may(Verb.ASSIGN),
        "exports": sheets.offers(request, "outreach_round", outreach_round=found.id),
        "crumbs": [Crumb(pgettext("room", "Rounds"), link("outreach_rounds")), Crumb(found.title)],
    }
    return render(request, "console/outreach/round.html", context)


@require_POST
@requires(Verb.ASSIGN)
def end(request: HttpRequest, outreach_round: UUID) -> HttpResponse:
    """Nobody is asked for it any more."""
    worker = worker_of(request)
    found = queries_rounds.round_for(worker, outreach_round, Verb.ASSIGN)
    actions_rounds.end(found, by=worker, now=timezone.now())
    toasts.success(request, _("The round is ended. What is missing stays in its list."))
    return redirect("console:outreach_round", found.id)


@never_cache
@require_safe
@requires(Verb.SEE_IDENTITY, of_health=True)
def photo(request: HttpRequest, outreach_round: UUID, photo: UUID) -> HttpResponse:
    """A photo of a place of the round; who looked at it is written down."""
    worker = worker_of(request)
    found = queries_rounds.round_for(worker, outreach_round)
    check(worker, Verb.SEE_IDENTITY, found.path)
    records = [spot.record for spot in queries_rounds.spots(found.id, missing=False) if spot.record]
    return photos.shown(worker, records, photo, round=found.id)


def _with_photos(spots: list[Spot], may_see: bool) -> list[tuple[Spot, list[UUID]]]:
    records = [one.record for one in spots if one.record and one.photos] if may_see else []
    taken = photos_of_records(records) if records else {}
    return [(one, [photo.id for photo in taken.get(one.record, []) if photo.id] if one.record else []) for one in spots]


def _views(found: RoundRow, show: str) -> list[Segment]:
    words = [
        ("missing", pgettext("round", "Missing"), found.missing), ("done", pgettext("round", "Done"), found.done),
    ]  # fmt: skip
    return [Segment(word, link("outreach_round", found.id, show=key), key == show, n) for key, word, n in words]
