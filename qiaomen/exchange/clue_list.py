"""Another agency's list of clues as it comes: what was told, perhaps what it is about, where, and a plate."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import msgspec

from qiaomen.base import plates
from qiaomen.base.problems import Problem
from qiaomen.clues.records import What
from qiaomen.exchange.cells import Row, text
from qiaomen.exchange.headers import TITLE_ROWS, header_word
from qiaomen.exchange.tables import read_table

WORDS: dict[str, tuple[str, ...]] = {
    "words": ("线索", "线索内容", "内容", "情况", "事项", "描述", "举报内容", "clue", "what was told", "description"),
    "what": ("类别", "线索类别", "类型", "线索类型", "kind", "type"),
    "place": ("地点", "小区", "地址", "社区", "位置", "place", "where", "address"),
    "plate": ("车牌", "车牌号", "号牌", "车号", "plate"),
}
FIELDS = {header_word(word): field for field, words in WORDS.items() for word in words}
MARKS: tuple[tuple[What, tuple[str, ...]], ...] = (
    ("vehicle", ("车", "vehicle")),
    ("gathering", ("聚集", "聚会", "打牌", "麻将", "gathering")),
    ("venue", ("营业", "开门", "场所", "店", "venue")),
    ("person", ("返", "回来", "外来", "来自", "外地", "person")),
)
"""By these words a row says what it is about, in this order; a plate says it, too."""
# Province and letter, four to six more, perhaps what the vehicle is for.
PLATE = re.compile(r"([\u4e00-\u9fff][A-Za-z][\s·•．.\-—]?[A-Za-z0-9]{4,6}[学警挂领]?)(.*)", re.DOTALL)
WORDS_MOST, PLACE_MOST, PLATE_MOST = 2000, 120, 12


class Told(msgspec.Struct, frozen=True):
    """A row: its sheet and number as spreadsheets count, and what stands in it; `is_cut`: not all of it."""

    row: int
    what: What
    words: str
    place: str
    plate: str
    is_cut: bool = False
    sheet: int = 0


def read_clues(content: bytes, file: str) -> list[Told]:
    """The clues of all sheets. Raises `file.unreadable`, `file.encoding`, `clue.file`."""
    sheets = read_table(content, file).sheets
    found = [one for number, sheet in enumerate(sheets) for one in read_rows(sheet.rows, sheet=number)]
    if not found:
        raise Problem("clue.file")
    return found


def read_rows(rows: Iterable[Row], *, sheet: int = 0) -> list[Told]:
    """The clues of a sheet's rows: titles above the header, blank rows and the header again are passed over."""
    columns: dict[str, int] = {}
    found: list[Told] = []
    for number, row in enumerate(rows, 1):
        if not columns:
            columns = _header(row) if number <= TITLE_ROWS else {}
            continue
        told = _told(row, columns, number, sheet)
        if (told.words or told.plate) and not _header(row):
            found.append(told)
    return found


def sayings(several: Iterable[Told]) -> list[tuple[str, Told]]:
    """Each row with what makes it itself, wherever it stands: words, place and plate, however they are spaced.

    A list comes again with more rows, sorted anew or saved by another program; what it said before is the same then. Of
    rows that say the same the first, the second … are the same.
    """
    seen: Counter[str] = Counter()
    found = []
    for one in several:
        said = "\0".join((_plain(one.words), _plain(one.place), plates.normal(one.plate)))
        seen[said] += 1
        found.append((f"{said}\0{seen[said]}", one))
    return found


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _told(row: Row, columns: dict[str, int], number: int, sheet: int) -> Told:
    words, place = _cell(row, columns, "words"), _cell(row, columns, "place")
    plate, behind = _plate(_cell(row, columns, "plate"))
    words = f"{words} {behind}".strip()
    about = what_of(f"{_cell(row, columns, 'what')} {words}", plate)
    is_cut = len(words) > WORDS_MOST or len(place) > PLACE_MOST
    return Told(number, about, words[:WORDS_MOST], place[:PLACE_MOST], plate, is_cut, sheet)


def _plate(said: str) -> tuple[str, str]:
    """The plate, and what stands behind it or instead of it: those are words."""
    if found := PLATE.match(said):
        return found[1], found[2].strip(" ,，;；")
    return (said, "") if len(said) <= PLATE_MOST else ("", said)


def what_of(words: str, plate: str = "") -> What:
    """What a row is about, by its words."""
    if plate:
        return "vehicle"
    said = words.casefold()
    return next((what for what, marks in MARKS if any(mark in said for mark in marks)), "other")


def _header(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        field = FIELDS.get(header_word(text(cell)))
        if field is not None:
            found.setdefault(field, index)
    return found if "words" in found else {}


def _cell(row: Row, columns: dict[str, int], field: str) -> str:
    index = columns.get(field)
    return text(row[index]).strip() if index is not None and index < len(row) else ""
