"""A district's testing of exact figures: schools by class, key groups, staff who come back (DOMAIN scene 11).

The figures are those of the scene. What they leave open is ours and said here: how many classes of which size, the
names, that 73 more were due whom nobody tested, the five weeks of the key groups, and the one who was ill.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from .names import given_name, surname
from .scale import share_out

# Of forty-one: kindergartens, primary schools, junior and senior high schools, with their grades and birth years.
_SORTS: Final = (
    ("幼儿园", ("小班", "中班", "大班"), 2016, 30, 0.12),
    ("小学", ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级"), 2013, 48, 0.36),
    ("初级中学", ("七年级", "八年级", "九年级"), 2007, 52, 0.3),
    ("高级中学", ("高一", "高二", "高三"), 2004, 55, 0.22),
)
_COUNTS: Final = (18, 14, 6, 3)
_NAMES: Final = "城关东关西关南关北关文庙书院钟楼凤鸣龙泉青云朝阳育才新华建设解放和平团结光明友谊"
TRAITS: Final = ("cold_chain", "courier", "driver", "health_worker", "market")


@dataclass(frozen=True, slots=True)
class Figures:
    """What is to come out exactly. `missing` were due and never came; `weeks` are those of the key groups."""

    schools: int = 41
    tested: int = 13_655
    missing: int = 73
    key_samples: int = 5_459
    weeks: int = 5
    staff: int = 1_475
    offices: int = 30

    def scaled(self, share: float) -> "Figures":
        """The same in small: every number rounded, at least two schools and offices."""
        return Figures(
            max(2, round(self.schools * share)), round(self.tested * share), max(1, round(self.missing * share)),
            round(self.key_samples * share), max(2, round(self.weeks * share)), round(self.staff * share),
            max(2, round(self.offices * share)),
        )  # fmt: skip

    @property
    def pupils(self) -> int:
        """Everybody who is due at the schools."""
        return self.tested + self.missing

    @property
    def key_people(self) -> int:
        """So many come each week that one week may have some fewer."""
        return -(-self.key_samples // self.weeks)


@dataclass(frozen=True, slots=True)
class Group:
    """A class or an office: its name, and name, sex (男, 女) and birth year of everybody in it."""

    name: str
    people: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class School:
    """A school with its classes; its staff is one of them."""

    name: str
    classes: tuple[Group, ...]


def schools(figures: Figures, seed: str) -> list[School]:
    """All schools; their people add up exactly."""
    dice = Random(f"{seed}/schools")
    sorts = [sort for sort, count in zip(_SORTS, _COUNTS, strict=True) for _ in range(count)]
    sorts = sorts[:: max(1, len(sorts) // figures.schools)][: figures.schools]
    weights = [sort[4] / _COUNTS[_SORTS.index(sort)] * dice.uniform(0.8, 1.2) for sort in sorts]
    sizes = share_out(figures.pupils, weights)
    return [_school(number, sort, size, dice) for number, (sort, size) in enumerate(zip(sorts, sizes, strict=True))]


def offices(figures: Figures, seed: str) -> list[Group]:
    """The offices whose staff comes back."""
    dice = Random(f"{seed}/offices")
    sizes = share_out(figures.staff, [dice.uniform(0.5, 2) for _ in range(figures.offices)])
    return [Group(f"第{number}办公区", _people(size, 1962, 1998, dice)) for number, size in enumerate(sizes, start=1)]


def key_people(figures: Figures, seed: str) -> list[tuple[str, str, int]]:
    """Couriers, drivers, market traders and others who are tested each week."""
    return list(_people(figures.key_people, 1962, 2000, Random(f"{seed}/key groups")))


def _school(number: int, sort: tuple[str, tuple[str, ...], int, int, float], size: int, dice: Random) -> School:
    kind, grades, youngest, usual, _share = sort
    staff = max(1, round(size * 0.07))
    pupils = size - staff
    count = max(1, round(pupils / usual))
    classes = []
    for index, several in enumerate(share_out(pupils, [1.0] * count) if pupils else []):
        grade = index * len(grades) // count
        born = youngest - grade
        classes.append(Group(f"{grades[grade]}{index + 1}班", _people(several, born - 1, born, dice)))
    name = _NAMES[number * 2 % len(_NAMES) :][:2] + (f"第{number // 20 + 1}" if number >= 20 else "") + kind
    return School(name, (*classes, Group("教职工", _people(staff, 1962, 1997, dice))))


def _people(count: int, first: int, last: int, dice: Random) -> tuple[tuple[str, str, int], ...]:
    return tuple(_someone(count, first, last, dice))


def _someone(count: int, first: int, last: int, dice: Random) -> Iterator[tuple[str, str, int]]:
    for _ in range(count):
        sex, born = dice.choice("男女"), dice.randint(first, last)
        yield surname(dice) + given_name(dice, sex=sex, birth_year=born), sex, born
