"""Whom to phone back, numbers on asking; and whether messages to phones went out."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access import messages as channel
from qiaomen.access.models import Message
from qiaomen.access.queries import door_for, place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.care import letters
from qiaomen.care.models import Letter
from qiaomen.console import needs_page, orders_page, phone_back_page, sheets
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.ledger.models import Record
from qiaomen.people.models import Person
from qiaomen.people.queries import identities_of

SHOWN = 200
LATELY = timedelta(days=7)


@require_safe
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Households that reported themselves, the sample first; and letters that fitted nobody."""
    worker = worker_of(request)
    context = {
        "rows": phone_back_page.reported(worker),
        "strangers": phone_back_page.strangers(worker),
        "segments": needs_page.segments("phone_back", worker, shows_health=shows_health(worker)),
        "exports": sheets.offers(request, "phone_back"),
    }
    return render(request, "console/phone_back/index.html", context)


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def numbers(request: HttpRequest, door: UUID) -> HttpResponse:
    """Who lives behind a door, with their phones, and what was reported; who looked is written down."""
    worker = worker_of(request)
    found = door_for(worker, door, Verb.SEE_IDENTITY)
    people = list(Person.objects.filter(home_door=found).order_by("ordinal", "id"))
    cards = identities_of(Outbreak.objects.current().keys, [one.id for one in people])
    audit.disclose(worker, [one.id for one in people if one.id in cards], where="phone_back")
    newest = Record.objects.filter(door=found.id, kind="self_report").order_by("-at").first()
    context = {
        "door": found,
        "people": [(one.name, cards[one.id].phones if one.id in cards else []) for one in people],
        "words": needs_page.words(newest.id, worker) if newest else [],
        "crumbs": _way(found.label),
    }
    return render(request, "console/phone_back/door.html", context)


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def stranger(request: HttpRequest, letter: UUID) -> HttpResponse:
    """What somebody wrote whom the register does not know at that door; who opened it is written down."""
    found = _letter(request, letter)
    audit.write(worker_of(request), "words.opened", found.id, records=1)
    written = letters.opened(found, Outbreak.objects.current().keys)
    lines = [
        (needs_page.named("name"), written.name), (_("Last of the id number"), written.tail),
        (needs_page.named("phone"), written.phone), (needs_page.named("room"), written.room),
        (needs_page.named("words"), str(written.about.get("words", ""))),
        (pgettext("letter", "Orders"), orders_page.asked(written.about)),
        (_("Visitor announced"), str(written.about.get("visitor", ""))),
    ]  # fmt: skip
    [row] = phone_back_page.located([found])
    context = {
        "row": row,
        "letter": found,
        "lines": [(name, value) for name, value in lines if value],
        "crumbs": _way(found.get_about_display()),
    }
    return render(request, "console/phone_back/letter.html", context)


@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def called(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Somebody called back, or found out who it was."""
    found = _letter(request, letter)
    found.state, found.called_at, found.called_by = Letter.State.CALLED, timezone.now(), worker_of(request).id
    found.save(update_fields=["state", "called_at", "called_by"])
    audit.write(worker_of(request), "letter.called", found.id)
    messages.success(request, _("Written down as called back."))
    return redirect("console:phone_back")


@require_safe
@requires(Verb.DECIDE)
def sent(request: HttpRequest) -> HttpResponse:
    """Whether codes and alarms went out in the last days: what for, when, what went wrong. Never to whom."""
    worker = worker_of(request)
    context = {
        "rows": Message.objects.filter(at__gt=timezone.now() - LATELY).order_by("-at", "-id")[:SHOWN],
        "is_set": channel.is_set(),
        "segments": needs_page.segments("messages", worker, shows_health=shows_health(worker)),
    }
    return render(request, "console/phone_back/messages.html", context)


def _way(here: str) -> list[Crumb]:
    return [Crumb(pgettext("room", "To phone back"), link("phone_back")), Crumb(here)]


def _letter(request: HttpRequest, letter: UUID) -> Letter:
    found = Letter.objects.filter(pk=letter, state=Letter.State.UNMATCHED).first()
    if found is None or found.place is None:
        raise Problem("access.not_found")
    place_for(worker_of(request), found.place, Verb.SEE_IDENTITY)
    return found
