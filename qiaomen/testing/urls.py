"""Every URL of the installation, from a walk of the URLconf, filled from the world by the names of its parameters."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from qiaomen.testing.checkpoints import post
from qiaomen.testing.gates import alarmed, gate_at
from qiaomen.testing.imports import handed_in
from qiaomen.testing.inspected import found_at, station_in
from qiaomen.testing.issued import asked_for_pass, issued, pinned, printed
from qiaomen.testing.joiners import asked_to_join, linked, told
from qiaomen.testing.kept import put_by, refused
from qiaomen.testing.listed import row_at
from qiaomen.testing.photos import photographed
from qiaomen.testing.policies import overdue, risky, ruled
from qiaomen.testing.posters import asked_for
from qiaomen.testing.printed import page_of
from qiaomen.testing.reported import frozen, phoned, receives, sent, tabled
from qiaomen.testing.sweeps import SWEEP, asked
from qiaomen.testing.world import World, fixed
from qiaomen.testing.written import standing_clue, standing_need, unmatched

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True)
class Url:
    """One pattern: its route as written, its view and its parameters' names."""

    route: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    def filled(self, values: Mapping[str, object]) -> str:
        """The path with each parameter replaced."""
        return "/" + _PARAMETER.sub(lambda found: str(values[found[1] or found[2]]), self.route)


def every_url() -> list[Url]:
    """All URLs; one that somebody adds is here by itself."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Url]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        elif isinstance(pattern, URLPattern):
            parameters = tuple(first or second for first, second in _PARAMETER.findall(route))
            yield Url(route=route, view=pattern.callback, parameters=parameters)


@dataclass(frozen=True, slots=True)
class Fill:
    """What stands for a parameter, and the path of the place where it lies; None for what lies nowhere."""

    value: object
    path: str | None = None


def fills(world: World, *, inside: bool) -> dict[str, Fill]:
    """A value for every parameter's name: something in 翠湖小区, or (`inside` false) in 五组 of another street.

    Whoever adds a URL with a parameter of another name adds a line here.
    """
    place = world.places["compound" if inside else "village group"]
    door = world.doors["1-1-101" if inside else "village group 1号"]
    person = world.household("1-1-101" if inside else "village group 1号")[0]
    zone = "first" if inside else "second"
    upload, gate = handed_in(world), gate_at(world, place)
    refusal, held = refused(world, door), put_by(world, door)
    station, photo = station_in(world, place), photographed(world, door)
    return {
        "place": Fill(place.id, place.path),
        "gate": Fill(gate.id, gate.path),
        "alarm": Fill(alarmed(world, gate), gate.path),
        "door": Fill(door.id, world.places["stairwell 1-1" if inside else "village group"].path),
        "person": Fill(person.id, world.places["stairwell 1-1" if inside else "village group"].path),
        "zone": Fill(world.zones[zone].id, place.path),
        "team": Fill(world.teams["team 1" if inside else "other team"].id, place.path),
        "worker": Fill(world.workers["field" if inside else "outsider"].id, place.path),
        "organisation": Fill(world.organisations["education" if inside else "school"].id, place.path),
        "link": Fill(linked(world, "education" if inside else "school").id, place.path),
        "code": Fill("23456789AB"),
        "bulletin": Fill(told(world, place).id, place.path),
        "claim": Fill(asked_to_join(world, "field" if inside else "outsider").id, place.path),
        "enrolment": Fill(world.enrolments["field" if inside else "outsider"].id, place.path),
        "campaign": Fill(fixed(SWEEP)),
        "refusal": Fill(refusal.id, world.places["stairwell 1-1" if inside else "village group"].path),
        "record": Fill(held.id, world.places["stairwell 1-1" if inside else "village group"].path),
        "page": Fill(page_of(world, door, "7K3M2QXP" if inside else "8K3M2QXP"), door.place.path),
        "edition": Fill(asked(world).id),
        "photo": Fill(photo.id),
        "kind": Fill("stay"),
        "short": Fill("AZXwqLcncQKZAAAAAAAAAA"),
        "language": Fill("zh-hans"),
        "sheet": Fill("gaps"),
        "form": Fill("csv"),
        "pass_id": Fill(issued(world, person), door.place.path),
        "step": Fill("resume"),
        "ask_id": Fill(asked_for_pass(world, door), door.place.path),
        "cards": Fill(printed(world, place, "lead"), place.path),
        "kid": Fill(pinned()),
        "checkpoint": Fill(post(world).place.id, post(world).place.path),
        "shift": Fill(post(world).begun, post(world).place.path),
        "material": Fill(post(world).leaflet.id),
        "row": Fill(
            row_at(world, "building 1" if inside else "village group"),
            world.places["building 1" if inside else "village group"].path,
        ),
        "run": Fill(upload.run_id),
        "upload": Fill(upload.id),
        "policy": Fill(ruled(world).id),
        "area": Fill(risky(world, place).id, place.path),
        "overdue": Fill(overdue(world, person.id).id, door.place.path),
        "what": Fill("call"),
        "group": Fill("living"),
        "posters": Fill(asked_for(place).id, place.path),
        "paper": Fill("docx"),
        "report": Fill(frozen(world).id),
        "figure": Fill("doors"),
        "ordinal": Fill(1),
        "recipient": Fill(receives(world).id, world.places["district"].path),
        "sending_id": Fill(sent(world).id, world.places["district"].path),
        "table": Fill(tabled(world).id),
        "call": Fill(phoned(world, place), place.path),
        "need": Fill(standing_need(door).id, door.place.path),
        "clue": Fill(standing_clue(place).id, place.path),
        "letter": Fill(unmatched(world, door).id, door.place.path),
        "sweep": Fill(fixed(SWEEP), world.places["district"].path),
        "station": Fill(station.id, station.path),
        "finding": Fill(found_at(world, place, photo), place.path),
    }
