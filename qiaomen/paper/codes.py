"""Codes of doors and places: what they say, how they are drawn, and the sheets of them that are printed and cut.

A code is an address of the installation, so that any phone's camera opens it: `BASE/d/…` is a door, `BASE/p/…` a
building or stairwell, `BASE/s/…` a seal, `BASE/v/…` a shop or venue, or a worker who holds it out to households, with
the id's 16 bytes in base64url.
"""

import base64
import binascii
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Literal
from uuid import UUID

import msgspec
import segno
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import names_of
from qiaomen.campaigns.queries.walking import walk
from qiaomen.duty.models import Membership
from qiaomen.paper import typesetting
from qiaomen.paper.order import stops
from qiaomen.places.models import Place, PlaceKind
from qiaomen.policy.explain import both
from qiaomen.venues.queries import PLACES_OF_WORK

Kind = Literal["d", "p", "v", "o", "s", "paper"]
Of = Literal["doors", "venues", "workers", "inspected"]
CODED = (PlaceKind.BUILDING, PlaceKind.STAIRWELL, PlaceKind.ALLEY)
# What is inspected without being a door or a way to doors.
INSPECTED = (
    PlaceKind.ENCLOSURE, PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE, PlaceKind.GATE, PlaceKind.CHECKPOINT,
    PlaceKind.STATION, PlaceKind.SCHOOL,
)  # fmt: skip
# Any of the eight masks can be read; trying all of them to find the prettiest takes nine tenths of the time.
MASK = 4
# Beside each code, in both languages: who lives there reads whichever.
FOR_RESIDENTS = gettext_lazy("Residents: scan to report or ask for help")
FOR_GUESTS = gettext_lazy("Scan: is this place open?")
FOR_INSPECTORS = gettext_lazy("Scan: what is not right here?")
FOR_HOUSEHOLDS = gettext_lazy("Scan and fill in for the worker at your door")


def short(id: UUID) -> str:
    """An id in 22 characters."""
    return base64.urlsafe_b64encode(id.bytes).rstrip(b"=").decode()


def id_of(text: str) -> UUID:
    """The id that 22 characters stand for. Raises `paper.code_damaged`."""
    try:
        raw = base64.b64decode(text + "==", altchars=b"-_", validate=True) if len(text) == 22 else b""
    except (binascii.Error, ValueError):
        raw = b""
    # One id has one code: the two spare bits of the last character are zero.
    if len(raw) != 16 or short(UUID(bytes=raw)) != text:
        raise Problem("paper.code_damaged")
    return UUID(bytes=raw)


def address(base: str, kind: Kind, what: UUID | str) -> str:
    """What a code says. `base` is where phones reach the installation: https://qiaomen.example."""
    return f"{base.rstrip('/')}/{kind}/{short(what) if isinstance(what, UUID) else what}"


def drawn(text: str) -> str:
    """A code as SVG, without a margin: a quarter of it may be torn or dirty and it is still read."""
    made = BytesIO()
    code = segno.make(text, error="q", micro=False, mask=MASK)
    code.save(made, kind="svg", border=0, xmldecl=False, nl=False)
    return made.getvalue().decode()


def sheet(place: Place, *, base: str, of: Of = "doors") -> bytes:
    """The PDF of a place's codes: its buildings and stairwells, then its doors in the order in which one walks.

    Or those of its shops and `venues`, to hang at their entrance; of the `workers` whose teams knock there; or of
    what is `inspected` in it: gates, compounds, checkpoints.
    Raises `paper.nothing_here`, `paper.too_many`, `paper.no_font`.
    """
    makes = {"doors": data, "venues": venue_data, "workers": worker_data, "inspected": inspected_data}
    return typesetting.pdf("codes", makes[of](place, base=base))


def venue_data(place: Place, *, base: str) -> dict[str, Any]:
    """What the sheet of shops' and venues' codes is made of."""
    walked = [stop for stop in stops(place) if stop.kind in PLACES_OF_WORK]
    if not walked:
        raise Problem("paper.nothing_here")
    where = names_of({place.path, *(stop.path for stop in walked)})
    return {
        "title": where[place.path],
        "cut": _("Cut along the lines. Hang each code at the entrance, at eye level."),
        "line": msgspec.to_builtins(both(FOR_GUESTS)),
        "places": [],
        "doors": [_label(stop.label, where[stop.path], address(base, "v", stop.door)) for stop in walked],
    }


def worker_data(place: Place, *, base: str) -> dict[str, Any]:
    """What the sheet of workers' codes is made of: members of the teams whose zone holds the place, or lies in it."""
    around = [place.path[: end + 1] for end, char in enumerate(place.path) if char == "."]
    near = Q(team__zone__places__path__in=around) | Q(team__zone__places__path__startswith=place.path)
    found = Membership.objects.filter(near, until_change=None, team__is_active=True)
    members = found.select_related("worker", "team__zone").order_by(
        "team__zone__ordinal", "team__number", "worker__name"
    )
    labels = {one.worker_id: (one.worker.name, f"{one.team.zone.name} · {one.team.number}") for one in members}
    if not labels:
        raise Problem("paper.nothing_here")
    return {
        "title": place.name,
        "cut": _("Cut along the lines. Hold it out to the household: they scan it with their own phones."),
        "line": msgspec.to_builtins(both(FOR_HOUSEHOLDS)),
        "places": [],
        "doors": [_label(name, note, address(base, "v", worker)) for worker, (name, note) in labels.items()],
    }


def inspected_data(place: Place, *, base: str) -> dict[str, Any]:
    """What the sheet of gates', compounds' and checkpoints' codes is made of: by them a finding is written there."""
    coded = _coded(place, INSPECTED)
    if not coded:
        raise Problem("paper.nothing_here")
    where = names_of({place.path, *(one.path for one in coded)})
    return {
        "title": where[place.path],
        "cut": _("Cut along the lines. Hang each code where whoever inspects the place comes in."),
        "line": msgspec.to_builtins(both(FOR_INSPECTORS)),
        "places": [_label(where[one.path], str(one.get_kind_display()), address(base, "p", one.id)) for one in coded],
        "doors": [],
    }


def data(place: Place, *, base: str) -> dict[str, Any]:
    """What the sheet of codes is made of."""
    walked, coded = stops(place), _coded(place, CODED)
    where = names_of({place.path, *(stop.path for stop in walked), *(one.path for one in coded)})
    return {
        "title": where[place.path],
        "line": msgspec.to_builtins(both(FOR_RESIDENTS)),
        "cut": _("Cut along the lines. Stick each code beside its door, at eye level."),
        "places": [_label(where[one.path], str(one.get_kind_display()), address(base, "p", one.id)) for one in coded],
        "doors": [_label(stop.label, where[stop.path], address(base, "d", stop.door)) for stop in walked],
    }


def _label(title: str, note: str, text: str) -> dict[str, str]:
    return {"title": title, "note": note, "code": drawn(text)}


def _coded(place: Place, kinds: Sequence[PlaceKind]) -> list[Place]:
    """The place itself, and what is in it, of these kinds, by way."""
    found = {one.id: one for one in place.below().filter(kind__in=kinds)}
    return [found[id] for id in walk().sorted(found)]
