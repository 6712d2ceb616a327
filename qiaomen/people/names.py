"""Names as lists give them, and the keys by which people are found: either script, pinyin, initials."""

import re
import unicodedata
from functools import cache, lru_cache

import msgspec
from opencc import OpenCC

# Readings that a surname has and the character elsewhere has not (checked against 现代汉语词典, surname entries).
SURNAMES = {
    "万俟": "moqi", "尉迟": "yuchi", "长孙": "zhangsun", "澹台": "tantai", "令狐": "linghu", "鲜于": "xianyu",
    "皇甫": "huangfu", "曾": "zeng", "解": "xie", "仇": "qiu", "朴": "piao", "查": "zha", "单": "shan", "区": "ou",
    "盖": "ge", "缪": "miao", "折": "she", "员": "yun", "乐": "yue", "覃": "qin", "翟": "zhai", "召": "shao",
    "黑": "he", "秘": "bi", "繁": "po", "种": "chong", "重": "chong", "卜": "bu", "么": "yao", "祭": "zhai",
    "隗": "wei", "阚": "kan", "牟": "mu", "佴": "nai", "洗": "xian", "能": "nai",
}  # fmt: skip
VACANT = frozenset(
    {"空房", "空置", "长期空置", "长期无人", "长期无人居住", "无人", "无人居住", "无人住", "空户", "空关", "空关房",
     "空屋", "空", "无", "闲置", "未入住", "未住人", "无住户", "待售", "待租", "未出租", "vacant", "empty"}
)  # fmt: skip
_BRACKETS = re.compile(r"[(（\[【〔]([^)）\]】〕]*)[)）\]】〕]?")
_DOTS = re.compile(r"[•・‧∙●．.]")
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"[\u4e00-\u9fff]{1,8}")
_NOT_OF_A_NAME = re.compile(r"[^\w\u3007·]+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_to_simplified = OpenCC("t2s")
# The converter makes 干 and 着 of these, which names never mean.
_KEPT = {"乾": "qian", "著": "zhu"}


class NameCell(msgspec.Struct, frozen=True, gc=False):
    """A name without what was written beside it; `remark` is what stood in brackets; `vacant` when nobody is meant."""

    name: str = ""
    remark: str = ""
    vacant: bool = False


class SearchKeys(msgspec.Struct, frozen=True, gc=False):
    """How a name is found: simplified without spaces, full pinyin (zhangsan), initials (zs)."""

    plain: str
    pinyin: str
    initials: str


def read_name(cell: object) -> NameCell:
    """Clean a name: 馬麗（租户） is 馬麗 with the remark 租户; 张 三 is 张三; 空房 is nobody."""
    text = str(cell or "")
    if _PLAIN.fullmatch(text):
        return NameCell(vacant=True) if text in VACANT else NameCell(name=text)
    text = unicodedata.normalize("NFKC", text).strip()
    remark = "；".join(part for part in (found.strip() for found in _BRACKETS.findall(text)) if part)
    name = _joined(_DOTS.sub("·", _BRACKETS.sub(" ", text)))
    if is_vacant(name) or (not name and is_vacant(remark)):
        return NameCell(remark=remark, vacant=True)
    return NameCell(name=name, remark=remark)


def is_vacant(text: str) -> bool:
    """Whether a cell says that nobody lives there."""
    return _SPACES.sub("", text).strip("-—/、，。").casefold() in VACANT


def simplified(text: str) -> str:
    """The text in simplified script, character by character."""
    return text if text.isascii() else "".join(map(_simple, text))


@lru_cache(maxsize=65536)
def search_keys(name: str) -> SearchKeys:
    """The keys of one name; the surname is read as a surname, each other character by its commonest reading."""
    if not _HAN.search(name):
        words = _NOT_OF_A_NAME.sub(" ", unicodedata.normalize("NFKC", name).casefold()).split()
        return SearchKeys(plain="".join(words), pinyin="".join(words), initials="".join(word[0] for word in words))
    plain = _NOT_OF_A_NAME.sub("", simplified(unicodedata.normalize("NFKC", name))).replace("·", "").casefold()
    surname = next((plain[:size] for size in (2, 1) if plain[:size] in SURNAMES), "")
    syllables = _surname_syllables(surname) + [_reading(letter) for letter in plain[len(surname) :]]
    return SearchKeys(plain=plain, pinyin="".join(syllables), initials="".join(part[:1] for part in syllables))


def _joined(text: str) -> str:
    """Chinese characters stand together; other names keep one space between their words."""
    return _SPACES.sub("" if _HAN.search(text) else " ", text).strip()


def _surname_syllables(surname: str) -> list[str]:
    """A compound surname counts two initials: 尉迟 is yc, though its reading is one word."""
    if len(surname) < 2:
        return [SURNAMES[surname]] if surname else []
    last = _reading(surname[1])
    reading = SURNAMES[surname]
    cut = reading.rfind(last)
    return [reading[:cut], reading[cut:]] if cut > 0 else [reading[:2], reading[2:]]


@cache
def _simple(letter: str) -> str:
    return letter if letter in _KEPT else str(_to_simplified.convert(letter))


@cache
def _reading(letter: str) -> str:
    from pypinyin import Style, lazy_pinyin  # its tables take longer to read than a command may take to start

    return _KEPT.get(letter) or lazy_pinyin(letter, style=Style.NORMAL)[0]
