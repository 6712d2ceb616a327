"""What every console page shows in its shell."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.access.roles import MAY, Role, Verb
from qiaomen.console.parts import Room, rooms
from qiaomen.places.models import Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A room of the rail, for those who may do `verb` somewhere; one `of_health` is not for the police."""

    name: str
    icon: str
    label: Promise
    verb: Verb
    is_apart: bool = False
    also: tuple[str, ...] = ()
    of_health: bool = False


ROOMS = [
    Entry("overview", "home", _("Overview"), Verb.SEE),
    Entry("map", "map", _("Map"), Verb.SEE),
    Entry("places", "place", _("Places"), Verb.SEE),
    Entry("gaps", "gap", _("Gaps"), Verb.SEE),
    Entry("campaigns", "knock", _("Sweeps"), Verb.SEE),
    Entry("people", "people", pgettext_lazy("room", "People"), Verb.SEE),
    Entry("episodes", "follow", _("Followed"), Verb.SEE, also=("/families", "/cases"), of_health=True),
    Entry("policy", "report", _("Policy"), Verb.SEE, also=("/areas", "/objections", "/unverified")),
    Entry("lists", "list", _("Lists"), Verb.SEE),
    Entry("phone_back", "bell", _("Residents"), Verb.SEE, also=("/needs", "/clues", "/messages-sent")),
    Entry("passes", "scan", _("Passes"), Verb.SEE),
    Entry("stations", "home", _("Stations"), Verb.SEE, of_health=True),
    Entry("venues", "lock", pgettext_lazy("room", "Venues"), Verb.SEE),
    Entry("findings", "eye", _("Findings"), Verb.SEE),
    Entry("gates", "gate", _("Gates"), Verb.SEE, also=("/alarms",)),
    Entry("checkpoints", "gate", _("Checkpoints"), Verb.SEE, also=("/outreach",)),
    Entry("reports", "calendar", pgettext_lazy("room", "Report"), Verb.SEE),
    Entry("duty", "duty", _("Duty"), Verb.SEE),
    Entry("refusals", "refused", _("Refused"), Verb.DECIDE),
    Entry("paper", "edit", _("Walk lists"), Verb.RECORD),
    Entry("imports", "import", _("Import"), Verb.ADMINISTER, is_apart=True),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The district's name, who is signed in, and the rooms that they may enter.

    Worked out where a template asks for it: a part of a page, polled or typed for, has no shell and pays for none.
    """
    worker = request.user
    if not worker.is_authenticated:
        return {"district_name": settings.DISTRICT_NAME}
    roles = cache(worker.roles)
    verbs = cache(lambda: {verb for role in roles() for verb in MAY[role]})
    return {
        "district_name": cache(lambda: settings.DISTRICT_NAME or _district()),
        "rail": cache(lambda: rooms(_entries(worker, verbs()), path=request.path)),
        "role_name": cache(lambda: ", ".join(str(role.label) for role in Role if role in roles())),
        "search_url": cache(lambda: reverse("console:find") if Verb.SEE in verbs() else ""),
        "data_as_of": getattr(request, "as_of", None) or timezone.now(),
    }


def _entries(worker: Worker, verbs: set[Verb]) -> list[Room]:
    return [
        Room(reverse(f"console:{entry.name}"), entry.icon, entry.label, is_apart=entry.is_apart, also=entry.also)
        for entry in ROOMS
        if entry.verb in verbs and not (entry.of_health and worker.is_police)
    ]


def _district() -> str:
    """The name of the tree's root, for an installation that was given no name of its own."""
    root = Place.objects.filter(parent=None).only("name").first()
    return root.name if root else ""
