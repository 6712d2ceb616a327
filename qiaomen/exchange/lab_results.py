"""Laboratories' results, read: a tube's code or a person's id number, what was found, and when it was reported."""

import re
from collections import Counter
from datetime import datetime, time

import msgspec
from django.utils import timezone

from qiaomen.base.problems import Problem
from qiaomen.exchange.cells import Cell, squeezed, text
from qiaomen.exchange.days import read_day
from qiaomen.exchange.fields import RESULTS, Field
from qiaomen.exchange.lines import Line, lines
from qiaomen.exchange.tables import read_table
from qiaomen.people.idnumbers import read_id
from qiaomen.sampling import tubes
from qiaomen.sampling.answers import Answer, Said

_MARKS: dict[Said, tuple[str, ...]] = {
    # In this order: 弱阳性 is positive, 未检出 is not, and what is doubtful (非阴性 as much) is neither.
    "invalid": (
        "非阴",
        "非阳",
        "nonneg",
        "non-neg",
        "notneg",
        "nonpos",
        "non-pos",
        "notpos",
        "无效",
        "可疑",
        "灰区",
        "不合格",
        "污染",
        "重采",
        "复采",
        "失败",
        "invalid",
        "doubtful",
        "inconclusive",
    ),
    "negative": ("阴", "未检出", "正常", "neg", "notdetected", "undetected"),
    "positive": ("阳", "检出", "pos", "detected"),
}
_SIGNS: dict[str, Said] = {
    "-": "negative",
    "−": "negative",
    "－": "negative",
    "(-)": "negative",
    "+": "positive",
    "(+)": "positive",
}
_CLOCK = re.compile(r"(\d{1,2})[:：时](\d{1,2})")


class Results(msgspec.Struct):
    """What a file says, line by line; `rows` counts what was skipped: titles, headers, blanks, totals."""

    answers: list[Answer]
    rows: dict[str, int]


def read_results(content: bytes, file: str, *, today: datetime) -> Results:
    """Read a file of results. Raises `file.unreadable`, `file.encoding`, or `sampling.file` where no column fits."""
    table, counted = read_table(content, file), Counter[str]()
    try:
        found = [_answer(line, today) for line in lines(table, RESULTS, needs=Field.RESULT, rows=counted)]
    except Problem as problem:
        raise Problem("sampling.file") from problem
    return Results([one for one in found if one is not None], dict(counted))


def result_word(cell: Cell) -> Said:
    """negative, positive or invalid; empty where the cell says none of them."""
    plain = squeezed(cell).casefold()
    if plain in _SIGNS:
        return _SIGNS[plain]
    return next((said for said, marks in _MARKS.items() if any(mark in plain for mark in marks)), "")


def tube_code(cell: Cell) -> str:
    """The code of a tube, in its normal form."""
    return tubes.normal(text(cell))


def _answer(line: Line, today: datetime) -> Answer | None:
    number = read_id(line.cell(Field.ID)).number or ""
    one = Answer(line.index + 1, tube=tube_code(line.cell(Field.TUBE)), id_number=number)
    one.result, one.reported = result_word(line.cell(Field.RESULT)), _moment(line.cell(Field.REPORTED), today)
    if not number and text(line.cell(Field.ID)) and not one.tube:
        one.problem = "id.form"
    return one


def _moment(cell: Cell, today: datetime) -> datetime | None:
    """When it was reported; without an hour at noon, never later than now."""
    here = timezone.get_default_timezone()
    if isinstance(cell, datetime):
        said = cell.replace(tzinfo=here)
    else:
        day, clock = read_day(cell, listed=today.astimezone(here).date()), _CLOCK.search(text(cell))
        if day is None:
            return None
        said = datetime.combine(day, _time(clock), here)
    return min(said, today)


def _time(clock: re.Match[str] | None) -> time:
    if clock is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        return time(12)
    return time(int(clock[1]), int(clock[2]))
