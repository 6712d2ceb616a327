"""Who lives behind the doors: households of a given size with believable ages, and shops with those who keep them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from . import names
from .identity import RESIDENT_PREFIX, IdNumbers, Phones
from .layout import Address, Community, Compound
from .scale import share_out

DWELLING: Final = "住宅"
_USES: Final = ("商铺", "餐馆", "宾馆", "网吧", "棋牌室")
_USE_WEIGHTS: Final = (70, 20, 5, 2, 3)
_EMPTY_SHARE: Final = 0.06
_TENANT_SHARE: Final = 0.05
_REGISTERED: Final = date(2022, 3, 1)
_YOUNG: Final = ("配偶", "子女", "子女", "父母", "父母", "子女", "子女")
_OLD: Final = ("配偶", "子女", "孙子女", "子女", "孙子女", "孙子女", "子女")
_OLD_FROM_AGE: Final = 58


@dataclass(frozen=True, slots=True)
class Person:
    """``relation`` is to the head of the household, in the words of the forms (户主, 配偶, 子女 …)."""

    name: str
    sex: str
    born: date
    id_number: str
    phones: tuple[str, ...]
    relation: str
    tenant: bool


@dataclass(frozen=True, slots=True)
class Door:
    """One door of the register: what it is used for (住宅, 商铺 …) and the people behind it, head first."""

    compound: str
    address: Address
    use: str
    people: tuple[Person, ...]

    @property
    def is_business(self) -> bool:
        return self.use != DWELLING


def household_sizes(*, doors: int, people: int, dice: Random) -> list[int]:
    """People behind each door, adding up to ``people``: 6 % of the doors are empty, few hold more than seven."""
    empty = max(round(doors * _EMPTY_SHARE), doors - people)
    lived_in = doors - empty
    # Skewed to the right as households are, with a bound: 20 % live alone, and nobody lives twelve to a flat.
    weights = [min(dice.gammavariate(1.3, 1.0), 5.0) + 0.01 for _ in range(lived_in)]
    occupied = iter(share_out(people - lived_in, weights) if lived_in else ())
    empty_ones = set(dice.sample(range(doors), empty))
    return [0 if index in empty_ones else 1 + next(occupied) for index in range(doors)]


@dataclass(slots=True)
class Settler:
    """Fills communities with people; numbers are unique over all that one settler fills."""

    dice: Random
    ids: IdNumbers = field(default_factory=IdNumbers)
    phones: Phones = field(default_factory=lambda: Phones(prefix=RESIDENT_PREFIX))

    def settle(self, community: Community, *, people: int, businesses: int) -> list[Door]:
        """All doors of a community in walking order; ``businesses`` of them are shops, restaurants, hotels, venues."""
        places = [(compound, address) for compound in community.compounds for address in compound.addresses]
        sizes = household_sizes(doors=len(places), people=people, dice=self.dice)
        shops = self._street_front(places, businesses)
        return [
            self.door(compound.name, address, use=self._use() if index in shops else DWELLING, people=size)
            for index, ((compound, address), size) in enumerate(zip(places, sizes, strict=True))
        ]

    def door(self, compound: str, address: Address, *, use: str, people: int) -> Door:
        """One door with so many people behind it: a household, or those who keep the shop."""
        behind = self._household(people) if use == DWELLING else self._staff(people)
        return Door(compound, address, use, tuple(behind))

    def _street_front(self, places: list[tuple[Compound, Address]], wanted: int) -> set[int]:
        """Doors on the ground floor or on an alley first: nobody opens a noodle shop on the ninth floor."""
        low = [index for index, (_, address) in enumerate(places) if address.floor <= 1]
        high = [index for index, (_, address) in enumerate(places) if address.floor > 1]
        chosen = self.dice.sample(low, min(wanted, len(low)))
        return {*chosen, *self.dice.sample(high, wanted - len(chosen))}

    def _use(self) -> str:
        return self.dice.choices(_USES, weights=_USE_WEIGHTS)[0]

    def _staff(self, size: int) -> Iterator[Person]:
        for number in range(size):
            yield self._person(relation="店员" if number else "户主", age=self.dice.randint(18, 62))

    def _household(self, size: int) -> Iterator[Person]:
        if not size:
            return
        tenant = self.dice.random() < _TENANT_SHARE
        age = self.dice.randint(60, 90) if size == 1 and self.dice.random() < 0.35 else self.dice.randint(24, 72)
        head = self._person(relation="户主", age=age, tenant=tenant)
        yield head
        roles = _OLD if age >= _OLD_FROM_AGE else _YOUNG
        skipped = 1 if self.dice.random() < 0.15 else 0
        for number in range(size - 1):
            relation = roles[(number + skipped) % len(roles)]
            yield self._relative(head, relation=relation, head_age=age, tenant=tenant)

    def _relative(self, head: Person, *, relation: str, head_age: int, tenant: bool) -> Person:
        if relation == "配偶":
            sex = "女" if head.sex == "男" else "男"
            age = max(20, head_age + self.dice.randint(-5, 5))
            return self._person(relation=relation, age=age, sex=sex, tenant=tenant)
        gap = {"子女": (-34, -21), "父母": (21, 30), "孙子女": (-62, -46)}[relation]
        age = min(97, max(0, head_age + self.dice.randint(*gap)))
        family = head.name[: 2 if head.name[:2] in names.COMPOUND_SURNAMES else 1] if self.dice.random() < 0.8 else ""
        return self._person(relation=relation, age=age, family=family, tenant=tenant)

    def _person(self, *, relation: str, age: int, sex: str = "", family: str = "", tenant: bool = False) -> Person:
        sex = sex or self.dice.choice("男女")
        born = _REGISTERED - timedelta(days=age * 365 + age // 4 + self.dice.randrange(365))
        name = (family or names.surname(self.dice)) + names.given_name(self.dice, sex=sex, birth_year=born.year)
        number = self.ids.next(born=born, sex=sex)
        return Person(name, sex, born, number, self._phones(age), relation, tenant)

    def _phones(self, age: int) -> tuple[str, ...]:
        share = 0.0 if age < 12 else 0.95 if age < 75 else 0.6
        if self.dice.random() >= share:
            return ()
        return tuple(self.phones.next() for _ in range(2 if self.dice.random() < 0.06 else 1))
