"""What a register's column of kinds means for a door, and which words say a sex."""

from functools import lru_cache

from qiaomen.exchange.cells import squeezed

_DOOR_KINDS = {
    "restaurant": ("餐", "饭店", "食堂", "小吃", "restaurant"),
    "hotel": ("宾馆", "酒店", "旅馆", "旅店", "民宿", "招待所", "hotel"),
    "venue": ("KTV", "网吧", "酒吧", "影院", "歌厅", "健身", "棋牌", "娱乐", "浴", "venue"),
    "shop": ("商铺", "门店", "店铺", "门面", "超市", "商店", "沿街", "商业", "店", "shop"),
    "school": ("学校", "小学", "中学", "幼儿园", "school"),
    "dormitory": ("集体宿舍", "宿舍", "dormitory"),
    "office": ("办公", "机关", "单位", "公司", "企业", "厂", "office"),
    "dwelling": (
        "住",
        "自有",
        "出租",
        "租",
        "自建",
        "公寓",
        "别墅",
        "商品房",
        "安置",
        "公房",
        "house",
        "flat",
        "dwelling",
    ),
}
_SEXES = {"男": 1, "女": 2, "男性": 1, "女性": 2, "1": 1, "2": 2, "m": 1, "f": 2, "male": 1, "female": 2, "9": 9}
# As people write it, and as our own labels say it.
_NOT_STATED = ("未说明", "未說明", "notstated")


@lru_cache(maxsize=512)
def door_kind(word: str) -> str:
    """The door's kind, or an empty text when the word is unknown."""
    plain = squeezed(word).casefold()
    for kind, marks in _DOOR_KINDS.items():
        if any(mark.casefold() in plain for mark in marks):
            return kind
    return ""


@lru_cache(maxsize=64)
def sex(word: str) -> int:
    """GB/T 2261.1: 1 male, 2 female, 9 not stated, 0 unknown."""
    plain = squeezed(word).casefold()
    return 9 if plain in _NOT_STATED else _SEXES.get(plain, 0)
