"""The register as two kinds of office keep it: one address column in a GBK CSV, or a household a row over sheets."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final

import xlsxwriter

from .layout import Community
from .mess import Cell, Clerk, Fault
from .residents import Door

# A workbook carries its time of making: a fixed one, so that the same seed gives the same bytes.
_MADE: Final = datetime(2022, 3, 20, 21, 30)  # noqa: DTZ001 -- XlsxWriter writes naive times
CSV_HEADER: Final = ("详细地址", "户主姓名", "家庭成员", "性别", "证件号码", "手机号码")
HOUSEHOLD_HEADER: Final = (
    "网格",
    "门牌",
    "房屋用途",
    "户主",
    "户主身份证",
    "户主电话",
    "常住人口数",
    "其他成员（姓名 身份证 电话）",
    "备注",
)
_HOUSEHOLDS_A_GRID: Final = 400


@dataclass(frozen=True, slots=True)
class Register:
    """One community's doors, ready to be written."""

    community: Community
    doors: Sequence[Door]

    @property
    def people(self) -> int:
        return sum(len(door.people) for door in self.doors)


Writer = Callable[[Register, Path, Random], list[Fault]]
"""Writes one community's file into a folder and answers the cells that lost information."""


def new_workbook(path: Path) -> xlsxwriter.Workbook:
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": _MADE})
    return book


def write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    """An empty cell is not written at all, as offices leave it."""
    if isinstance(cell.value, float):
        sheet.write_number(row, column, cell.value)
    elif cell.value:
        sheet.write_string(row, column, cell.value)


def write_gbk_csv(register: Register, folder: Path, dice: Random) -> list[Fault]:
    """CSV in GBK: the whole address in one column, a person a line, an empty household with an address only."""
    community, clerk = register.community, Clerk(dice, numbers=False)
    path = folder / f"{community.name}.csv"
    faults: list[Fault] = []
    lines: list[Sequence[str | float]] = [CSV_HEADER]
    for door in register.doors:
        address = community.town + community.name + door.compound + _short_or_long(door, dice)
        if not door.people:
            lines.append((address, "", "", "", "", ""))
        head = door.people[0].name if door.people else ""
        for person in door.people:
            cells = (clerk.id_number(person), clerk.phones(person))
            lines.append((address, head, clerk.name(person), person.sex, *(cell.value for cell in cells)))
            faults += (
                Fault(path.name, "", len(lines), CSV_HEADER[column], cell.fault)
                for column, cell in enumerate(cells, start=4)
                if cell.fault
            )
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(lines)
    return faults


def _short_or_long(door: Door, dice: Random) -> str:
    """3-2-501 in a quarter of the lines that have such a form, else 3栋2单元501室 or 1巷12号."""
    address = door.address
    if address.numbers and dice.random() < 0.25:
        return address.numbers
    room = address.room if address.room.endswith("号") else f"{address.room}室"
    return f"{address.building}{address.stairwell}{room}"


def write_households(register: Register, folder: Path, dice: Random) -> list[Fault]:
    """XLSX: a household a row over a sheet a grid, the other members in one cell, a sheet of remarks first."""
    community, clerk = register.community, Clerk(dice)
    path = folder / f"{community.name}.xlsx"
    book = new_workbook(path)
    book.add_worksheet("说明").write_string(0, 0, "请勿改动表头")
    faults: list[Fault] = []
    for grid, start in enumerate(range(0, len(register.doors), _HOUSEHOLDS_A_GRID), start=1):
        sheet = book.add_worksheet(f"第{grid}网格")
        sheet.write_row(0, 0, HOUSEHOLD_HEADER)
        for row, door in enumerate(register.doors[start : start + _HOUSEHOLDS_A_GRID], start=1):
            cells = _household(door, grid=f"{community.name}第{grid}网格", clerk=clerk, dice=dice)
            for column, cell in enumerate(cells):
                write_cell(sheet, row, column, cell)
                if cell.fault:
                    faults.append(Fault(path.name, f"第{grid}网格", row + 1, HOUSEHOLD_HEADER[column], cell.fault))
    book.close()
    return faults


def _household(door: Door, *, grid: str, clerk: Clerk, dice: Random) -> list[Cell]:
    address = f"{door.compound} {door.address.building} {door.address.stairwell} {door.address.room}"
    place = [Cell(grid), Cell(address), Cell(door.use)]
    if not door.people:
        remark = "长期空置" if dice.random() < 0.4 else ""
        return [*place, Cell(""), Cell(""), Cell(""), Cell(0.0), Cell(""), Cell(remark)]
    head, *others = door.people
    members = [(clerk.name(person), _in_text(clerk.id_number(person)), clerk.phones(person)) for person in others]
    text = "；".join(
        " ".join(str(part) for part in (name, id_.value, phone.value) if part) for name, id_, phone in members
    )
    fault = "、".join(cell.fault for _, *cells in members for cell in cells if cell.fault)
    return [
        *place,
        Cell(clerk.name(head)),
        clerk.id_number(head),
        clerk.phones(head),
        Cell(float(len(door.people))),
        Cell(text, fault),
        Cell(""),
    ]


def _in_text(cell: Cell) -> Cell:
    """A number typed among words keeps its digits; only one pasted from a number cell has lost them."""
    return Cell(f"{cell.value:.5E}", cell.fault) if isinstance(cell.value, float) else cell
