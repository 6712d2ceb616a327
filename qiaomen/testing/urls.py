"""Every URL of the installation, from a walk of the URLconf, filled from the world by the names of its parameters."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from qiaomen.city import admission
from qiaomen.field import shell
from qiaomen.paper.codes import short
from qiaomen.testing import telling
from qiaomen.testing.broken import broken
from qiaomen.testing.cared import offered, standing_order, standing_visit
from qiaomen.testing.checkpoints import post
from qiaomen.testing.gates import alarmed, gate_at
from qiaomen.testing.imports import handed_in
from qiaomen.testing.inspected import cadence_at, disinfected_at, found_at, sealed_at, station_in
from qiaomen.testing.issued import asked_for_pass, issued, pinned, printed
from qiaomen.testing.joiners import asked_to_join, linked, told
from qiaomen.testing.kept import put_by, refused
from qiaomen.testing.listed import row_at
from qiaomen.testing.photos import photographed
from qiaomen.testing.policies import overdue, risky, ruled
from qiaomen.testing.posters import asked_for
from qiaomen.testing.printed import page_of
from qiaomen.testing.reported import frozen, phoned, receives, sent, tabled
from qiaomen.testing.shifted import posted, standing_person, standing_roster, standing_shift
from qiaomen.testing.sweeps import SWEEP, asked
from qiaomen.testing.tested import result_of, round_at
from qiaomen.testing.world import World, fixed
from qiaomen.testing.written import prescribed, standing_clue, unmatched

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


class Fills(Mapping[str, Fill]):
    """What stands for each parameter, made when it is first asked for: most URLs name one or two."""

    def __init__(self, makers: Mapping[str, Callable[[], Fill]]) -> None:
        self._makers = makers
        self._made: dict[str, Fill] = {}

    def __getitem__(self, name: str) -> Fill:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def fills(world: World, *, inside: bool) -> Fills:
    """A value for every parameter's name: something in 翠湖小区, or (`inside` false) in 五组 of another street.

    Whoever adds a URL with a parameter of another name adds a line here.
    """
    place = world.places["compound" if inside else "village group"]
    door = world.doors["1-1-101" if inside else "village group 1号"]
    person = world.household("1-1-101" if inside else "village group 1号")[0]
    zone = "first" if inside else "second"
    upload, gate = cache(lambda: handed_in(world)), cache(lambda: gate_at(world, place))
    station, photo = cache(lambda: station_in(world, place)), cache(lambda: photographed(world, door))
    checkpoint, offer = cache(lambda: post(world)), cache(lambda: offered(world, place))
    makers: dict[str, Callable[[], Fill]] = {
        "place": lambda: Fill(place.id, place.path),
        "gate": lambda: Fill(gate().id, gate().path),
        "alarm": lambda: Fill(alarmed(world, gate()), gate().path),
        "door": lambda: Fill(door.id, world.places["stairwell 1-1" if inside else "village group"].path),
        "person": lambda: Fill(person.id, world.places["stairwell 1-1" if inside else "village group"].path),
        "zone": lambda: Fill(world.zones[zone].id, place.path),
        "team": lambda: Fill(world.teams["team 1" if inside else "other team"].id, place.path),
        "worker": lambda: Fill(world.workers["field" if inside else "outsider"].id, place.path),
        "member": lambda: Fill(admission.admit(name=place.name).id),
        "organisation": lambda: Fill(world.organisations["education" if inside else "school"].id, place.path),
        "link": lambda: Fill(linked(world, "education" if inside else "school").id, place.path),
        "code": lambda: Fill("23456789AB"),
        "bulletin": lambda: Fill(told(world, place).id, place.path),
        "claim": lambda: Fill(asked_to_join(world, "field" if inside else "outsider").id, place.path),
        "enrolment": lambda: Fill(world.enrolments["field" if inside else "outsider"].id, place.path),
        "campaign": lambda: Fill(fixed(SWEEP)),
        "refusal": lambda: Fill(
            refused(world, door).id, world.places["stairwell 1-1" if inside else "village group"].path
        ),
        "record": lambda: Fill(
            put_by(world, door).id, world.places["stairwell 1-1" if inside else "village group"].path
        ),
        "page": lambda: Fill(page_of(world, door, "7K3M2QXP" if inside else "8K3M2QXP"), door.place.path),
        "edition": lambda: Fill(asked(world).id),
        "photo": lambda: Fill(photo().id),
        "kind": lambda: Fill("stay"),
        "short": lambda: Fill("AZXwqLcncQKZAAAAAAAAAA"),
        "language": lambda: Fill("zh-hans"),
        "build": lambda: Fill(shell.build()),
        "script": lambda: Fill("app"),
        "sheet": lambda: Fill("gaps"),
        "form": lambda: Fill("csv"),
        "pass_id": lambda: Fill(issued(world, person), door.place.path),
        "step": lambda: Fill("resume"),
        "ask_id": lambda: Fill(asked_for_pass(world, door), door.place.path),
        "cards": lambda: Fill(printed(world, place, "lead"), place.path),
        "kid": lambda: Fill(pinned()),
        "checkpoint": lambda: Fill(checkpoint().place.id, checkpoint().place.path),
        "shift": lambda: Fill(checkpoint().begun, checkpoint().place.path),
        "material": lambda: Fill(checkpoint().leaflet.id),
        "row": lambda: Fill(
            row_at(world, "building 1" if inside else "village group"),
            world.places["building 1" if inside else "village group"].path,
        ),
        "run": lambda: Fill(upload().run_id),
        "upload": lambda: Fill(upload().id),
        "policy": lambda: Fill(ruled(world).id),
        "area": lambda: Fill(risky(world, place).id, place.path),
        "round": lambda: Fill(round_at(place).id, place.path),
        "result": lambda: Fill(result_of(world, person), door.place.path),
        "overdue": lambda: Fill(overdue(world, person.id).id, door.place.path),
        "what": lambda: Fill("call"),
        "group": lambda: Fill("living"),
        "posters": lambda: Fill(asked_for(place).id, place.path),
        "paper": lambda: Fill("docx"),
        "report": lambda: Fill(frozen(world).id),
        "figure": lambda: Fill("doors"),
        "ordinal": lambda: Fill(frozen(world).edition.number),
        "recipient": lambda: Fill(receives(world).id, world.places["district"].path),
        "sending_id": lambda: Fill(sent(world).id, world.places["district"].path),
        "table": lambda: Fill(tabled(world).id),
        "call": lambda: Fill(phoned(world, place), place.path),
        "need": lambda: Fill(prescribed(world, door, photo()).id, door.place.path),
        "visit": lambda: Fill(standing_visit(door).id, door.place.path),
        "offer": lambda: Fill(offer().id, place.path),
        "offer_code": lambda: Fill(short(offer().id)),
        "order": lambda: Fill(standing_order(world, offer, door).id, door.place.path),
        "slips": lambda: Fill("picking"),
        "clue": lambda: Fill(standing_clue(world, place, photo()).id, place.path),
        "letter": lambda: Fill(unmatched(world, door).id, door.place.path),
        "sweep": lambda: Fill(fixed(SWEEP), world.places["district"].path),
        "station": lambda: Fill(station().id, station().path),
        "message": lambda: Fill(telling.sent(world, place).id, place.path),
        "template": lambda: Fill(telling.template(world).id),
        "channel": lambda: Fill(telling.channel(world, place).id, place.path),
        "daily_message": lambda: Fill(telling.each_day(world, place).id, place.path),
        "outreach_round": lambda: Fill(telling.round_of(world, place, photo()).id, place.path),
        "turn": lambda: Fill(standing_shift(world, place, "field" if inside else "outsider").id, place.path),
        "post": lambda: Fill(posted(world, place).id, place.path),
        "stander": lambda: Fill(standing_person(world, place, "field" if inside else "outsider"), place.path),
        "roster": lambda: Fill(standing_roster(world, place).id, place.path),
        "finding": lambda: Fill(found_at(world, place, photo()), place.path),
        "disinfection": lambda: Fill(disinfected_at(world, place, photo()), place.path),
        "cadence": lambda: Fill(cadence_at(world, place), place.path),
        "seal": lambda: Fill(sealed_at(world, place, photo()), place.path),
        "glass_id": lambda: Fill(broken(world, place), place.path),
    }
    return Fills(makers)
