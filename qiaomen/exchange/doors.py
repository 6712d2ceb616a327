"""Which door a row speaks of: from one address column, or from columns for compound, building, stairwell and room."""

import re
from functools import lru_cache

import msgspec

from qiaomen.exchange.addresses import Where, community_name, split_address, without_prefix
from qiaomen.exchange.cells import Row, squeezed, text
from qiaomen.exchange.fields import Field
from qiaomen.exchange.notes import Notes
from qiaomen.places.labels import DoorLabel, area_key, parse_label
from qiaomen.places.numerals import NUMERAL

_BARE = re.compile(rf"[A-Za-z]?\d+[A-Za-z]?|[A-Za-z]|[{NUMERAL}]+")


class DoorText(msgspec.Struct, frozen=True, gc=False):
    """One door as a row names it."""

    street: str
    community: str
    grid: str
    compound: str
    label: DoorLabel


class Doors:
    """Reads the doors of one sheet's rows; `default` is what title rows and the file's name say."""

    def __init__(self, notes: Notes, *, default: Where) -> None:
        self.notes, self.default = notes, default
        fields = notes.mapping.fields
        self.columns = {field: fields[field] for field in _OF_A_DOOR if field in fields}
        self.compound = ""
        self.before: Row = []
        self.last: DoorText | None = None

    def read(self, index: int, row: Row) -> DoorText | None:
        """The row's door; the door above when the row names none (a further member); None when there is none."""
        same = [row[column] for column in self.columns.values() if column < len(row)]
        if same == self.before:
            return self.last
        said = dict(zip(self.columns, map(text, same), strict=False))
        if not self._names_a_door(said):
            return self.last
        self.before = same
        self.last = self._door(index, said)
        return self.last

    def _names_a_door(self, said: dict[Field, str]) -> bool:
        """A row whose innermost columns are blank belongs to the household above."""
        innermost = said.get(Field.ADDRESS) or said.get(Field.ROOM)
        return bool(innermost or said.get(Field.BUILDING) or said.get(Field.STAIRWELL))

    def _door(self, index: int, said: dict[Field, str]) -> DoorText | None:
        where, label = self._address(said) if said.get(Field.ADDRESS) else (Where(), _label(said))
        community = community_name(said.get(Field.COMMUNITY, "")) or where.community
        grid_place = split_address(said.get(Field.GRID, "")) if said.get(Field.GRID) else Where()
        community = community or grid_place.community or self.default.community
        compound = self._compound(index, said) or (label.area if label.structured else "")
        if label.area and area_key(label.area) == area_key(compound):
            label = msgspec.structs.replace(label, area="")
        if not label.structured and not label.area:
            return None
        return DoorText(
            street=said.get(Field.STREET, "") or where.street or grid_place.street or self._street_of(community),
            community=community,
            grid=grid_place.rest,
            compound=compound,
            label=label,
        )

    def _address(self, said: dict[Field, str]) -> tuple[Where, DoorLabel]:
        where = split_address(said[Field.ADDRESS])
        rest = without_prefix(
            where.rest, said.get(Field.STREET, ""), said.get(Field.COMMUNITY, ""), said.get(Field.COMPOUND, "")
        )
        return where, parse_label(rest)

    def _street_of(self, community: str) -> str:
        return self.default.street if community == self.default.community else ""

    def _compound(self, index: int, said: dict[Field, str]) -> str:
        """The compound's column; a blank one under a filled one means the compound above, which is said."""
        if Field.COMPOUND not in self.columns:
            return ""
        compound = squeezed(said.get(Field.COMPOUND, ""))
        if not compound and self.compound and not said.get(Field.ADDRESS):
            self.notes.blame(index, self.columns[Field.COMPOUND], "compound.from_above", lost=False)
            return self.compound
        self.compound = compound
        return compound


_OF_A_DOOR = (
    *(Field.STREET, Field.COMMUNITY, Field.GRID, Field.COMPOUND, Field.BUILDING),
    *(Field.STAIRWELL, Field.FLOOR, Field.ROOM, Field.ADDRESS),
)


def _label(said: dict[Field, str]) -> DoorLabel:
    return _joined(*(said.get(field, "") for field in (Field.BUILDING, Field.STAIRWELL, Field.FLOOR, Field.ROOM)))


@lru_cache(maxsize=4096)
def _joined(building: str, stairwell: str, floor: str, room: str) -> DoorLabel:
    """Columns as one label; a bare number gets the word of its column."""
    parts = (_worded(building, "栋"), _worded(stairwell, "单元"), _worded(floor, "层"), room)
    return parse_label("".join(parts))


def _worded(value: str, word: str) -> str:
    return value + word if _BARE.fullmatch(value) else value
