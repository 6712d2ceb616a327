"""Workbooks from elsewhere, looked at before anything opens them: what they unpack to, and how far they reach.

Two cells, A1 and XFD1048576, make a file of a kilobyte whose rectangle no machine holds; a kilobyte of DEFLATE becomes
a megabyte. Readers find out when memory is gone, which ends the whole process. So files are walked here first, piece by
piece: XLSX after ECMA-376, XLS after [MS-XLS] 2.1.4. What looks well is its reader's to read, and may still be none.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

from qiaomen.base.problems import Problem

ZIP: Final = b"PK\x03\x04"
COMPOUND: Final = b"\xd0\xcf\x11\xe0"
MOST_FILES: Final = 2_000
MOST_UNPACKED: Final = 1 << 30
# Rows × columns of all sheets together: a register of a million people with twenty columns.
MOST_CELLS: Final = 20_000_000
_PIECE: Final = 1 << 20
_HEAD: Final = 1 << 10

_COLUMN: Final = re.compile(rb"""["'\s]r\s*=\s*["']([A-Za-z]{1,3})\d""")
_ROW: Final = re.compile(rb"""["'\s]r\s*=\s*["'][A-Za-z]{0,3}(\d{1,9})["']""")
_ESCAPED: Final = re.compile(rb"""["'\s]r\s*=\s*["']([^"'<>]*&#[^"'<>]*)["']""")
# A row or cell without a number is one further than the one before it. All usual programs number them first of all.
_UNUSUAL: Final = re.compile(rb"<(?:c|row)[\s/>](?!r=)|<\w+:(?:c|row)[\s/>]")
_ROW_OR_NEXT: Final = re.compile(rb"""<(?:\w+:)?(row(?=[\s/>])|c(?=[\s/>])(?![^<>]*["'\s]r\s*=))""")
_ENCODING: Final = re.compile(rb"""^<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)["']""")

# [MS-XLS] 2.3: the records of cells, all of which begin with row and column.
_XLS_CELLS: Final = {0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E}
_XLS_ROWS, _XLS_COLUMNS = 65_536, 256
_BEGIN: Final = 0x809


def check_workbook(content: bytes, file: str, *, most_unpacked: int = MOST_UNPACKED) -> None:
    """Refuse a workbook that cannot be opened in the memory of a machine. What is none is left to its reader.

    `file` is how the person knows it. Raises `file.too_much`, `file.unreadable`.
    """
    if content.startswith(ZIP):
        _check_zip(content, file, most_unpacked)
    elif content.startswith(COMPOUND):
        _check_compound(content, file)


@dataclass(slots=True)
class _Reach:
    """How far a sheet goes: its last numbered row and column, and how many of either follow without a number."""

    row: int = 0
    column: int = 0
    rows: int = 0
    cells: int = 0
    in_row: int = 0

    def look(self, piece: bytes) -> None:
        """Take in a piece of the sheet that ends where a tag begins."""
        for column in set(_COLUMN.findall(piece)):
            self.column = max(self.column, _number(column))
        self.row = max((self.row, *map(int, set(_ROW.findall(piece)))))
        for given in _ESCAPED.findall(piece) if b"&#" in piece else ():
            self.look(b'<c r="%b">' % unescape(given.decode("latin-1")).replace("&", "").encode("latin-1", "replace"))
        if _UNUSUAL.search(piece):
            self._count(piece)

    def _count(self, piece: bytes) -> None:
        for tag in _ROW_OR_NEXT.findall(piece):
            self.in_row = 0 if tag == b"row" else self.in_row + 1
            self.cells = max(self.cells, self.in_row)
            self.rows += tag == b"row"

    @property
    def area(self) -> int:
        """Rows × columns of the rectangle that a reader makes of it, at most."""
        return (self.row + self.rows) * (self.column + self.cells)


def _check_zip(content: bytes, file: str, most: int) -> None:
    left, area = most, 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if len(packed.infolist()) > MOST_FILES:
                raise Problem("file.too_much", file=file)
            for info in packed.infolist():
                reach = _Reach()
                left -= _walk(packed, info, reach, left, file)
                area += reach.area
                if area > MOST_CELLS:
                    raise Problem("file.too_much", file=file)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, struct.error):
        raise Problem("file.unreadable", file=file) from None


def _walk(packed: zipfile.ZipFile, info: zipfile.ZipInfo, reach: _Reach, left: int, file: str) -> int:
    """Unpack one file of a ZIP, keeping nothing; answers its bytes. Raises `file.too_much`, `file.unreadable`."""
    size, begun, is_sheet = 0, b"", False
    for piece in _pieces(packed, info):
        if not size:
            _check_head(piece[:_HEAD], file)
        size += len(piece)
        if size > left or len(begun) > _PIECE:
            raise Problem("file.too_much", file=file)
        whole, tag, begun = (begun + piece).rpartition(b"<")
        is_sheet = is_sheet or b"sheetData" in whole  # whatever it is called: the workbook says which part is a sheet
        if is_sheet:
            reach.look(whole)
        begun = tag + begun
    if is_sheet:
        reach.look(begun)
    return size


def _pieces(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What really comes out. A file that says it is smaller than it is ends early and has another checksum."""
    with packed.open(info) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _check_head(head: bytes, file: str) -> None:
    """Every part of a workbook is UTF-8 without a document type, or no XML at all: others we could not look into."""
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    encoding = _ENCODING.match(plain)
    is_other = encoding is not None and encoding[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")) or is_other or b"<!DOCTYPE" in head:
        raise Problem("file.unreadable", file=file)


def _number(letters: bytes) -> int:
    """A column's number: A is 1, XFD is 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_compound(content: bytes, file: str) -> None:
    area = 0
    for rows, columns in _xls_sheets(_stream(content, file)):
        if columns > _XLS_COLUMNS or rows > _XLS_ROWS:
            raise Problem("file.unreadable", file=file)
        area += rows * columns
    if area > MOST_CELLS:
        raise Problem("file.too_much", file=file)


def _stream(content: bytes, file: str) -> bytes:
    """The workbook within the compound file. Raises `file.unreadable`."""
    from xlrd.compdoc import CompDoc

    try:
        document = CompDoc(content, logfile=io.StringIO())
        for name in ("Workbook", "Book"):
            held, start, size = document.locate_named_stream(name)
            if held:
                return bytes(held[start : start + size])
    except Exception:  # whatever a foreign reader trips over
        raise Problem("file.unreadable", file=file) from None
    raise Problem("file.unreadable", file=file)


def _xls_sheets(stream: bytes) -> Iterator[tuple[int, int]]:
    """(rows, columns) of each substream of records."""
    rows = columns = at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _BEGIN:
            yield rows, columns
            rows = columns = 0
        elif kind in _XLS_CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", stream, at + 4) if at + 8 <= len(stream) else (0, 0)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        at += 4 + length
    yield rows, columns
