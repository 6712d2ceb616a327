"""A whole county from a seed: register files as offices keep them, zones, organisations, workers, and the truth."""

import json
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Final

from . import layout, roster
from .form import write_form
from .mess import Fault
from .residents import Settler
from .scale import Scale, share_out
from .sheets import Register, Writer, write_gbk_csv, write_households

COUNTY: Final = layout.COUNTY
_WRITERS: Final[tuple[Writer, ...]] = (write_form, write_gbk_csv, write_households)
_BUSINESS_SHARE: Final = 0.06

REGISTER: Final = "register"
ZONES: Final = "责任区划分.xlsx"
ORGANISATIONS: Final = "后盾单位.xlsx"
WORKERS: Final = "参战人员花名册.xlsx"
TRUTH: Final = "truth.json"


@dataclass(frozen=True, slots=True)
class Counts:
    doors: int
    people: int
    compounds: int


@dataclass(frozen=True, slots=True)
class Truth:
    """What a right import counts. ``communities`` by 街道/社区; ``faults`` are the cells that lost information."""

    county: str
    doors: int
    people: int
    businesses: int
    compounds: int
    zones: int
    organisations: int
    workers: int
    communities: dict[str, Counts]
    faults: tuple[Fault, ...]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True)
class County:
    """Everything that exists, before anybody writes it down."""

    seed: int
    registers: tuple[Register, ...]
    zones: tuple[roster.Zone, ...]
    organisations: tuple[roster.Organisation, ...]
    writers: tuple[Writer, ...] = _WRITERS

    def write(self, folder: Path) -> Truth:
        """Writes ``register/`` with a file per community, the three lists and ``truth.json``; answers the truth."""
        target = folder / REGISTER
        target.mkdir(parents=True, exist_ok=True)
        dice = Random(f"{self.seed}/clerks")
        faults = [
            fault
            for register, write in zip(self.registers, cycle(self.writers), strict=False)
            for fault in write(register, target, dice)
        ]
        roster.write_zones(self.zones, folder / ZONES)
        roster.write_organisations(self.organisations, folder / ORGANISATIONS)
        roster.write_workers(self.organisations, folder / WORKERS)
        truth = self.truth(faults=tuple(faults))
        (folder / TRUTH).write_text(truth.to_json(), encoding="utf-8")
        return truth

    def truth(self, *, faults: tuple[Fault, ...] = ()) -> Truth:
        counts = {
            f"{register.community.town}/{register.community.name}": Counts(
                len(register.doors), register.people, len(register.community.compounds)
            )
            for register in self.registers
        }
        return Truth(
            county=COUNTY,
            doors=sum(count.doors for count in counts.values()),
            people=sum(count.people for count in counts.values()),
            businesses=sum(door.is_business for register in self.registers for door in register.doors),
            compounds=sum(count.compounds for count in counts.values()),
            zones=len(self.zones),
            organisations=len(self.organisations),
            workers=sum(len(one.workers) for one in self.organisations),
            communities=counts,
            faults=faults,
        )


def make_county(*, seed: int = 1, scale: Scale | None = None) -> County:
    """The same seed and scale give the same county, to the last digit; nothing is written yet."""
    scale = scale or Scale()
    places = layout.communities(scale=scale, dice=Random(f"{seed}/places"))
    settler = Settler(Random(f"{seed}/people"))
    people = share_out(scale.people, [community.doors for community in places])
    businesses = _businesses(places, scale=scale)
    registers = tuple(
        Register(community, settler.settle(community, people=number, businesses=shops))
        for community, number, shops in zip(places, people, businesses, strict=True)
    )
    zones = roster.zones(places, number=scale.zones)
    organisations = roster.organisations(zones, scale=scale, dice=Random(f"{seed}/organisations"))
    return County(seed, registers, tuple(zones), tuple(organisations))


def _businesses(places: list[layout.Community], *, scale: Scale) -> list[int]:
    """Shops and the like stand only where the office's table has a column for the use of a door."""
    told = [
        0 if writer is write_gbk_csv else place.doors for place, writer in zip(places, cycle(_WRITERS), strict=False)
    ]
    wanted = round(scale.doors * _BUSINESS_SHARE)
    return [min(share, doors) for share, doors in zip(share_out(wanted, told), told, strict=True)]
