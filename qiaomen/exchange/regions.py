"""Division codes of regions as people write them: 北京市丰台区, 深圳福田, 山东省威海市, 长春.

Read from the front: province, city, district, each in full or without its last word, each under what was read before.
Source: the statistical divisions that ship with Qiaomen (see exchange.divisions).
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache

import msgspec
from django.conf import settings

from qiaomen.exchange.divisions import FOLDER
from qiaomen.people.names import simplified

_LAST_WORD = re.compile(
    r"(?:维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|自治州|自治县|地区|省|市|区|县|盟|旗)$"
)
_NOISE = re.compile(r"[\s,，、·\-—/]+|^中国")
# A city that is a province has no name of its own among the cities.
_NO_CITY = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
_WORDS = frozenset("省市区县盟旗州")
_PROVINCE, _CITY, _DISTRICT = 2, 4, 6


class _Line(msgspec.Struct):
    code: str
    name: str


@lru_cache(maxsize=4096)
def region_code(text: str) -> str:
    """The code of 2, 4 or 6 digits of the innermost division that the text begins with, or an empty text.

    A district's name alone counts where the country has only one of that name.
    """
    rest = _NOISE.sub("", simplified(unicodedata.normalize("NFKC", text)))
    code = ""
    for size in (_PROVINCE, _CITY, _DISTRICT):
        found = _first(rest, size, under=code)
        if found is not None:
            code, rest = found[0], rest[len(found[1]) :]
    return code


def _first(text: str, size: int, *, under: str) -> tuple[str, str] | None:
    """The division of this size whose name the text begins with, the longest name first; None where several have it."""
    names = _names()[size]
    for length in range(min(len(text), 12), 1, -1):
        # 朝阳区 is no short form of the city 朝阳市.
        if text[length : length + 1] in _WORDS and text[length - 1] not in _WORDS:
            continue
        codes = {code for code in names.get(text[:length], ()) if code.startswith(under)}
        if len(codes) == 1:
            return codes.pop(), text[:length]
        if codes:
            return None
    return None


@cache
def _names() -> dict[int, dict[str, set[str]]]:
    found: dict[int, dict[str, set[str]]] = {}
    for size, file in ((_PROVINCE, "provinces"), (_CITY, "cities"), (_DISTRICT, "areas")):
        names: dict[str, set[str]] = defaultdict(set)
        source = settings.PACKAGE / FOLDER / f"{file}.json"
        for line in msgspec.json.decode(source.read_bytes(), type=list[_Line]):
            if line.name in _NO_CITY:
                continue
            names[line.name].add(line.code)
            short = _LAST_WORD.sub("", line.name)
            if len(short) > 1:
                names[short].add(line.code)
        found[size] = dict(names)
    return found
