"""Areas of the real sweep whose figures are to come out exactly, and a register for each of them.

The figures are those of DOMAIN section 4, as districts published them in 2020 and 2022. What they leave open (how many
communities, how many organisations, which flats are empty) is ours.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Final

from . import layout, roster
from .county import County
from .form import write_form
from .gates import Figures as AtGates
from .layout import Address, Community, Compound
from .residents import DWELLING, Door, Settler
from .scale import Scale, share_out, share_out_at_least_one
from .sheets import Register, write_households

CAME_FROM: Final = "came_from"
"""The question that the answers of those who came back are about: a choice of division codes."""
PROVINCE: Final = "99"
"""The unassigned province of all invented residents."""
TOWN: Final = "城关街道"
_FLATS_A_FLOOR: Final = (2, 4)
_TALL_FROM: Final = 14


@dataclass(frozen=True, slots=True)
class Premises:
    """So many doors with a use (商铺, 餐馆 …), and so many people who work behind them."""

    doors: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Figures of an area: ``dwellings`` of which ``lived_in`` have ``people``; ``in_stairwells`` of them stand in
    ``stairwells``, the others (or all, where None) in buildings of one or two; ``houses`` are dwellings without any.

    ``journeys``: how many came back from a region of that division code. ``watched``: how many people are on a list of
    those to be followed closely; they are among those who came back. ``at_gates``: what the compounds' gates turned
    back. ``women``: how many of the workers are women; None where nobody published it. ``days`` is how long the sweep
    may take with teams of ``team_size``.
    """

    title: str
    compounds: int
    buildings: int
    dwellings: int
    lived_in: int
    people: int
    workers: int
    communities: int
    organisations: int
    days: int
    team_size: int = 1
    stairwells: int | None = None
    houses: int = 0
    premises: Mapping[str, Premises] = field(default_factory=dict)
    journeys: Mapping[str, int] = field(default_factory=dict)
    watched: int = 0
    at_gates: AtGates | None = None
    women: int | None = None

    @property
    def doors(self) -> int:
        return self.dwellings + sum(one.doors for one in self.premises.values())


AREAS: Final[Mapping[str, Area]] = {
    "street-d": Area(
        title="街道 D", compounds=82, buildings=1_640, dwellings=38_000, lived_in=36_100, people=130_000, workers=200,
        communities=16, organisations=16, days=20,
    ),
    "town-e": Area(
        title="镇 E", compounds=205, buildings=2_196, dwellings=10_137, lived_in=4_789, people=12_251, workers=373,
        women=186, communities=12, organisations=24, days=7, team_size=2,
        premises={
            "商铺": Premises(2_276, 3_625), "餐馆": Premises(808, 774), "宾馆": Premises(167, 167),
            "网吧": Premises(44, 44),
        },
        journeys={"42": 180, "44": 120, "31": 53, "9902": 178}, watched=136, at_gates=AtGates(vehicles=58, people=129),
    ),
    "communities-f": Area(
        title="社区 F", compounds=22, buildings=57, dwellings=7_525, lived_in=7_525, people=19_567, workers=176,
        communities=2, organisations=4, days=7, stairwells=114, houses=5_332,
    ),
}  # fmt: skip
"""Communities F: 2,193 households in 114 stairwells; the rest of the 19,567 people in houses by a street (ours)."""


def make_area(area: Area, *, seed: int = 1) -> County:
    """The same seed gives the same area, to the last digit; nothing is written yet."""
    compounds = list(_compounds(area))
    settler = Settler(Random(f"{seed}/people"))
    doors = _doors(area, compounds, settler, Random(f"{seed}/doors"))
    by_community: dict[str, list[Compound]] = defaultdict(list)
    for compound in compounds:
        by_community[compound.community].append(compound)
    communities = [Community(TOWN, name, tuple(several)) for name, several in by_community.items()]
    zones = roster.zones(communities, number=area.communities)
    scale = Scale(
        doors=area.doors, people=area.people, towns=1, communities=area.communities, compounds=area.compounds,
        zones=area.communities, organisations=area.organisations, workers=area.workers,
    )  # fmt: skip
    organisations = roster.organisations(zones, scale=scale, dice=Random(f"{seed}/organisations"), women=area.women)
    registers = tuple(
        Register(community, [door for compound in community.compounds for door in doors[compound.name]])
        for community in communities
    )
    return County(seed, registers, tuple(zones), tuple(organisations), (write_form, write_households))


def _compounds(area: Area) -> Iterator[Compound]:
    """Estates with their buildings, then houses and shops that stand along the street: 12号."""
    even = [1.0] * area.compounds
    buildings = share_out_at_least_one(area.buildings, even)
    flats = iter(share_out_at_least_one(area.dwellings - area.houses, [1.0] * area.buildings))
    stairwells = iter(_stairwells(area))
    street = share_out(area.houses + area.doors - area.dwellings, even)
    names = layout.named(compounds=area.compounds, communities=area.communities)
    for (community, name), number, fronts in zip(names, buildings, street, strict=True):
        blocks = [
            address
            for building, (doors, wells) in enumerate(zip(islice(flats, number), stairwells, strict=False), start=1)
            for address in _building(building, doors=doors, stairwells=wells)
        ]
        houses = [Address("", "", f"{house}号", 0) for house in range(1, fronts + 1)]
        yield Compound(TOWN, community, name, (*blocks, *houses))


def _stairwells(area: Area) -> Sequence[int]:
    if area.stairwells is not None:
        return share_out_at_least_one(area.stairwells, [1.0] * area.buildings)
    doors = (area.dwellings - area.houses) / area.buildings
    return [max(1, round(doors / 24))] * area.buildings


def _building(number: int, *, doors: int, stairwells: int) -> Iterator[Address]:
    """So many flats: stairwells of equal size, two flats a floor, four where it would be too tall."""
    for stairwell, flats in enumerate(share_out(doors, [1.0] * stairwells), start=1):
        a_floor = _FLATS_A_FLOOR[flats > _FLATS_A_FLOOR[0] * _TALL_FROM]
        for index in range(flats):
            floor, flat = index // a_floor + 1, index % a_floor + 1
            yield Address(f"{number}栋", f"{stairwell}单元", f"{floor}{flat:02d}", floor)


def _doors(area: Area, compounds: Sequence[Compound], settler: Settler, dice: Random) -> dict[str, list[Door]]:
    """Everybody behind a door: uses go to doors along the street, empty flats are drawn, all figures add up."""
    places = [(compound.name, address) for compound in compounds for address in compound.addresses]
    fronts = [index for index, (_, address) in enumerate(places) if not address.building]
    dice.shuffle(fronts)
    free = iter(fronts)
    uses = {index: use for use, one in area.premises.items() for index in islice(free, one.doors)}
    dwellings = [index for index in range(len(places)) if index not in uses]
    sizes = dict.fromkeys(range(len(places)), 0)
    lived_in = dice.sample(dwellings, area.lived_in)
    sizes |= _shared(lived_in, area.people, dice)
    for use, one in area.premises.items():
        mine = [index for index, its in uses.items() if its == use]
        sizes |= _shared(mine[: min(one.doors, one.people)], one.people, dice)
    found: dict[str, list[Door]] = defaultdict(list)
    for index, (compound, address) in enumerate(places):
        use = uses.get(index, DWELLING)
        found[compound].append(settler.door(compound, address, use=use, people=sizes[index]))
    return found


def _shared(doors: Sequence[int], people: int, dice: Random) -> dict[int, int]:
    weights = [min(dice.gammavariate(1.3, 1.0), 5.0) + 0.01 for _ in doors]
    return dict(zip(doors, share_out_at_least_one(people, weights), strict=True)) if doors else {}
