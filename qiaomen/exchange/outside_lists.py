"""Lists from outside, read: whom police, railways, hospitals and other districts push, as messy as they send them.

A row without any name, number or phone is refused; a bad cell is blamed and the row stays, because somebody came.
"""

from collections import Counter
from datetime import date

from qiaomen.exchange import kinds
from qiaomen.exchange.cells import text
from qiaomen.exchange.days import read_day
from qiaomen.exchange.fields import OUTSIDE, Field
from qiaomen.exchange.headers import Mappings
from qiaomen.exchange.lines import Line, lines
from qiaomen.exchange.people_lists import ListReading
from qiaomen.exchange.regions import region_code
from qiaomen.exchange.tables import Table
from qiaomen.lists.bringing import Incoming
from qiaomen.people.idnumbers import read_id
from qiaomen.people.names import read_name, search_keys
from qiaomen.people.phones import read_phones

_TRANSPORTS = {
    "plane": ("飞机", "航班", "民航", "plane", "flight", "air"),
    "train": ("火车", "高铁", "动车", "铁路", "列车", "train", "rail"),
    "own_car": ("自驾", "私家车", "小车", "own car"),
    "coach": ("大巴", "客车", "汽车", "班车", "coach", "bus"),
    "ride": ("拼车", "网约车", "顺风车", "出租车", "taxi", "ride"),
    "ship": ("轮船", "客轮", "船", "ship", "ferry"),
}


def read_outside(table: Table, mappings: Mappings | None = None, *, listed: date) -> ListReading[Incoming]:
    """Read a list of the day `listed`. Raises `file.no_header`."""
    reading = ListReading[Incoming](file=table.file, found=[], issues=[], refused=[], rows=Counter())
    seen: set[tuple[object, ...]] = set()
    for line in lines(table, OUTSIDE, needs=Field.NAME, rows=reading.rows, mappings=mappings):
        row = _row(line, listed)
        reason = "row.nobody" if row is None else "row.repeated" if _said(row) in seen else ""
        if row is not None and not reason:
            seen.add(_said(row))
            reading.found.append(row)
        else:
            line.notes.refuse(line.index, reason, line.row)
            reading.rows["read"] -= 1
            reading.rows["refused"] += 1
        reading.issues += line.notes.issues
        reading.refused += line.notes.refused
        line.notes.issues, line.notes.refused = [], []
    return reading


def transport(said: str) -> str:
    """The word for a means of transport: plane, train, own_car, coach, ride, ship, other; empty for nothing said."""
    plain = said.strip().casefold()
    return next(
        (word for word, marks in _TRANSPORTS.items() if any(mark in plain for mark in marks)), "other" * bool(plain)
    )


def _row(line: Line, listed: date) -> Incoming | None:
    named = read_name(line.cell(Field.NAME))
    number = read_id(line.cell(Field.ID))
    phones = read_phones(line.cell(Field.PHONE))
    if not (named.name or number.number or phones.phones):
        return None
    for field, issue in ((Field.ID, number.issue), (Field.PHONE, phones.issue)):
        if issue:
            line.notes.blame(line.index, line.notes.mapping.fields[field], issue)
    origin = line.text(Field.FROM)
    region = region_code(origin)
    if origin and not region:
        line.notes.blame(line.index, line.notes.mapping.fields[Field.FROM], "region.unknown", lost=False)
    return Incoming(
        line=line.index + 1,
        name=named.name,
        sex=_sex(line, number.sex),
        birth_year=number.birth.year if number.birth else None,
        id_number=number.number or "",
        phones=phones.phones,
        origin=origin,
        region=region,
        arrived=_arrived(line, listed),
        transport=transport(line.text(Field.TRANSPORT)),
        carrier=line.text(Field.CARRIER),
        address=line.text(Field.ADDRESS),
        remark="；".join(filter(None, (named.remark, line.text(Field.REMARK)))),
    )


def _sex(line: Line, of_id: int) -> int:
    """The id number is believed."""
    said = kinds.sex(line.text(Field.SEX)) if line.text(Field.SEX) else 0
    if of_id and said in (1, 2) and said != of_id:
        line.notes.blame(line.index, line.notes.mapping.fields[Field.SEX], "sex.differs_from_id", lost=False)
    return of_id or said


def _arrived(line: Line, listed: date) -> date | None:
    cell = line.cell(Field.ARRIVED)
    day = read_day(cell, listed=listed)
    if day is None and text(cell):
        line.notes.blame(line.index, line.notes.mapping.fields[Field.ARRIVED], "arrived.unreadable")
    elif day is not None and day > listed:
        line.notes.blame(line.index, line.notes.mapping.fields[Field.ARRIVED], "arrived.later", lost=False)
    return day


def _said(row: Incoming) -> tuple[object, ...]:
    """What makes two rows of a file say the same."""
    return (
        search_keys(row.name).plain, row.id_number, frozenset(row.phones), row.region or row.origin, row.arrived,
        row.transport, row.address,
    )  # fmt: skip
