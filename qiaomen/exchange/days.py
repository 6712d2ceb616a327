"""Dates as lists write them: 3月18日, 2020-03-18, 3.18, 20200318, a number that Excel counts days by."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from qiaomen.exchange.cells import Cell, text

# A list of the new year speaks of days of the old one, and never of a day far ahead.
AHEAD = timedelta(days=31)
_EXCEL_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = range(36_526, 73_051)  # 2000 to 2099
_WHOLE = re.compile(r"(?<!\d)(\d{4})\D{0,3}?(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")
_PACKED = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)")


def read_day(cell: Cell, *, listed: date) -> date | None:
    """The day that a cell says, or None. One without a year is the last such day not later than a month after `listed`,
    the date of the list.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = unicodedata.normalize("NFKC", text(cell))
    for form in (_PACKED, _WHOLE):
        if found := form.search(said):
            return _day(*map(int, found.groups()))
    if found := _SHORT.search(said):
        month, day = map(int, found.groups())
        return _latest(month, day, listed)
    if said.isdecimal() and int(said) in _EXCEL_DAYS:
        return _EXCEL_ZERO + timedelta(days=int(said))
    return None


def _latest(month: int, day: int, listed: date) -> date | None:
    """29 February is of the last leap year."""
    years = range(listed.year + 1, listed.year - 8, -1)
    return next((one for year in years if (one := _day(year, month, day)) and one <= listed + AHEAD), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
