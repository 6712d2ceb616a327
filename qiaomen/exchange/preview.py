"""The first rows of an uploaded file, and what its columns were taken for: looked at and corrected before it goes in.

What was understood is stored without any cell's value: `{sheet: {header_row, columns: [[field, confidence], …]}}`, with
null for a sheet to leave alone. The rows themselves are sealed.
"""

from typing import Any

import msgspec

from qiaomen.exchange.cells import Row, text
from qiaomen.exchange.columns import VOCABULARIES
from qiaomen.exchange.fields import Field
from qiaomen.exchange.headers import SAMPLES, TITLE_ROWS, Column, Mapping, read_mapping
from qiaomen.exchange.models import Kind
from qiaomen.exchange.tables import Sheet, Table

# As many as recognising a header and its columns looks at.
FIRST_ROWS = TITLE_ROWS + 60
MOST_COLUMNS = 120

Stored = dict[str, Any]


class SheetPreview(msgspec.Struct):
    """A sheet's name, how many rows it has, and the text of the first ones."""

    name: str
    count: int
    rows: list[list[str]]

    def as_sheet(self) -> Sheet:
        """The first rows as a sheet of their own."""
        rows: list[Row] = [list(row) for row in self.rows]
        return Sheet(name=self.name, rows=rows)


class Preview(msgspec.Struct):
    """The sheets of a file."""

    sheets: list[SheetPreview]


def preview(table: Table) -> Preview:
    """The first rows of every sheet."""
    return Preview([SheetPreview(sheet.name, len(sheet.rows), _first(sheet.rows)) for sheet in table.sheets])


def recognised(previewed: Preview, kind: Kind) -> Stored:
    """What the columns are taken for, as it is stored."""
    found = ((sheet.name, read_mapping(sheet.as_sheet(), VOCABULARIES[kind])) for sheet in previewed.sheets)
    return {name: stored(mapping) for name, mapping in found}


def under_header(sheet: SheetPreview, kind: Kind, header_row: int | None) -> dict[str, Any] | None:
    """The same for one sheet, when a person says which row (from 0) is its header; None leaves the sheet alone."""
    if header_row is None or not 0 <= header_row < len(sheet.rows):
        return None
    below = Sheet(sheet.name, [list(row) for row in sheet.rows[header_row:]])
    mapping = read_mapping(below, VOCABULARIES[kind])
    if mapping is not None and mapping.header_row == 0:
        return stored(msgspec.structs.replace(mapping, header_row=header_row))
    return {"header_row": header_row, "columns": [["", 0.0] for _cell in sheet.rows[header_row]]}


def stored(mapping: Mapping | None) -> dict[str, Any] | None:
    """A mapping without headers and samples."""
    if mapping is None:
        return None
    columns = [[column.field.value if column.field else "", column.confidence] for column in mapping.columns]
    return {"header_row": mapping.header_row, "columns": columns}


def restored(saved: dict[str, Any] | None, sheet: Sheet) -> Mapping | None:
    """The mapping again, with the headers as they stand in the sheet, and samples from its rows."""
    if saved is None or saved["header_row"] >= len(sheet.rows):
        return None
    header = sheet.rows[saved["header_row"]]
    below = sheet.rows[saved["header_row"] + 1 : saved["header_row"] + 61]
    columns = tuple(
        Column(index, text(header[index]), Field(field) if field else None, confidence, _samples(below, index))
        for index, (field, confidence) in enumerate(saved["columns"][: len(header)])
    )
    return Mapping(header_row=saved["header_row"], columns=columns)


def _first(rows: list[Row]) -> list[list[str]]:
    return [[text(cell) for cell in row[:MOST_COLUMNS]] for row in rows[:FIRST_ROWS]]


def _samples(rows: list[Row], index: int) -> tuple[str, ...]:
    values = (text(row[index]) for row in rows if index < len(row))
    return tuple(dict.fromkeys(filter(None, values)))[:SAMPLES]
