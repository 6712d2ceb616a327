"""Door labels as people say them: 3栋2单元501, 3-2-501, 541弄12号302室, 五组18号, B座1203.

A label is read from its end: number-and-word pieces are taken off the tail and put into the slots alley, building,
stairwell, floor, room in that order; whatever stands before them is the area (compound, village, street or group).
Two labels are equal when they mean the same door, whichever words were used.
"""

import re
import unicodedata
from functools import lru_cache

import msgspec

from qiaomen.places.label_text import OPEN_WORD, WORDS, Piece, taken_off, tidied
from qiaomen.places.numerals import NUMERAL, arabic

SLOTS = ("alley", "building", "stairwell", "floor", "room")
GROUP_ENDINGS = ("组", "队", "社", "屯")
VILLAGE_ENDINGS = ("村", "寨", "庄", "湾")
ALLEY_ENDINGS = ("巷", "弄", "胡同")
_DIGITS = re.compile(r"\d+")


class Container(msgspec.Struct, frozen=True, gc=False):
    """One place on the way to a door: kind as in the glossary, name for people, key that ignores the spelling."""

    kind: str
    name: str
    key: str


class DoorLabel(msgspec.Struct, frozen=True, gc=False, eq=False):
    """One label taken apart. Numbers are text in Arabic digits or capitals; `floor` counts from 1, basements from -1.

    `house` marks a house number (五组18号), which says nothing about a floor. The `…_word` fields keep the words that
    people used; they do not count when two labels are compared.
    """

    area: str = ""
    alley: str = ""
    building: str = ""
    stairwell: str = ""
    floor: int | None = None
    room: str = ""
    house: bool = False
    alley_word: str = "巷"
    building_word: str = "栋"
    stairwell_word: str = "单元"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DoorLabel) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        worded = self._worded()
        apart = "-" if worded and self.area[-1:].isascii() and self.area[-1:].isalnum() else ""
        return f"{self.area}{apart}{worded}"

    @property
    def key(self) -> str:
        """Equal for every spelling of one door, e.g. `粮食局宿舍||3|2|501`."""
        return "|".join((area_key(self.area), self.alley, self.building, self.stairwell, self._room_key()))

    @property
    def local_key(self) -> str:
        """The key inside the area's place: without the area, unless there is nothing else to go by (门卫室)."""
        if not self.structured:
            return area_key(self.area)
        return "|".join(("", self.alley, self.building, self.stairwell, self._room_key()))

    @property
    def label(self) -> str:
        """Short canonical label inside its area: 3-2-501 where a building has stairwells, else as people say it."""
        if self.building and self.stairwell and self.room and not self._floor_is_said() and "-" not in self.room:
            return f"{self.building}-{self.stairwell}-{self.room}"
        return self._worded(short=True) or self.area

    @property
    def walking_key(self) -> str:
        """Text whose byte order (C collation) is the order one walks: area, alley, building, stairwell, floor, room."""
        floor = f"{500 + self.floor:04d}" if self.floor is not None else "0500"
        parts = (area_key(self.area), self.alley, self.building, self.stairwell, floor, self.room.removeprefix("-"))
        return "/".join(_padded(part) for part in parts)

    @property
    def structured(self) -> bool:
        """Whether any number was found; otherwise the whole text is the area (门卫室)."""
        return bool(self.alley or self.building or self.stairwell or self.room or self.floor is not None)

    @property
    def containers(self) -> tuple[Container, ...]:
        """The places around the door, outermost first; a label without numbers names a door, not a place."""
        found = []
        if self.area and self.structured:
            found.append(Container(area_kind(self.area), self.area, area_key(self.area)))
        if self.alley:
            found.append(Container("alley", f"{self.alley}{self.alley_word}", self.alley))
        if self.building:
            found.append(Container("building", f"{self.building}{self.building_word}", self.building))
        if self.stairwell:
            found.append(Container("stairwell", f"{self.stairwell}{self.stairwell_word}", self.stairwell))
        return tuple(found)

    def _floor_is_said(self) -> bool:
        return self.floor is not None and self.floor != floor_of(self.room)

    def _room_key(self) -> str:
        if not self._floor_is_said():
            return self.room
        if self.room.isdigit() and len(self.room) <= 2:
            sign = "-" if (self.floor or 0) < 0 else ""
            return f"{sign}{abs(self.floor or 0)}{int(self.room):02d}"
        return f"{self.floor}F{self.room}"

    def _worded(self, *, short: bool = False) -> str:
        text = f"{self.alley}{self.alley_word}" if self.alley else ""
        if self.building:
            text += f"{self.building}{self.building_word}"
        if self.stairwell:
            text += f"{self.stairwell}{self.stairwell_word}"
        if self._floor_is_said():
            text += f"负{-self.floor}层" if self.floor and self.floor < 0 else f"{self.floor}层"
        return text + self._worded_room(short=short)

    def _worded_room(self, *, short: bool) -> str:
        if not self.room:
            return ""
        room = f"负{self.room[1:]}" if self.room.startswith("-") else self.room
        if self.house:
            return f"{room}号"
        lane_house = bool(self.alley) and self.building_word == OPEN_WORD
        return room if short and not lane_house and (self.building or self.stairwell) else f"{room}室"


def area_kind(name: str) -> str:
    """The kind of place that a name before the numbers stands for, by its ending."""
    if name.endswith(GROUP_ENDINGS):
        return "resident_group"
    if name.endswith(VILLAGE_ENDINGS):
        return "urban_village"
    return "alley" if name.endswith(ALLEY_ENDINGS) else "compound"


@lru_cache(maxsize=4096)
def area_key(name: str) -> str:
    """Spelling-free form of an area's name: half-width, no blanks or dots, 五组 and 5组 alike."""
    text = re.sub(r"[\s·.,，。、()]+", "", unicodedata.normalize("NFKC", name)).upper()
    return re.sub(rf"[{NUMERAL}]+(?=[组队社期区])", lambda found: arabic(found[0]) or found[0], text)


def floor_of(room: str) -> int | None:
    """The floor that a room number states: 501 → 5, 1203 → 12, 0501 → 5, -101 → -1; None for short numbers."""
    if room.isdecimal():
        digits = room
    else:
        found = _DIGITS.search(room)
        digits = found[0] if found else ""
    if len(digits) not in (3, 4):
        return None
    floor = int(digits[:-2])
    if floor == 0:
        return None
    return -floor if room.startswith("-") else floor


# Nobody writes a longer one; reading it takes time by the square of its length.
LONGEST = 200


@lru_cache(maxsize=65536)
def parse_label(text: str) -> DoorLabel:
    """Take a label apart; text without any number becomes an area alone, so that nothing is lost."""
    rest, pieces = taken_off(tidied(text[:LONGEST]))
    while pieces:
        slots = _placed(pieces)
        if slots is not None:
            return _built(rest, slots)
        rest += pieces.pop(0)[2]
    return DoorLabel(area=rest)


def _placed(pieces: list[Piece]) -> dict[str, tuple[str, str]] | None:
    """Put the pieces into the slots from outside in; None when they do not fit in that order."""
    slots: dict[str, tuple[str, str]] = {}
    lowest, last = 0, len(pieces) - 1
    for position, (number, word, _raw) in enumerate(pieces):
        slot = _slot(word=word, number=number, is_last=position == last, lowest=lowest)
        if slot is None or SLOTS.index(slot) < lowest:
            return None
        slots[slot] = (number, word)
        lowest = SLOTS.index(slot) + 1
    return slots if _floor_fits(slots) else None


def _floor_fits(slots: dict[str, tuple[str, str]]) -> bool:
    """A bare number is no floor when the room says another one (18号3-2-501 is building 3, not floor 2)."""
    number, word = slots.get("floor", ("", ""))
    room_floor = floor_of(slots.get("room", ("", ""))[0])
    return not number or bool(word) or room_floor is None or str(room_floor) == number


def _slot(*, word: str, number: str, is_last: bool, lowest: int) -> str | None:
    if word == "楼" and not number.lstrip("-").isdigit():
        return "building"
    if word in WORDS:
        return WORDS[word]
    if is_last:
        return "room"
    if word == OPEN_WORD:
        return "building"
    next_slot = max(lowest, SLOTS.index("building"))
    return SLOTS[next_slot] if next_slot < SLOTS.index("room") else None


def _built(area: str, slots: dict[str, tuple[str, str]]) -> DoorLabel:
    blank = ("", "")
    alley, building, stairwell = (slots.get(name, blank) for name in SLOTS[:3])
    (said_floor, _), (room, room_word) = slots.get("floor", blank), slots.get("room", blank)
    inside = bool(building[0] or stairwell[0] or said_floor)
    at_a_lane = bool(alley[0]) or area_kind(area) != "compound"
    house = bool(room) and not inside and (room_word == OPEN_WORD or "-" in room[1:] or (not room_word and at_a_lane))
    floor = int(said_floor) if said_floor.lstrip("-").isdigit() else None
    if floor is None and not house:
        floor = floor_of(room)
    return DoorLabel(
        area=area.strip("-"),
        alley=alley[0],
        building=building[0],
        stairwell=stairwell[0],
        floor=floor,
        room=room,
        house=house,
        alley_word=alley[1] or "巷",
        building_word=(building[1] or ("座" if building[0].isalpha() else "栋"))
        .replace("#楼", "栋")
        .replace("#", "栋"),
        stairwell_word=stairwell[1] or "单元",
    )


def _padded(text: str) -> str:
    if not text or text.isdecimal():
        return text and text.zfill(6)
    return _DIGITS.sub(lambda found: found[0].zfill(6), text)
