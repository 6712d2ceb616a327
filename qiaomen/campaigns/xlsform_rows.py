"""An XLSForm workbook as rows: which columns hold what, and in which language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from qiaomen.base.problems import Problem
from qiaomen.base.unpacked import COMPOUND, ZIP, check_workbook

Language = Literal["zh", "en"]
LARGEST = 2_000_000
MOST_UNPACKED = 50_000_000
LANGUAGES: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"中文|汉语|简体|chinese|\bzh\b|^zh", re.IGNORECASE),
    "en": re.compile(r"english|英|\ben\b|^en", re.IGNORECASE),
}
HAN = re.compile(r"[\u4e00-\u9fff]")
SAID = ("label", "hint", "constraint_message")
# Columns that change nothing here, and those whose meaning we would lose by overlooking them.
READ = {
    "type", "name", "required", "relevant", "constraint", "door_kinds", "raises", "fact", "list_name", "list name",
}  # fmt: skip
REFUSED = {
    "calculation", "choice_filter", "default", "read_only", "readonly", "trigger", "repeat_count", "parameters",
    "save_to",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the workbook that a person must be told: the cell to blame and what is wrong with it.

    `row` counts from 1 as spreadsheets do; 0 is the whole sheet.
    """

    sheet: str
    row: int
    column: str
    problem: Problem


@dataclass(slots=True)
class Row:
    """A row of a sheet: its cells by the column's plain name, what is said by language, and the headings as typed."""

    sheet: str
    number: int
    cells: dict[str, str]
    said: dict[str, dict[Language, str]]
    headings: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def words(self, column: str) -> tuple[str, str]:
        """A label, hint or message in Chinese and in English; the one that is there stands for both."""
        said = self.said.get(column, {})
        return said.get("zh") or said.get("en", ""), said.get("en") or said.get("zh", "")

    def fault(self, heading: str, code: str, /, **details: Any) -> Fault:
        return self.blame(heading, Problem(code, **details))

    def blame(self, column: str, problem: Problem) -> Fault:
        return Fault(self.sheet, self.number, self.headings.get(column, column), problem)


@dataclass(slots=True)
class Workbook:
    """The sheets that matter, and what was found while opening them."""

    survey: list[Row]
    choices: list[Row]
    title: str = ""
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    definition: Mapping[str, Any] = field(default_factory=dict)


def open_workbook(content: bytes) -> Workbook:
    """Read a workbook's cells with pyxform. Raises `xlsform.unreadable`, `xlsform.too_large`, `xlsform.no_survey`."""
    if len(content) > LARGEST:
        raise Problem("xlsform.too_large")
    read = _read(content)
    if not read.survey:
        raise Problem("xlsform.no_survey")
    settings = (read.settings or [{}])[0]
    main = _language(str(settings.get("default_language", "")))
    book = Workbook([], [], title=str(settings.get("form_title", "")), definition=_definition(read))
    for name, rows in (("survey", read.survey), ("choices", read.choices or [])):
        getattr(book, name).extend(_rows(name, rows, main))
    _look_at_columns(book)
    return book


def _read(content: bytes) -> Any:
    from pyxform.xls2json_backends import get_xlsform

    if not content.startswith((ZIP, COMPOUND)):  # pyxform would read a text as a table, too
        raise Problem("xlsform.unreadable")
    try:
        check_workbook(content, "XLSForm", most_unpacked=MOST_UNPACKED)
        return get_xlsform(content)
    except Exception:  # pyxform, openpyxl and xlrd trip over what is broken in a dozen ways, each with its own errors
        raise Problem("xlsform.unreadable") from None


def _definition(read: Any) -> dict[str, Any]:
    return {name: getattr(read, name) for name in read.__dataclass_fields__}


def _rows(sheet: str, rows: Sequence[Mapping[str, Any]], main: Language | None) -> Iterator[Row]:
    for index, cells in enumerate(rows):
        if cells:
            yield _row(sheet, index + 2, {str(key): str(value).strip() for key, value in cells.items()}, main)


def _row(sheet: str, number: int, typed: Mapping[str, str], main: Language | None) -> Row:
    row = Row(sheet, number, {}, {}, {})
    for heading, value in typed.items():
        plain, _, language = heading.partition("::")
        column = plain.strip().lower()
        row.headings.setdefault(column, heading)
        if column not in SAID:
            row.cells[heading.strip().lower() if language else column] = value
            continue
        of = _language(language) if language.strip() else main or ("zh" if HAN.search(value) else "en")
        if of is None:
            row.cells[heading.lower()] = value
        else:
            row.said.setdefault(column, {}).setdefault(of, value)
    return row


def _language(name: str) -> Language | None:
    return next((language for language, pattern in LANGUAGES.items() if pattern.search(name.strip())), None)


def _look_at_columns(book: Workbook) -> None:
    """Each column that is not read is named once: refused where it would change what is asked."""
    told: set[tuple[str, str]] = set()
    languages: set[Language] = set()
    for row in [*book.survey, *book.choices]:
        languages |= row.said.get("label", {}).keys()
        for column in row.cells.keys() - READ:
            if (row.sheet, column) in told and column not in REFUSED:
                continue
            told.add((row.sheet, column))
            if column in REFUSED and row.sheet == "survey":
                if row.get("type") != "calculate":
                    book.faults.append(row.fault(column, "xlsform.column", column=column))
            else:
                book.warnings.append(row.fault(column, "xlsform.column_ignored", column=column))
    if len(languages) == 1:
        missing = "English" if "zh" in languages else "中文"
        book.warnings.append(Fault("survey", 0, "label", Problem("xlsform.one_language", language=missing)))
