"""The register as an office that loves forms keeps it: titles, a person a row, the household's cells merged."""

from pathlib import Path
from random import Random
from typing import Final

import xlsxwriter

from .mess import Cell, Clerk, Fault
from .residents import Door
from .sheets import Register, new_workbook, write_cell

FORM_HEADER: Final = (
    "序号",
    "小区",
    "楼栋",
    "单元",
    "房号",
    "房屋用途",
    "姓名",
    "与户主关系",
    "身份证号码",
    "联系电话",
)
_SHEET: Final = "花名册"
_FIRST_ROW: Final = 3
_NAME_COLUMN: Final = FORM_HEADER.index("姓名")
_BLANK_ROW_SHARE: Final = 0.004


def write_form(register: Register, folder: Path, dice: Random) -> list[Fault]:
    """XLSX with two merged title rows above the header, a blank row here and there, and a totals row at the end."""
    path = folder / f"{register.community.name}.xlsx"
    book = new_workbook(path)
    sheet = book.add_worksheet(_SHEET)
    form = _Form(sheet, book.add_format({"valign": "vcenter"}), Clerk(dice), path.name)
    form.title(f"{register.community.town}{register.community.name}住户信息登记表（2022年3月）")
    row = _FIRST_ROW
    for number, door in enumerate(register.doors, start=1):
        row += dice.random() < _BLANK_ROW_SHARE
        row = form.door(row, number=number, door=door)
    sheet.write_row(row, 0, ("合计", "", "", "", f"{len(register.doors)}户", "", f"{register.people}人"))
    book.close()
    return form.faults


class _Form:
    def __init__(
        self, sheet: xlsxwriter.worksheet.Worksheet, middle: xlsxwriter.format.Format, clerk: Clerk, file: str
    ) -> None:
        self._sheet, self._middle, self._clerk, self._file = sheet, middle, clerk, file
        self.faults: list[Fault] = []

    def title(self, text: str) -> None:
        last = len(FORM_HEADER) - 1
        self._sheet.merge_range(0, 0, 0, last, text, self._middle)
        self._sheet.merge_range(1, 0, 1, last, "填报单位（盖章）：", self._middle)
        self._sheet.write_row(2, 0, FORM_HEADER)

    def door(self, row: int, *, number: int, door: Door) -> int:
        """Writes one household and answers the row below it."""
        height = max(1, len(door.people))
        address = door.address
        for column, value in enumerate(
            (number, door.compound, address.building, address.stairwell, address.room, door.use)
        ):
            if height > 1:
                self._sheet.merge_range(row, column, row + height - 1, column, value, self._middle)
            else:
                self._sheet.write(row, column, value)
        if not door.people:
            self._sheet.write_string(row, _NAME_COLUMN, "空房")
        for offset, person in enumerate(door.people):
            clerk = self._clerk
            self._person(
                row + offset,
                (Cell(clerk.name(person)), Cell(person.relation), clerk.id_number(person), clerk.phones(person)),
            )
        return row + height

    def _person(self, row: int, cells: tuple[Cell, ...]) -> None:
        for column, cell in enumerate(cells, start=_NAME_COLUMN):
            write_cell(self._sheet, row, column, cell)
            if cell.fault:
                self.faults.append(Fault(self._file, _SHEET, row + 1, FORM_HEADER[column], cell.fault))
