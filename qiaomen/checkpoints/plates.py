"""Number plates: how they are written, checked and found again. The rules are those of `contracts/plates.json`.

Source: GA 36-2018. An ordinary plate has 7 characters: the province, a letter, five letters or digits without I and O,
of which the last may say what the vehicle is for. A new-energy plate has 8: its first or last place after the letter is
one of the letters that say how it is driven.
"""

import re
from typing import Final

from qiaomen.base.plates import hashed as hashed
from qiaomen.base.plates import normal as normal
from qiaomen.checkpoints.records import Form

# By the first two digits of a division code (GB/T 2260).
PROVINCES: Final[dict[str, str]] = {
    "11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙", "21": "辽", "22": "吉", "23": "黑",
    "31": "沪", "32": "苏", "33": "浙", "34": "皖", "35": "闽", "36": "赣", "37": "鲁",
    "41": "豫", "42": "鄂", "43": "湘", "44": "粤", "45": "桂", "46": "琼",
    "50": "渝", "51": "川", "52": "贵", "53": "云", "54": "藏",
    "61": "陕", "62": "甘", "63": "青", "64": "宁", "65": "新",
}  # fmt: skip
_CHARACTERS: Final = "".join(PROVINCES.values())
_LETTER: Final = "A-HJ-NP-Z"
_STANDARD: Final = re.compile(f"[{_CHARACTERS}][A-Z][{_LETTER}0-9]{{4}}[{_LETTER}0-9学警港澳挂试超使领]")
_NEW_ENERGY: Final = re.compile(f"[{_CHARACTERS}][A-Z]([A-HJK][{_LETTER}0-9][0-9]{{4}}|[0-9]{{5}}[A-HJK])")


def form_of(plate: str) -> Form | None:
    """Of which make a plate in its normal form is; None if it is none that the province issues."""
    if _STANDARD.fullmatch(plate):
        return "standard"
    return "new_energy" if _NEW_ENERGY.fullmatch(plate) else None


def fits(plate: str, form: Form, province: str) -> bool:
    """Whether a plate is what it is said to be. One from elsewhere is taken as it is; none has no characters."""
    if form == "none":
        return not plate and not province
    if form == "foreign":
        return bool(plate) and not province
    return form_of(plate) == form and plate[0] == province


def own_character(code: str) -> str:
    """The character of the province that a division code lies in; "" where it is of none."""
    return PROVINCES.get(code[:2], "")
