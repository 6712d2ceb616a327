"""The text of a door label as pieces: tidied to one spelling, then number-and-word pieces taken off its end."""

import re
import unicodedata

from qiaomen.places.numerals import NUMERAL, arabic

WORDS = {
    "弄": "alley",
    "支弄": "alley",
    "巷": "alley",
    "胡同": "alley",
    "条": "alley",
    "号楼": "building",
    "栋": "building",
    "幢": "building",
    "座": "building",
    "#楼": "building",
    "#": "building",
    "单元": "stairwell",
    "门": "stairwell",
    "梯": "stairwell",
    "层": "floor",
    "楼": "floor",
    "号室": "room",
    "号房": "room",
    "室": "room",
    "房": "room",
    "户": "room",
}
# "12号" is a building when something follows it (12号302室) and a house or room number when it comes last (五组18号).
OPEN_WORD = "号"
NAMED_BUILDINGS = "东西南北中甲乙丙丁"

_WORD = "|".join(sorted([*WORDS, OPEN_WORD], key=len, reverse=True))
# A numeral after these is part of a name (东三巷, 老五组), not a number to count by.
_NAMING = "东西南北中上下前后大小新老"
Piece = tuple[str, str, str]
_PIECE = re.compile(
    rf"(?P<number>负[A-Z]?\d+[A-Z]?|[A-Z]?\d+(?:[A-Z]\d*)?(?:附\d+)?|(?<![A-Z])[A-Z]|(?<![{_NAMING}])负?[{NUMERAL}]+"
    rf"|[{NAMED_BUILDINGS}](?=座|楼|栋|幢))(?P<word>{_WORD})?-?"
)
_ANNEX = re.compile(r"(\d{1,9})号?(?:附|之)(\d+|[一二三四五六七八九十])号?$")
_HOUSE_WITH_SUFFIX = re.compile(r"(?<![\d-])(\d+)-(\d{1,2})号$")
_LONE_SPACE = re.compile(r"(?<=[0-9A-Za-z]) +(?=[0-9A-Za-z])")
_DASHES = re.compile(r"[-‐‑‒–—―−－~/_]+")
_OLD_SCRIPT = "棟號單門層樓戶組隊負東"
_TRADITIONAL = str.maketrans(_OLD_SCRIPT, "栋号单门层楼户组队负东")
_BASEMENT = re.compile(r"地下室?(?=\d|[一二三四五六七八九十])|-(?=\d+[层楼])|B(?=\d[层楼])")
_UNTIDY = re.compile(rf"[^0-9A-Z\u4e00-\u9fff-]|--|^-|-$|-\d+号$|[层楼]|地下|[附之第{_OLD_SCRIPT}]|号[^楼室房]*-")
_ORDINAL = re.compile(rf"第(?=(?:\d+|[{NUMERAL}]+)(?:{_WORD}))")
_BARE_BASEMENT = re.compile(r"(?:地下室|地下)$")
_LEADING_ZEROS = re.compile(r"^([A-Z]?)0+(?=\d)")


def tidied(text: str) -> str:
    """One spelling of the text: half-width, simplified words, dashes for all that parts numbers, no blanks."""
    if not _UNTIDY.search(text):
        return text
    text = unicodedata.normalize("NFKC", text).strip().upper().translate(_TRADITIONAL)
    text = _DASHES.sub("-", _LONE_SPACE.sub("-", text))
    text = re.sub(r"\s+", "", text).strip("-,，。;；")
    text = _BARE_BASEMENT.sub("负1层", _BASEMENT.sub("负", _ORDINAL.sub("", text)))
    text = _ANNEX.sub(lambda found: f"{found[1]}附{int(arabic(found[2]) or found[2])}号", text)
    return _HOUSE_WITH_SUFFIX.sub(r"\1附\2号", text) if _ends_with_a_house(text) else text


def _ends_with_a_house(text: str) -> bool:
    """18-2号 is house 18 annex 2, unless a building stands before it (3栋2-5号)."""
    return not re.search(r"[栋幢座楼元]", text)


def taken_off(text: str) -> tuple[str, list[Piece]]:
    """Split the text into the part before the numbers and the (number, word, raw text) pieces of its tail."""
    pieces: list[Piece] = []
    start = end = 0
    for found in _PIECE.finditer(text):
        number = _number(found["number"])
        if found.start() != end or number is None:
            pieces, start = [], found.start()
        if number is not None:
            pieces.append((number, found["word"] or "", found[0]))
            end = found.end()
    only_numeral = len(pieces) == 1 and not pieces[0][1] and pieces[0][2][0] in NUMERAL
    return (text, []) if end != len(text) or only_numeral else (text[:start], pieces)


def _number(raw: str) -> str | None:
    if raw.isdecimal() and raw[0] != "0":
        return raw
    negative, raw = raw.startswith("负"), raw.removeprefix("负")
    if raw[0] in NUMERAL:
        value = arabic(raw)
        if value is None:
            return None
        raw = value
    number = _LEADING_ZEROS.sub(r"\1", raw).replace("附", "-")
    return f"-{number}" if negative else number
