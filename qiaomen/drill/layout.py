"""Where doors are: towns, communities, compounds, and how each kind of compound numbers its doors."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice, product
from random import Random
from typing import Final

from .scale import Scale, share_out, share_out_at_least_one

COUNTY: Final = "青石县"
_TOWNS: Final = ("城关街道", "茶山镇", "渡口镇", "石板镇", "云岭镇", "白沙镇", "龙门镇", "太平镇")
_CENTRE: Final = ("城关", "东门", "南街", "西河", "北苑", "新城", "桥头", "柳岸", "石塘")
_OUTER: Final = ("茶山", "龙泉", "大塘", "上洲", "下洲", "枫林", "双井", "杨柳", "长坪", "黄泥", "马路", "河口")
_FIRST: Final = "金锦翠玉清银紫青兰桂梅松竹荷柏枫云虹星月"
_SECOND: Final = "溪湖江泉河洲塘岭山坡坪湾岸田园林"
_ESTATE: Final = ("苑", "花园", "新村", "小区", "家园", "雅居", "名邸", "里")
_VILLAGE_LIKE: Final = ("新村", "里")
"""Estates that might be taken for villages by their names."""
_STAFF: Final = (
    "粮食局",
    "水利局",
    "邮电局",
    "供销社",
    "农机站",
    "烟草站",
    "纺织厂",
    "机械厂",
    "林业局",
    "人民医院",
    "第一中学",
)
_STREETS: Final = (
    "老街",
    "前街",
    "后街",
    "横街",
    "河街",
    "盐行街",
    "打铁街",
    "米行街",
    "十字街",
    "上街",
    "下街",
    "鱼市街",
)
_GROUPS: Final = ("河边组", "山脚组", "石桥组", "樟树组", "井边组", "塘口组", "大屋组", "新屋组", "坪上组", "桥边组")
_VILLAGES: Final = tuple(
    f"{village}{number}组"
    for number in "一二三四五六"
    for village in ("田心村", "枫树村", "油榨村", "石山村", "竹园村", "槐树村")
)
_NUMERALS: Final = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Address:
    """A door as people write it; a part that the compound does not have is empty. ``floor`` 0: not known."""

    building: str
    stairwell: str
    room: str
    floor: int

    @property
    def numbers(self) -> str:
        """3-2-501 for 3栋 2单元 501; empty where the door has no such short form."""
        if not self.building.endswith("栋") or not self.stairwell.endswith("单元"):
            return ""
        return f"{self.building[:-1]}-{self.stairwell[:-2]}-{self.room}"


@dataclass(frozen=True, slots=True)
class Compound:
    town: str
    community: str
    name: str
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Community:
    town: str
    name: str
    compounds: tuple[Compound, ...]

    @property
    def doors(self) -> int:
        return sum(len(compound.addresses) for compound in self.compounds)


def communities(*, scale: Scale, dice: Random) -> list[Community]:
    """Every community with its compounds; doors and compounds add up to the scale exactly."""
    towns = _towns(scale)
    weights = [dice.uniform(0.65, 1.35) for _ in towns]
    compounds = share_out_at_least_one(scale.compounds, weights)
    # Every compound brings a door of its own, so that none stays empty however small the county.
    further = share_out(scale.doors - scale.compounds, weights)
    names = _community_names(towns)
    return [
        _community(town=town, name=name, compounds=number, further_doors=doors, dice=dice)
        for town, name, number, doors in zip(towns, names, compounds, further, strict=True)
    ]


def named(*, compounds: int, communities: int, town: str = _TOWNS[0]) -> Iterator[tuple[str, str]]:
    """(community, compound) for so many estates, shared out evenly over so many communities of one town."""
    names = _community_names([town] * communities)
    estates = islice((name for name in _estates() if not name.endswith(_VILLAGE_LIKE)), compounds)
    for community, number in zip(names, share_out(compounds, [1.0] * communities), strict=True):
        yield from ((community, estate) for estate in islice(estates, number))


def _towns(scale: Scale) -> list[str]:
    """The town of each community: the centre has most of them."""
    names = islice(_names(_TOWNS, "镇"), scale.towns)
    shares = share_out_at_least_one(scale.communities, [4.0] + [1.0] * (scale.towns - 1))
    return [name for name, share in zip(names, shares, strict=True) for _ in range(share)]


def _community_names(towns: list[str]) -> list[str]:
    centre, outer = _names(_CENTRE, "社区", marked=True), _names(_OUTER, "社区")
    return [next(centre if town == towns[0] else outer) for town in towns]


def _names(known: tuple[str, ...], suffix: str, *, marked: bool = False) -> Iterator[str]:
    """Endless different names: the known ones first, then made of two characters (centre and outer ones differ)."""
    ends = "湾坡" if marked else ""
    yield from (name if name.endswith(("镇", "街道")) else name + suffix for name in known)
    for number in count():
        for first, second in product(_FIRST, _SECOND):
            letter = _NUMERALS[number] if number else ""
            yield f"{first}{second}{ends[:1]}{letter}{suffix}"


def _community(*, town: str, name: str, compounds: int, further_doors: int, dice: Random) -> Community:
    sizes = share_out(further_doors, [dice.uniform(0.5, 1.6) for _ in range(compounds)])
    taken: set[str] = set()
    made = []
    for size in sizes:
        make, pool = dice.choices(_STYLES, weights=_STYLE_WEIGHTS)[0]
        label = _fresh(pool, taken=taken, dice=dice)
        made.append(Compound(town, name, label, tuple(islice(make(dice), size + 1))))
    return Community(town, name, tuple(made))


def _fresh(pool: tuple[str, ...], *, taken: set[str], dice: Random) -> str:
    free = [name for name in pool if name not in taken] or [name for name in _estates() if name not in taken]
    name = dice.choice(free)
    taken.add(name)
    return name


def _estates() -> tuple[str, ...]:
    return tuple(f"{a}{b}{end}" for a, b, end in product(_FIRST, _SECOND, _ESTATE))


def _blocks(dice: Random) -> Iterator[Address]:
    """Walk-up blocks without a lift: 1栋 1单元 101."""
    floors, stairwells, flats = dice.choice((5, 6, 7)), dice.choice((2, 3, 4)), dice.choice((2, 2, 3))
    for building in count(1):
        for stairwell, floor, flat in product(range(1, stairwells + 1), range(1, floors + 1), range(1, flats + 1)):
            yield Address(f"{building}栋", f"{stairwell}单元", f"{floor}{flat:02d}", floor)


def _towers(dice: Random) -> Iterator[Address]:
    """Tall ones with a lift: 1栋 1单元 1804."""
    floors, flats = dice.choice((11, 16, 18, 26)), dice.choice((2, 4))
    for building in count(1):
        for stairwell, floor, flat in product((1, 2), range(1, floors + 1), range(1, flats + 1)):
            yield Address(f"{building}栋", f"{stairwell}单元", f"{floor}{flat:02d}", floor)


def _lettered(dice: Random) -> Iterator[Address]:
    """Flats above shops around one court, lettered: A座 1203."""
    floors, flats = dice.choice((12, 15)), dice.choice((4, 6))
    for letter in "ABCDEFGHJKLMNPQRSTUVWXYZ":
        for floor, flat in product(range(1, floors + 1), range(1, flats + 1)):
            yield Address(f"{letter}座", "", f"{floor}{flat:02d}", floor)
    yield from _towers(dice)


def _street(dice: Random) -> Iterator[Address]:
    """An old street with alleys: 1巷 12号."""
    houses = dice.randint(24, 48)
    for alley in count(1):
        yield from (Address("", f"{alley}巷", f"{house}号", 0) for house in range(1, houses + 1))


def _group(dice: Random) -> Iterator[Address]:
    """A residents' group of single houses: 75号."""
    return (Address("", "", f"{house}号", 0) for house in count(1))


_STAFF_QUARTERS: Final = tuple(f"{owner}宿舍" for owner in _STAFF)
_STYLES: Final = (
    (_blocks, _estates()),
    (_blocks, _STAFF_QUARTERS),
    (_towers, _estates()),
    (_lettered, tuple(f"{a}{b}广场" for a, b in product(_FIRST, _SECOND))),
    (_street, _STREETS),
    (_group, _GROUPS),
    (_group, _VILLAGES),
)
_STYLE_WEIGHTS: Final = (26, 16, 16, 4, 16, 12, 10)
