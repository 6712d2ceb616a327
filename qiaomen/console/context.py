"""What every console page shows in its shell."""

from collections.abc import Sequence
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
from qiaomen.base import room
from qiaomen.console.parts import Group, Room, rail
from qiaomen.places.models import Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A room of the rail, for those who may do `verb` somewhere; one `of_health` is not for the police."""

    name: str
    icon: str
    label: Promise
    verb: Verb = Verb.SEE
    also: tuple[str, ...] = ()
    of_health: bool = False


Listed = tuple[Promise | str, str, Sequence[Entry]]
# By what somebody does. The first four are a phone's bar.
GROUPS: Sequence[Listed] = (
    ("", "", (
        Entry("overview", "home", _("Overview"), also=("/coverage", "/stuck", "/reknock", "/wall")),
        Entry("map", "map", _("Map"), also=("/posters",)),
    )),
    (pgettext_lazy("rooms", "Sweep"), "knock", (
        Entry("places", "place", _("Places"), also=("/doors",)),
        Entry("gaps", "gap", _("Gaps")),
        Entry("campaigns", "knock", _("Sweeps")),
        Entry("paper", "edit", _("Walk lists"), Verb.RECORD),
        Entry("refusals", "refused", _("Refused"), Verb.DECIDE, also=("/held",)),
    )),
    (pgettext_lazy("rooms", "People"), "people", (
        Entry("people", "people", pgettext_lazy("room", "Files")),
        Entry("lists", "list", _("Lists")),
        Entry("episodes", "follow", _("Followed"), also=("/families", "/cases"), of_health=True),
        Entry("stations", "home", _("Stations"), of_health=True),
        Entry("sampling", "test", _("Testing"), of_health=True),
    )),
    (_("Residents"), "bell", (
        Entry(
            "needs", "phone", pgettext_lazy("room", "Help asked for"), also=("/daily-visits", "/helpers"),
            of_health=True,
        ),
        Entry("offers", "list", pgettext_lazy("room", "Group orders")),
        Entry("phone_back", "repeat", pgettext_lazy("room", "To phone back"), also=("/messages-sent",)),
        Entry("clues", "search", pgettext_lazy("room", "Clues")),
        Entry("outreach", "send", pgettext_lazy("room", "Telling people")),
    )),
    (pgettext_lazy("rooms", "Entrances"), "gate", (
        Entry("gates", "gate", _("Gates")),
        Entry("alarms", "alert", _("Alarms")),
        Entry("passes", "scan", _("Passes")),
        Entry("checkpoints", "send", _("Checkpoints")),
    )),
    (pgettext_lazy("rooms", "Supervision"), "eye", (
        Entry("findings", "eye", _("Findings")),
        Entry("venues", "lock", pgettext_lazy("room", "Venues")),
        Entry("disinfection", "check", _("Disinfection")),
        Entry("seals", "lock", _("Seals")),
    )),
    ("", "", (Entry("reports", "calendar", pgettext_lazy("room", "Report")),)),
    (pgettext_lazy("rooms", "District"), "settings", (
        Entry("duty", "duty", _("Duty")),
        Entry("shifts", "calendar", _("Shifts")),
        Entry("policy", "report", _("Policy"), also=("/areas", "/objections", "/unverified")),
        Entry("imports", "import", _("Import"), Verb.ADMINISTER),
        Entry("data", "lock", pgettext_lazy("room", "Data")),
        Entry("machine", "settings", pgettext_lazy("room", "The machine"), Verb.ADMINISTER),
    )),
)  # fmt: skip

# Of an installation that shows what districts publish, and has no district of its own.
CITY_GROUPS: Sequence[Listed] = (
    ("", "", (
        Entry("city", "home", _("Districts")),
        Entry("city_reports", "calendar", pgettext_lazy("room", "Report")),
    )),
)  # fmt: skip


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
        "rail": cache(lambda: rail(_groups(worker, verbs()), path=request.path)),
        "role_name": cache(lambda: ", ".join(str(role.label) for role in Role if role in roles())),
        "search_url": cache(lambda: reverse("console:find") if Verb.SEE in verbs() else ""),
        "disk_is_full": cache(room.is_short),
        "data_as_of": getattr(request, "as_of", None) or timezone.now(),
    }


def _groups(worker: Worker, verbs: set[Verb]) -> list[Group]:
    return [
        Group(
            label,
            icon,
            [
                Room(reverse(f"console:{entry.name}"), entry.icon, entry.label, also=entry.also)
                for entry in entries
                if entry.verb in verbs and not (entry.of_health and worker.is_police)
            ],
        )
        for label, icon, entries in (CITY_GROUPS if settings.CITY else GROUPS)
    ]


def _district() -> str:
    """The name of the tree's root, for an installation that was given no name of its own."""
    root = Place.objects.filter(parent=None).only("name").first()
    return root.name if root else ""
