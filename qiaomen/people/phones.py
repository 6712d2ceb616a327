"""Phone cells as lists give them: two numbers in a cell, dashes, +86, a number that Excel made a float."""

import re
import unicodedata
from functools import lru_cache

import msgspec
import phonenumbers

_EXACT = 10**15
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[-\s]*)?(1\d{2})[-\s.]?(\d{4})[-\s.]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)\(?(0\d{2,3})\)?[-\s]?([2-9]\d{6,7})(?:(?:-|转)(\d{1,6}))?(?!\d)")
_LOCAL = re.compile(r"(?<!\d)([2-9]\d{6,7})(?:(?:-|转)(\d{1,6}))?(?!\d)")
_FOREIGN = re.compile(r"(?:\+|\b00)\d[\d\s-]{5,17}\d")
_REST = re.compile(r"\d{3,}")


class PhoneReading(msgspec.Struct, frozen=True, gc=False):
    """The phones of a cell in normal form: 11 digits, 0746-1234567, 1234567 or +85291234567; `issue` or empty."""

    phones: tuple[str, ...] = ()
    issue: str = ""


NOTHING = PhoneReading()


def read_phones(cell: object) -> PhoneReading:
    """Read one cell. Any 11 digits that begin with 1 are a mobile. Issues: `phone.digits_lost`, `phone.unreadable`."""
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, int | float):
        if cell >= _EXACT or cell != int(cell):
            return PhoneReading(issue="phone.digits_lost")
        cell = str(int(cell))
    text = str(cell)
    if len(text) == 11 and text[0] == "1" and text.isascii() and text.isdecimal():
        return PhoneReading(phones=(text,))
    return _read_text(unicodedata.normalize("NFKC", text).strip())


def _read_text(text: str) -> PhoneReading:
    if not text:
        return NOTHING
    if re.search(r"\d(?:\.\d+)?E\+\d", text, re.IGNORECASE):
        return PhoneReading(issue="phone.digits_lost")
    found: list[str] = []
    rest = _MOBILE.sub(lambda hit: _taken(found, "".join(hit.groups())), text)
    rest = _FOREIGN.sub(lambda hit: _taken(found, _international(hit[0])) if _international(hit[0]) else hit[0], rest)
    rest = _LANDLINE.sub(lambda hit: _taken(found, "-".join(filter(None, hit.groups()))), rest)
    rest = _LOCAL.sub(lambda hit: _taken(found, "-".join(filter(None, hit.groups()))), rest)
    lost = bool(_REST.search(rest)) or not found
    return PhoneReading(phones=tuple(dict.fromkeys(found)), issue="phone.unreadable" if lost else "")


def _taken(found: list[str], phone: str) -> str:
    found.append(phone)
    return " "


@lru_cache(maxsize=1024)
def _international(text: str) -> str:
    """The number in E.164, or nothing when no country has such numbers."""
    digits = re.sub(r"\D", "", text.replace("00", "", 1) if text.startswith("00") else text)
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return ""
    possible = phonenumbers.is_possible_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if possible else ""
