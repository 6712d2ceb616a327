"""Which row is the header and what each column holds: recognised by words, then by content, correctable by a person."""

import re
import unicodedata
from functools import lru_cache

import msgspec

from qiaomen.exchange.cells import Row, text
from qiaomen.exchange.fields import Field, Vocabulary
from qiaomen.exchange.tables import Sheet
from qiaomen.people.idnumbers import read_id
from qiaomen.people.names import simplified

TITLE_ROWS = 30
SAMPLES = 5
_LOOKED_AT = 60
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_PUNCTUATION = re.compile(r"[\s_*＊:：、，,。/\\-]+")
# Addresses and phones of something other than the door or the person.
_ELSEWHERE = ("户籍", "籍贯", "工作", "原", "签")
# What stands in a heading, or tells what a column is, stands here: expressions are never run over a whole page of text.
LONGEST = 500
_LIST_OF_MEMBERS = re.compile(r"\d{6,}\D+\d{6,}.*[；;、]|[；;].*\d{6,}")


class Column(msgspec.Struct, frozen=True):
    """One column as it was understood; confidence 1 is a known header, 0.7 a similar one, 0.5 a guess by content."""

    index: int
    header: str
    field: Field | None
    confidence: float
    samples: tuple[str, ...]


class Mapping(msgspec.Struct, frozen=True):
    """The header row (0-based index into the sheet's rows) and its columns. A person corrects it with `with_field`."""

    header_row: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> dict[Field, int]:
        """Field → column index."""
        return {column.field: column.index for column in self.columns if column.field is not None}

    def with_field(self, index: int, field: Field | None) -> "Mapping":
        """The same mapping with one column put right; the field's former column, if any, becomes unknown."""

        def corrected(column: Column) -> Column:
            if column.index == index:
                return msgspec.structs.replace(column, field=field, confidence=1.0)
            return msgspec.structs.replace(column, field=None) if field and column.field == field else column

        return Mapping(header_row=self.header_row, columns=tuple(map(corrected, self.columns)))

    def header_of(self, index: int) -> str:
        """The header's text of a column."""
        return self.columns[index].header if index < len(self.columns) else ""


# Sheet name → what a person made of it; None for a sheet to leave alone.
Mappings = dict[str, Mapping | None]


def mapping_of(sheet: Sheet, vocabulary: Vocabulary, mappings: Mappings | None = None) -> Mapping | None:
    """What a person made of the sheet, else what is recognised."""
    return mappings[sheet.name] if mappings and sheet.name in mappings else read_mapping(sheet, vocabulary)


@lru_cache(maxsize=4096)
def header_word(header: str) -> str:
    """A header without brackets, blanks and punctuation, in simplified script: 其他成員（姓名 电话） → 其他成员."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", header[:LONGEST]))
    return _PUNCTUATION.sub("", simplified(plain)).casefold()


def read_mapping(sheet: Sheet, vocabulary: Vocabulary) -> Mapping | None:
    """Find the header among the first rows; None when no row names two known columns."""
    words = {word: field for field, names in vocabulary.items() for word in map(header_word, names)}
    best, best_score = -1, 1
    for index, row in enumerate(sheet.rows[:TITLE_ROWS]):
        score = len({words[word] for word in map(header_word, map(text, row)) if word in words})
        if score > best_score:
            best, best_score = index, score
    return _mapped(sheet, best, words) if best >= 0 else None


def is_header_again(row: Row, mapping: Mapping) -> bool:
    """Whether a row repeats the header (a list printed page by page)."""
    same = sum(text(cell) == column.header != "" for cell, column in zip(row, mapping.columns, strict=False))
    return same >= 2 and same * 2 > sum(text(cell) != "" for cell in row)


def _mapped(sheet: Sheet, header_row: int, words: dict[str, Field]) -> Mapping:
    taken: set[Field] = set()
    columns = []
    headers = [text(cell) for cell in sheet.rows[header_row]]
    exact = {words[word] for word in map(header_word, headers) if word in words}
    for index, header in enumerate(headers):
        values = _values(sheet, header_row, index)
        field, confidence = _field(header_word(header), words, exact, values)
        if field in taken:
            field, confidence = None, 0.0
        if field is not None:
            taken.add(field)
        columns.append(Column(index, header, field, confidence, tuple(values[:SAMPLES])))
    return Mapping(header_row=header_row, columns=tuple(columns))


def _values(sheet: Sheet, header_row: int, index: int) -> list[str]:
    rows = sheet.rows[header_row + 1 : header_row + 1 + _LOOKED_AT]
    return [value for value in (text(row[index]) for row in rows if index < len(row)) if value]


def _field(word: str, words: dict[str, Field], exact: set[Field], values: list[str]) -> tuple[Field | None, float]:
    if word in words:
        field = words[word]
        if (
            field == Field.NAME
            and Field.MEMBERS in words.values()
            and any(_LIST_OF_MEMBERS.search(value[:LONGEST]) for value in values)
        ):
            return Field.MEMBERS, 0.7
        return field, 1.0
    if word.startswith(_ELSEWHERE):
        return None, 0.0
    similar = [known for known in words if len(known) > 1 and (known in word or (len(word) > 1 and word in known))]
    for known in sorted(similar, key=len, reverse=True):
        if words[known] not in exact:
            return words[known], 0.7
    if Field.ID in words.values() and Field.ID not in exact and values and _are_ids(values):
        return Field.ID, 0.5
    return None, 0.0


def _are_ids(values: list[str]) -> bool:
    return sum(read_id(value).kind == "resident" for value in values) * 2 > len(values)
