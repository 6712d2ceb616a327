"""A list from outside, as a railway pushes it: who is said to have come back, some known in the register, some not."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

from . import names
from .identity import RESIDENT_PREFIX, IdNumbers, Phones
from .residents import Door, Person
from .sheets import Register

RETURNEES: Final = "外地返回人员推送名单.csv"
HEADER: Final = (
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "手机",
    "来源地",
    "抵达日期",
    "交通方式",
    "车次/航班",
    "住址（自报）",
)
# Who came from where; the first is written in three ways, and a region that nobody can place stands last.
_FROM: Final = ("北京市丰台区", "北京市丰台区", "北京丰台区", "北京市丰台区", "上海市浦东新区", "外省")
_SHARES: Final = (4, 4, 4, 4, 2, 1)
_BY: Final = (("高铁", "G9001"), ("火车", "K9002"), ("飞机", "QM901"), ("自驾", ""), ("大巴", ""))
_DAYS_AGO: Final = 5
_GROWN_UP: Final = 18
# The county's own numbers go up from 1; a stranger's begin where no county reaches.
_STRANGERS_FROM: Final = 9_000_000


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody of the register, with the way to their door."""

    person: Person
    door: Door
    register: Register

    @property
    def address(self) -> str:
        community, address = self.register.community, self.door.address
        room = address.room if address.room.endswith("号") else f"{address.room}室"
        return f"{community.town}{community.name}{self.door.compound}{address.building}{address.stairwell}{room}"


@dataclass(slots=True)
class _Clerk:
    """Writes rows. Each says of a person only some of what could be said."""

    dice: Random
    dated: date
    rows: list[tuple[str, ...]]
    origins: Sequence[str] = _FROM

    def write(self, path: Path) -> None:
        """All rows so far, in GB 18030."""
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([HEADER, *self.rows])

    def by_number(self, known: _Known) -> None:
        """The name now and then in the other script."""
        name = names.in_traditional_script(known.person.name) if self.dice.random() < 0.3 else known.person.name
        self._write(name, known.person.sex, known.person.id_number, "", known.register.community.name)

    def by_phone(self, known: _Known) -> None:
        phone = known.person.phones[0]
        written = self.dice.choice((phone, f"+86 {phone}", f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", f"{phone}/"))
        self._write(known.person.name, known.person.sex, "", written, "")

    def by_address(self, known: _Known) -> None:
        self._write(known.person.name, known.person.sex, "", "", known.address)

    def by_name(self, known: _Known) -> None:
        """No more than a name and a community: somebody has to look."""
        self._write(known.person.name, "", "", "", known.register.community.town + known.register.community.name)

    def stranger(self, name: str, sex: str, number: str, phone: str, address: str) -> None:
        written = number if self.dice.random() < 0.7 else number[:16] + number[17:]
        self._write(name, sex, written, phone, address)

    def _write(self, name: str, sex: str, number: str, phone: str, address: str) -> None:
        by, carrier = self.dice.choice(_BY)
        where = self.dice.choices(self.origins, weights=_SHARES[: len(self.origins)])[0]
        self.rows.append((str(len(self.rows) + 1), name, sex, number, phone, where, self._day(), by, carrier, address))

    def _day(self) -> str:
        day = self.dated - timedelta(days=self.dice.randrange(_DAYS_AGO))
        written = (f"{day:%Y-%m-%d}", f"{day.month}月{day.day}日", f"{day:%Y/%m/%d}", f"{day.month}.{day.day}")
        return self.dice.choice(written)


def write_returnees(
    registers: Sequence[Register], path: Path, *, dated: date, focus: str = "", of_a_kind: int = 8, seed: int = 1
) -> int:
    """Write a list of `dated` in GB 18030 to `path`; answers how many rows it has.

    `of_a_kind` people each are known by id number, by phone and by name and address, and as many are strangers; of the
    known ones every second lives in the community `focus`. A few rows are doubtful, said twice, or say nobody.
    """
    dice = Random(f"{seed}/returnees")
    clerk = _Clerk(dice, dated, [])
    chosen = _chosen(registers, focus=focus, dice=dice)
    writers: tuple[Callable[[_Known], None], ...] = (clerk.by_number, clerk.by_phone, clerk.by_address)
    for write in writers:
        for known in _take(chosen, of_a_kind, needs_phone=write == clerk.by_phone):
            write(known)
    for known in _take(chosen, of_a_kind // 3):
        clerk.by_name(known)
    for stranger in _strangers(registers, of_a_kind, dice=dice):
        clerk.stranger(*stranger)
    clerk.rows += [clerk.rows[1], (str(len(clerk.rows) + 1), *[""] * 4, _FROM[0], *[""] * 4)]
    clerk.write(path)
    return len(clerk.rows)


def write_known(
    registers: Sequence[Register], path: Path, *, dated: date, number: int, origin: str, seed: int = 1
) -> None:
    """Write a list of so many people of the register, each known by id number, who all came from `origin`."""
    dice = Random(f"{seed}/known")
    clerk = _Clerk(dice, dated, [], (origin,))
    for known in _take(_chosen(registers, focus="", dice=dice), number):
        clerk.by_number(known)
    clerk.write(path)


def _chosen(registers: Sequence[Register], *, focus: str, dice: Random) -> list[_Known]:
    """Grown-ups of dwellings in a drawn order, by turns of the community in focus and of the others."""
    near: list[_Known] = []
    far: list[_Known] = []
    for register in registers:
        grown_up = [
            _Known(person, door, register)
            for door in register.doors
            if not door.is_business
            for person in door.people
            if person.born.year < 2022 - _GROWN_UP
        ]
        drawn = dice.sample(grown_up, min(len(grown_up), 100))
        (near if register.community.name == focus else far).extend(drawn)
    dice.shuffle(far)
    turns = [known for pair in zip(near, far, strict=False) for known in pair]
    return turns or near or far


def _take(chosen: list[_Known], count: int, *, needs_phone: bool = False) -> list[_Known]:
    """The next ones, who are not chosen again."""
    taken = [known for known in chosen if known.person.phones or not needs_phone][:count]
    for known in taken:
        chosen.remove(known)
    return taken


def _strangers(registers: Sequence[Register], count: int, *, dice: Random) -> Iterator[tuple[str, str, str, str, str]]:
    """People whom the register lacks: name, sex, id number, phone, and an address of which it knows the beginning."""
    taken = {person.id_number for register in registers for door in register.doors for person in door.people}
    ids, phones = IdNumbers(), Phones(prefix=RESIDENT_PREFIX, after=_STRANGERS_FROM)
    for number, name in zip(range(count), names.grown_ups(seed="strangers"), strict=False):
        sex, born = dice.choice("男女"), date(1966, 1, 1) + timedelta(days=dice.randrange(8_000))
        id_number = ids.next(born=born, sex=sex)
        while id_number in taken:
            id_number = ids.next(born=born, sex=sex)
        community = dice.choice(registers).community
        address = f"{community.town}{community.name}{community.compounds[0].name}" if number % 4 else "县城亲戚家"
        yield name, sex, id_number, phones.next(), address
