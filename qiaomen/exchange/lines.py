"""The rows of a list through its mapping, with what is neither title, header, blank nor totals left over."""

from collections import Counter
from collections.abc import Iterator

from qiaomen.base.problems import Problem
from qiaomen.exchange.cells import Cell, Row, first_text, squeezed, text, whole_number
from qiaomen.exchange.fields import Field, Vocabulary
from qiaomen.exchange.headers import Mapping, Mappings, is_header_again, mapping_of
from qiaomen.exchange.notes import Notes
from qiaomen.exchange.tables import Table
from qiaomen.people.phones import read_phones

_TOTALS = ("合计", "总计", "小计", "共计")


class Line:
    """One row through its mapping."""

    def __init__(self, notes: Notes, index: int, row: Row) -> None:
        self.notes, self.index, self.row = notes, index, row

    def cell(self, field: Field) -> Cell:
        """The field's cell, None where the file has no such column."""
        column = self.notes.mapping.fields.get(field)
        return self.row[column] if column is not None and column < len(self.row) else None

    def text(self, field: Field) -> str:
        """The field's text."""
        return text(self.cell(field))

    def phone(self, field: Field) -> str:
        """The field's first phone; a cell that gives none is blamed."""
        reading = read_phones(self.cell(field))
        if reading.issue:
            self.notes.blame(self.index, self.notes.mapping.fields[field], reading.issue)
        return reading.phones[0] if reading.phones else ""

    def number(self, field: Field) -> int | None:
        """The field's number; a cell that is not one is blamed."""
        value = whole_number(self.cell(field))
        if value is None and self.text(field):
            self.notes.blame(self.index, self.notes.mapping.fields[field], "number.unreadable")
        return value


def lines(
    table: Table, vocabulary: Vocabulary, *, needs: Field, rows: Counter[str], mappings: Mappings | None = None
) -> Iterator[Line]:
    """The rows that are neither title, header, blank nor totals, sheet by sheet. Raises `file.no_header`."""
    found = {sheet.name: mapping_of(sheet, vocabulary, mappings) for sheet in table.sheets}
    if not any(mapping and needs in mapping.fields for mapping in found.values()):
        raise Problem("file.no_header", file=table.file)
    for sheet in table.sheets:
        mapping = found[sheet.name]
        notes = Notes(file=table.file, sheet=sheet.name, mapping=mapping or Mapping(-1, ()))
        for index, row in enumerate(sheet.rows):
            outcome = _outcome(index, row, mapping if mapping and needs in mapping.fields else None)
            rows[outcome] += 1
            if outcome == "read":
                yield Line(notes, index, row)


def _outcome(index: int, row: Row, mapping: Mapping | None) -> str:
    first = first_text(row)
    if not first:
        return "row.blank"
    if mapping is None:
        return "sheet.no_header"
    if index < mapping.header_row:
        return "row.title"
    if index == mapping.header_row or is_header_again(row, mapping):
        return "row.header"
    return "row.totals" if squeezed(first).startswith(_TOTALS) else "read"
