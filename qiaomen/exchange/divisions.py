"""A district's official streets and communities, from the statistical divisions that ship with Qiaomen.

Source: National Bureau of Statistics, division codes for statistics, as npm's china-division packs them. Codes nest by
prefix: 2 province, 4 city, 6 district, 9 street, 12 community.
"""

import gzip
from pathlib import Path
from uuid import UUID

import msgspec
from django.conf import settings

from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.base.sql import run
from qiaomen.exchange.addresses import community_name
from qiaomen.exchange.territory import Node, Territory

FOLDER = Path("vendor/data/china-division")
CODES = """
UPDATE places_place p SET code = n.code, version = p.version + 1, change = %b
FROM unnest(%b::uuid[], %b::text[]) AS n(id, code) WHERE p.id = n.id
"""


class Division(msgspec.Struct):
    """One line of the official lists."""

    code: str
    name: str


class Official(msgspec.Struct):
    """A district as the state lists it."""

    district: Division
    streets: list[Division]
    communities: list[Division]


class Bootstrapped(msgspec.Struct):
    """How many places the district has now, and how many of them are new."""

    district: str
    streets: int
    communities: int
    added: int


def official(code: str, *, folder: Path | None = None) -> Official:
    """The official places of the district with this code of 6 digits. Raises `place.division_unknown`."""
    source = folder or settings.PACKAGE / FOLDER
    district = [each for each in _read(source / "areas.json") if each.code == code]
    if not district:
        raise Problem("place.division_unknown", division=code)
    below = [
        [each for each in _read(source / name) if each.code.startswith(code)]
        for name in ("streets.json", "villages.json.gz")
    ]
    return Official(district=district[0], streets=below[0], communities=below[1])


def bootstrap(code: str, *, worker: UUID | None = None, folder: Path | None = None) -> Bootstrapped:
    """Bring a district's official streets and communities into the register; again changes nothing."""
    listed = official(code, folder=folder)
    with changes.change("bootstrap places", worker=worker) as change:
        territory = Territory()
        territory.name_root(listed.district.name, listed.district.code, change=change.id)
        coded: list[tuple[Node, str]] = []
        streets = {}
        for street in listed.streets:
            streets[street.code] = territory.street(street.name)
            coded.append((streets[street.code], street.code))
        for community in listed.communities:
            street_node = streets[community.code[:9]]
            name = community_name(community.name)
            coded.append((territory.community(street_node.name, name), community.code))
        _code(coded, change.id)
        added = territory.write(change.id)
    return Bootstrapped(listed.district.name, len(streets), len(coded) - len(streets), added)


def _code(coded: list[tuple[Node, str]], change: UUID) -> None:
    """Give places their codes; new ones are written with them, others get them by a statement."""
    known = [(node.id, code) for node, code in coded if not node.is_new and node.code != code]
    for node, code in coded:
        node.code = code
    if known:
        run(CODES, [change, [key for key, _each in known], [each for _key, each in known]])


def _read(path: Path) -> list[Division]:
    if not path.is_file():
        raise Problem("place.divisions_missing")
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return msgspec.json.decode(content, type=list[Division])
