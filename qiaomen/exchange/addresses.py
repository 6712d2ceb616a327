"""What an address, a title row or a file's name says about street, community and grid."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import msgspec

_UPPER = r"(?:[^\d\s]{2,7}?(?:省|自治区))?(?:[^\d\s]{2,9}?市)?(?:[^\d\s]{1,9}?[县区](?!域))?"
_STREET = r"(?P<street>[^\d\s]{1,10}?(?:街道办事处|街道|镇|乡))"
_COMMUNITY = r"(?P<community>[^\d\s]{1,12}?(?:社区居民委员会|社区居委会|社区|居委会|村民委员会|村委会))"
_VILLAGE = r"(?P<community>[^\d\s]{1,10}?村)(?=[^村]*[组队屯])"
_ADDRESS = re.compile(rf"{_UPPER}{_STREET}?{_COMMUNITY}(?P<rest>.*)")
_RURAL_ADDRESS = re.compile(rf"{_UPPER}{_STREET}{_VILLAGE}(?P<rest>.*)")
_NAMED = re.compile(rf"{_STREET}?[-_·]?(?P<community>[^\d\s（(_-]{{1,12}}?(?:社区|居委会|村委会|村))")
_OFFICE = re.compile(r"(?:居民委员会|村民委员会|居委会|村委会)$")
_BLANKS = re.compile(r"\s+")


class Where(msgspec.Struct, frozen=True):
    """Street and community, empty where nothing was said; `rest` is what follows them in an address."""

    street: str = ""
    community: str = ""
    rest: str = ""


@lru_cache(maxsize=1024)
def community_name(text: str) -> str:
    """The community's everyday name: 和平社区居委会 → 和平社区, 东关居委会 → 东关社区."""
    name = _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    short = _OFFICE.sub("", name)
    if short == name or short.endswith(("社区", "村")):
        return short or name
    return short + ("村" if "村" in name[len(short) :] else "社区")


def split_address(text: str) -> Where:
    """Take street and community off the front of an address; everything else is `rest`, blanks kept."""
    text = unicodedata.normalize("NFKC", text).strip()
    found = _ADDRESS.fullmatch(text) or _RURAL_ADDRESS.fullmatch(text)
    if not found:
        return Where(rest=text)
    return Where(
        street=(found["street"] or "").removesuffix("办事处"),
        community=community_name(found["community"]),
        rest=found["rest"].strip(),
    )


def named_in(text: str) -> Where:
    """Street and community that a title or a file's name speaks of: 青石镇文明社区住户信息登记表."""
    found = _NAMED.search(_BLANKS.sub("", unicodedata.normalize("NFKC", text)))
    return Where(street=found["street"] or "", community=community_name(found["community"])) if found else Where()


def named_by_file(file: str) -> Where:
    """The same, from a file's name."""
    return named_in(Path(file).stem)


def without_prefix(text: str, *prefixes: str) -> str:
    """The text without the names before it: 下游社区第1网格 → 第1网格."""
    for prefix in prefixes:
        if prefix and text.startswith(prefix) and text != prefix:
            text = text[len(prefix) :].strip()
    return text
