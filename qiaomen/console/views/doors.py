"""A door: its time line, its household, and what has to be decided about it. Decisions are records like any other."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import door_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.attachments.queries import photos_of, picture_of
from qiaomen.base.ids import NOBODY
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.queries import door as reading
from qiaomen.campaigns.queries.area import sweep_for
from qiaomen.campaigns.states import State
from qiaomen.console import door_beside, door_page, heads, parts, people_story, seals_page, sheets
from qiaomen.console import doors as drawn
from qiaomen.console import words as wording
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.door_forms import ResolveForm, ReviewForm
from qiaomen.console.people_telling import Cast
from qiaomen.console.taking_back import TakeBackForm
from qiaomen.ledger import desk
from qiaomen.ledger.queries import kept_at
from qiaomen.ledger.words import words_of
from qiaomen.people.queries import identities_of
from qiaomen.places.models import Door
from qiaomen.seals import queries as seal_queries
from qiaomen.venues import queries as venue_queries

Opened = dict[UUID, tuple[str, str]]


@require_safe
@requires(Verb.SEE)
@of_one_moment
def door(request: HttpRequest, door: UUID) -> HttpResponse:
    """One door in a sweep."""
    found = door_for(worker_of(request), door)
    return _page(request, found, _campaign(request))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY)
def identity(request: HttpRequest, door: UUID) -> HttpResponse:
    """The same page with id numbers and phones opened; who looked at whom is written down."""
    worker = worker_of(request)
    found = door_for(worker, door, Verb.SEE_IDENTITY)
    campaign = _campaign(request)
    members = [one.id for one in reading.household(found.id, campaign.id)]
    audit.disclose(worker, members, where="door")
    cards = identities_of(campaign.outbreak.keys, members)
    opened = {person: (card.number, " ".join(card.phones)) for person, card in cards.items()}
    return _page(request, found, campaign, opened)


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY)
def words(request: HttpRequest, door: UUID) -> HttpResponse:
    """The same page with what the records say in words; who looked is written down."""
    worker = worker_of(request)
    found, campaign = door_for(worker, door, Verb.SEE_IDENTITY), _campaign(request)
    if not shows_health(worker):
        raise Problem("access.forbidden")
    told = [one.record or one.id for one in reading.tellings(found.id) if one.has_words]
    audit.write(worker, "words.opened", found.id, records=len(told))
    return _page(request, found, campaign, said=words_of(campaign.outbreak.keys, told))


@never_cache
@require_safe
@requires(Verb.SEE_IDENTITY)
def photo(request: HttpRequest, door: UUID, photo: UUID) -> HttpResponse:
    """A photo of one of the door's records; who looked at it is written down."""
    worker = worker_of(request)
    found = door_for(worker, door, Verb.SEE_IDENTITY)
    if not shows_health(worker):
        raise Problem("access.forbidden")
    picture, kind = picture_of(Outbreak.objects.current().keys, found.id, photo)
    audit.write(worker, "photo.seen", photo, door=found.id)
    return HttpResponse(picture, content_type=kind, headers={"Content-Disposition": "inline"})


@require_POST
@requires(Verb.DECIDE)
def resolve(request: HttpRequest, door: UUID) -> HttpResponse:
    """Which of two accounts that differ is right."""
    found, campaign = door_for(worker_of(request), door, Verb.DECIDE), _campaign(request)
    between = reading.candidates(reading.tellings(found.id), campaign.id)
    form = ResolveForm(request.POST, between=[one.id for one in between])
    if not form.is_valid():
        return _page(request, found, campaign, resolve_form=form)
    body = {"campaign": campaign.id, "chosen": form.cleaned_data["chosen"], "reason": form.cleaned_data["reason"]}
    return _recorded(request, found, campaign, "resolution", body, _("Decided."))


@require_POST
@requires(Verb.DECIDE)
def review(request: HttpRequest, door: UUID) -> HttpResponse:
    """Whether a claim stands; a denial sends the door back to the team."""
    found, campaign = door_for(worker_of(request), door, Verb.DECIDE), _campaign(request)
    target = reading.target_of(found.id, campaign.id)
    claim = reading.claim_of(reading.tellings(found.id), target)
    form = ReviewForm(request.POST)
    if claim is None or not form.is_valid():
        messages.error(request, _("There is no claim to review here any more."))
        return redirect(link("door", found.id, campaign=campaign.id))
    accepted = form.cleaned_data["accepted"] == "yes"
    body = {"campaign": campaign.id, "claim": claim.id, "accepted": accepted, "reason": form.cleaned_data["reason"]}
    said = _("The claim stands.") if accepted else _("The claim is denied: the door is knocked again.")
    return _recorded(request, found, campaign, "claim_review", body, said)


@require_POST
@requires(Verb.DECIDE)
def take_back(request: HttpRequest, door: UUID) -> HttpResponse:
    """Take a record back: it stays on the time line, and does not count any more."""
    found, campaign = door_for(worker_of(request), door, Verb.DECIDE), _campaign(request)
    form = TakeBackForm(request.POST, of=[one.id for one in reading.tellings(found.id) if one.counts])
    if not form.is_valid():
        messages.error(request, _("Say why, so that others understand it later."))
        return redirect(link("door", found.id, campaign=campaign.id))
    body = {"reason": form.cleaned_data["reason"]}
    amends = form.cleaned_data["record"]
    return _recorded(request, found, campaign, "void", body, _("Taken back. It does not count any more."), amends)


def _recorded(
    request: HttpRequest,
    door: Door,
    campaign: Campaign,
    kind: str,
    body: dict[str, object],
    said: str,
    amends: UUID | None = None,
) -> HttpResponse:
    """Submit a record as the person at the desk, say what came of it, and go back to the door."""
    verdict = desk.tell(kind, body, door=door.id, amends=amends, by=worker_of(request), now=timezone.now())
    if verdict.verdict == "accepted":
        messages.success(request, said)
    else:
        messages.error(request, verdict.message or _("This could not be recorded."))
    return redirect(link("door", door.id, campaign=campaign.id))


def _campaign(request: HttpRequest) -> Campaign:
    campaign = sweep_for(worker_of(request), id_of(request, "campaign"))
    if campaign is None:
        raise Problem("access.not_found")
    return campaign


def _page(
    request: HttpRequest,
    door: Door,
    campaign: Campaign,
    opened: Opened | None = None,
    resolve_form: ResolveForm | None = None,
    said: dict[UUID, dict[str, Any]] | None = None,
) -> HttpResponse:
    worker = worker_of(request)
    health = shows_health(worker)
    told = reading.tellings(door.id)
    target = reading.target_of(door.id, campaign.id)
    may = {verb: worker.may(verb, door.place) for verb in (Verb.DECIDE, Verb.SEE_IDENTITY)}
    members = reading.household(door.id, campaign.id)
    context: dict[str, Any] = {
        "door": door,
        "campaign": campaign,
        "crumbs": [*heads.way(door.place, campaign), parts.Crumb(door.label)],
        "target": target,
        "state": drawn.OF_TARGET[State(target.state)] if target else "",
        "next": door_page.window(target.next_from, target.next_until) if target else "",
        "team": reading.team_of(target.team_id) if target and target.team_id != NOBODY else None,
        "people": door_page.people(members, opened or {}, health=health),
        "is_open": opened is not None,
        "may_see_identity": may[Verb.SEE_IDENTITY] and bool(members),
        "lines": door_page.lines(
            told,
            photos_of(door.id),
            may_decide=may[Verb.DECIDE],
            health=health,
            opened=said,
            door=door.id,
            cast=_cast(worker, told),
        ),
        "may_see_photos": may[Verb.SEE_IDENTITY] and health,
        "may_open_words": may[Verb.SEE_IDENTITY] and health and said is None and any(one.has_words for one in told),
        "query": f"?campaign={campaign.id}",
        "is_venue": door.kind in venue_queries.PLACES_OF_WORK,
        "suspension": venue_queries.in_force_at(door.id, now=timezone.now())
        if door.kind in venue_queries.PLACES_OF_WORK
        else None,
        "kept": [
            (wording.kind_word(kind), link("refusal", id) if is_refused else link("held"), is_refused)
            for id, kind, is_refused in kept_at(door.id)
        ],
        "seals": _seals(door, health=health),
        "may_seal": health and worker.may(Verb.RECORD, door.place),
        "beside": door_beside.lines(worker, members, health=health) if "people" in request.GET else None,
        "beside_url": link("door", door.id, campaign=campaign.id, people=None if "people" in request.GET else "1"),
        "exports": sheets.offers(request, "door_records", door=door.id) if worker.may(Verb.EXPORT, door.place) else [],
    }
    if may[Verb.DECIDE]:
        context |= _decisions(told, target, campaign, resolve_form)
    return render(request, "console/doors/door.html", context, status=422 if resolve_form else 200)


def _seals(door: Door, *, health: bool) -> list[seals_page.Line]:
    """The seals on the door that hold, for who may know of them."""
    now = timezone.now()
    found = [one for one in seal_queries.for_health(seal_queries.at_door(door.id), health) if one.holds(now)]
    return seals_page.lines(found, now)


def _cast(worker: Worker, told: list[reading.Telling]) -> Cast:
    """Whom and which doors moves name, as far as the reader may know them."""
    moves = [one for one in told if one.kind == "move"]
    if not moves:
        return door_page.NOBODY_NAMED
    people = [one.person for one in moves if one.person is not None]
    doors = [one.door for one in moves if one.door is not None]
    return people_story.named(worker, people, [*doors, *people_story.named_in((m.body for m in moves), ("from_door",))])


def _decisions(
    told: list[reading.Telling], target: Any, campaign: Campaign, resolve_form: ResolveForm | None
) -> dict[str, Any]:
    """What has to be decided here: a conflict, a claim."""
    found: dict[str, Any] = {"claim": reading.claim_of(told, target)}
    if target is not None and target.state == State.CONFLICT:
        between = reading.candidates(told, campaign.id)
        found["between"] = door_page.lines(between, {}, may_decide=False, health=False)
        found["resolve_form"] = resolve_form
    return found
