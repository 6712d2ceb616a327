"""The higher level's own Excel table, filled: `{{people}}` in a cell becomes the figure, `{{people@330101}}` a place's.

Only the cells with such words are changed, inside the file's own XML: formats, widths, merged cells, pictures and print
settings stay as the office made them. Formulas keep their text and lose the result that Excel had kept, so that no old
sum is read for a new one; Excel reckons them anew when it opens the file.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from lxml import etree

from qiaomen.base.problems import Problem
from qiaomen.reports.shown import Shown, minute

MOST_BYTES = 4 * 2**20
MOST_UNPACKED = 64 * 2**20
_WORD = re.compile(r"\{\{\s*([^{}@\s]+)\s*(?:@\s*([^{}]+?)\s*)?\}\}")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_STRINGS, _BOOK, _CHAIN = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/calcChain.xml"
_RELATIONS, _TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word of the table that names nothing of the report: where it stands, and what it is."""

    sheet: str
    cell: str
    word: str


def fill(table: bytes, shown: Shown) -> bytes:
    """The table with the report's numbers. Raises `report.template`, naming the first cell that asks for nothing known.

    Raises `report.template_unreadable` for what is no workbook, or too large.
    """
    filled, unknown = _filled(table, shown)
    if unknown:
        first = unknown[0]
        raise Problem(
            "report.template", count=len(unknown), sheet=first.sheet, cell=first.cell, word=first.word
        )  # fmt: skip
    return filled


def unknown_words(table: bytes, shown: Shown) -> list[Unknown]:
    """What the table asks for that the report does not have. Raises `report.template_unreadable`."""
    return _filled(table, shown)[1]


def words_of(shown: Shown) -> dict[str, int | str]:
    """Everything that a table may ask for: figures by key, by key and place (code or name), and the report's times."""
    known: dict[str, int | str] = {
        "report.title": shown.title,
        "report.place": shown.place,
        "report.day": f"{timezone.localtime(shown.cut):%Y-%m-%d}",
        "report.cut": minute(shown.cut),
        "report.known": minute(shown.known),
        "report.digest": shown.digest,
    }
    twice: set[str] = set()
    for line in shown.lines:
        for column, number in zip(shown.columns, line.numbers, strict=True):
            names = {line.code, line.name} - {""}
            for name in names:
                word = f"{column.key}@{name}"
                twice |= {word} & known.keys()
                known[word] = number
    # Two places of one name: a table that says only the name would get one of them.
    known = {word: value for word, value in known.items() if word not in twice}
    return known | {column.key: column.number for column in shown.columns}


def _filled(table: bytes, shown: Shown) -> tuple[bytes, list[Unknown]]:
    parts = _open(table)
    known, unknown = words_of(shown), list[Unknown]()
    strings = _strings(parts)
    for path, name in _sheets(parts):
        tree = _parse(parts[path])
        unknown += [Unknown(name, *found) for found in _fill_sheet(tree, strings, known)]
        parts[path] = _bytes(tree)
    _reckon_anew(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in parts.items():
            packed.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return out.getvalue(), unknown


def _open(table: bytes) -> dict[str, bytes]:
    if len(table) > MOST_BYTES:
        raise Problem("report.template_unreadable")
    try:
        with zipfile.ZipFile(io.BytesIO(table)) as packed:
            if sum(info.file_size for info in packed.infolist()) > MOST_UNPACKED:
                raise Problem("report.template_unreadable")
            parts = {info.filename: packed.read(info) for info in packed.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Problem("report.template_unreadable") from error
    if _BOOK not in parts or _RELATIONS not in parts:
        raise Problem("report.template_unreadable")
    return parts


def _parse(content: bytes) -> Any:
    # Entities are not resolved and nothing is fetched: the table comes from elsewhere.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Problem("report.template_unreadable") from error
    if tree.getroottree().docinfo.doctype:
        raise Problem("report.template_unreadable")
    return tree


def _bytes(tree: Any) -> bytes:
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _strings(parts: Mapping[str, bytes]) -> list[str]:
    """The texts that cells refer to by number; parts of different format are joined."""
    if _STRINGS not in parts:
        return []
    return [_text(item) for item in _parse(parts[_STRINGS]).iter(f"{_MAIN}si")]


def _text(item: Any) -> str:
    # What a phonetic run says is how the text is read, not the text.
    texts = [one for one in item.iter(f"{_MAIN}t") if one.getparent().tag != f"{_MAIN}rPh"]
    return "".join(one.text or "" for one in texts)


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """(path in the file, name) of each worksheet."""
    targets = {
        one.get("Id"): "xl/" + one.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
        for one in _parse(parts[_RELATIONS])
    }
    for sheet in _parse(parts[_BOOK]).iter(f"{_MAIN}sheet"):
        path = targets.get(sheet.get(f"{_OFFICE}id"), "")
        if path in parts and _SHEET.fullmatch(path):
            yield path, sheet.get("name", "")


def _fill_sheet(tree: Any, strings: list[str], known: Mapping[str, int | str]) -> Iterator[tuple[str, str]]:
    """Fill one sheet; answers (cell, word) of what is not known."""
    for cell in tree.iter(f"{_MAIN}c"):
        formula = cell.find(f"{_MAIN}f")
        if formula is not None:
            for kept in cell.findall(f"{_MAIN}v"):
                cell.remove(kept)
            continue
        text = _said(cell, strings)
        if "{{" not in text:
            continue
        for word in (_key(found) for found in _WORD.finditer(text)):
            if word not in known:
                yield cell.get("r", ""), word
        _put(cell, text, known)


def _said(cell: Any, strings: list[str]) -> str:
    kind, value = cell.get("t"), cell.findtext(f"{_MAIN}v")
    if kind == "s" and value is not None and value.isdecimal() and int(value) < len(strings):
        return strings[int(value)]
    if kind == "inlineStr":
        return _text(cell)
    return value or "" if kind == "str" else ""


def _put(cell: Any, text: str, known: Mapping[str, int | str]) -> None:
    """A cell that is nothing but one figure becomes a number; in a sentence it is written out."""
    for child in list(cell):
        cell.remove(child)
    alone = _WORD.fullmatch(text.strip())
    value = known.get(_key(alone)) if alone else None
    if isinstance(value, int):
        cell.attrib.pop("t", None)
        etree.SubElement(cell, f"{_MAIN}v").text = str(value)
        return
    cell.set("t", "inlineStr")
    said = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
    said.text = _WORD.sub(lambda found: str(known.get(_key(found), found[0])), text)
    said.set(_SPACE, "preserve")


def _key(found: re.Match[str]) -> str:
    return f"{found[1]}@{found[2]}" if found[2] else found[1]


def _reckon_anew(parts: dict[str, bytes]) -> None:
    """Excel reckons all formulas when it opens the file; the order in which it did before may no longer hold."""
    book = _parse(parts[_BOOK])
    reckoning = book.find(f"{_MAIN}calcPr")
    if reckoning is None:
        reckoning = etree.Element(f"{_MAIN}calcPr")
        before = [book.find(f"{_MAIN}{name}") for name in ("definedNames", "externalReferences", "sheets")]
        next(found for found in before if found is not None).addnext(reckoning)
    reckoning.set("fullCalcOnLoad", "1")
    parts[_BOOK] = _bytes(book)
    if parts.pop(_CHAIN, None) is not None:
        for path, attribute in ((_RELATIONS, "Target"), (_TYPES, "PartName")):
            tree = _parse(parts[path])
            for one in [one for one in tree if (one.get(attribute) or "").endswith("calcChain.xml")]:
                tree.remove(one)
            parts[path] = _bytes(tree)
