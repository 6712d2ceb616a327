"""Identity documents as lists give them: GB 11643 numbers of 18 or 15 digits, passports, permits.

Source: GB 11643-1999 (6 digits area, 8 birth, 3 serial whose last is odd for men, check by ISO 7064 MOD 11-2).
An unknown area is no fault: retired codes stay valid in ids.
"""

import re
import unicodedata
from datetime import date
from operator import mul

import msgspec

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_ZEROS = ord("0") * sum(WEIGHTS)
MALE, FEMALE = 1, 2
# Spreadsheets keep 15 significant digits of a number; whatever is longer has lost its end.
EXACT = 10**15

_NOISE = re.compile("[\\s'’‘`\"“”\\u200b\\ufeff]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+")
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_OTHERS = {
    "hk_macao_permit": re.compile(r"[HM]\d{8}(?:\d{2})?"),
    "taiwan_permit": re.compile(r"\d{8}|\d{10}[A-Z]?"),
    "permanent_residence": re.compile(r"[A-Z]{3}\d{12}"),
    "passport": re.compile(r"[EGDSP][A-Z]?\d{7,8}|[A-Z]{1,2}\d{6,9}"),
}


class IdReading(msgspec.Struct, frozen=True, gc=False):
    """What an id cell says. `number` is the normal form or None; `issue` a reason code or empty.

    `kind` is resident, passport, hk_macao_permit, taiwan_permit, permanent_residence or empty; `sex` follows
    GB/T 2261.1 (0 unknown).
    """

    number: str | None = None
    kind: str = ""
    sex: int = 0
    birth: date | None = None
    issue: str = ""


NOTHING = IdReading()


def read_id(cell: object, *, today: date | None = None) -> IdReading:
    """Read one cell. Issues: `id.digits_lost`, `id.checksum`, `id.date`, `id.length`, `id.form`."""
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, int | float):
        if cell >= EXACT or cell != int(cell):
            return IdReading(issue="id.digits_lost")
        cell = str(int(cell))
    text = str(cell)
    if not (len(text) == 18 and text.isascii() and text.isalnum()):
        text = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    text = text.upper()
    if not text:
        return NOTHING
    if _EIGHTEEN.fullmatch(text):
        return _resident(text, today)
    if len(text) == 15 and text.isdecimal():
        return _resident(_lengthened(text), today)
    return _other(text)


def check_digit(first_17: str) -> str:
    """The 18th character of an id, from the first 17 digits."""
    return CHECKS[(sum(map(mul, WEIGHTS, first_17.encode("ascii"))) - _ZEROS) % 11]


def _lengthened(fifteen: str) -> str:
    """A first-generation number in today's form; all of them are of people born in 19xx."""
    first_17 = f"{fifteen[:6]}19{fifteen[6:]}"
    return first_17 + check_digit(first_17)


def _resident(number: str, today: date | None) -> IdReading:
    if check_digit(number[:17]) != number[17]:
        return IdReading(issue="id.checksum")
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return IdReading(issue="id.date")
    if today is not None and birth > today:
        return IdReading(issue="id.date")
    sex = MALE if int(number[16]) % 2 else FEMALE
    return IdReading(number=number, kind="resident", sex=sex, birth=birth)


def _other(text: str) -> IdReading:
    if _SCIENTIFIC.fullmatch(text):
        return IdReading(issue="id.digits_lost")
    bare = re.sub(r"[()-]", "", text)
    for kind, form in _OTHERS.items():
        if form.fullmatch(bare):
            return IdReading(number=bare, kind=kind)
    return IdReading(issue="id.length" if bare[:-1].isdecimal() else "id.form")
