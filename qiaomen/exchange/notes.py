"""Writing down, while a sheet is read, which cells are to blame and what became of each row."""

from collections import Counter

from qiaomen.exchange.cells import CellIssue, RefusedRow, Row, column_name, text
from qiaomen.exchange.headers import Mapping


class Notes:
    """Issues, refusals and row counts of one sheet; rows and columns come in as indexes from 0."""

    def __init__(self, *, file: str, sheet: str, mapping: Mapping) -> None:
        self.file, self.sheet, self.mapping = file, sheet, mapping
        self.issues: list[CellIssue] = []
        self.refused: list[RefusedRow] = []
        self.rows: Counter[str] = Counter()

    def blame(self, row: int, column: int | None, reason: str, *, lost: bool = True) -> None:
        """One cell is to blame; without a column, the whole row is."""
        header = "" if column is None else self.mapping.header_of(column)
        cell = "" if column is None else f"{column_name(column)}{row + 1}"
        self.issues.append(CellIssue(self.file, self.sheet, row + 1, header, cell, reason, lost))

    def refuse(self, row: int, reason: str, cells: Row) -> None:
        """A row cannot be taken over; what stood in it is kept for the list of refused rows."""
        self.rows["refused"] += 1
        self.refused.append(RefusedRow(self.file, self.sheet, row + 1, reason, tuple(map(text, cells))))

    def count(self, outcome: str) -> None:
        """One more row ended so: read, row.blank, row.title, row.header, row.totals, row.note …"""
        self.rows[outcome] += 1
