"""A table of buildings, read: each row's floors and number of dwellings become doors, made one at a time."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from qiaomen.exchange.addresses import Where, community_name, named_by_file
from qiaomen.exchange.cells import CellIssue, RefusedRow, squeezed
from qiaomen.exchange.fields import BUILDINGS, Field
from qiaomen.exchange.headers import Mappings, read_mapping
from qiaomen.exchange.lines import Line, lines
from qiaomen.exchange.tables import Table
from qiaomen.places.labels import DoorLabel, parse_label


class Building(msgspec.Struct, frozen=True, gc=False):
    """One building: where, its number, how many floors and dwellings."""

    street: str
    community: str
    compound: str
    block: DoorLabel
    floors: int
    dwellings: int
    sheet: str
    row: int

    def doors(self) -> Iterator[DoorLabel]:
        """Its doors from the ground up; what does not divide evenly goes to the lower floors."""
        each, more = divmod(self.dwellings, self.floors)
        digits = max(2, len(str(each + 1)))
        for floor in range(1, self.floors + 1):
            for unit in range(1, each + (floor <= more) + 1):
                yield msgspec.structs.replace(self.block, area="", floor=floor, room=f"{floor}{unit:0{digits}d}")


class BuildingsReading(msgspec.Struct):
    """A file, read; `rows` counts every non-empty row under what became of it."""

    file: str
    buildings: list[Building]
    issues: list[CellIssue]
    refused: list[RefusedRow]
    rows: Counter[str]

    @property
    def doors(self) -> int:
        """How many doors the file describes."""
        return sum(building.dwellings for building in self.buildings)


def is_buildings_table(table: Table) -> bool:
    """Whether a file lists buildings with their dwellings rather than households."""
    mappings = (read_mapping(sheet, BUILDINGS) for sheet in table.sheets)
    return any(mapping and {Field.BLOCK, Field.DWELLINGS} <= mapping.fields.keys() for mapping in mappings)


def read_buildings(table: Table, mappings: Mappings | None = None) -> BuildingsReading:
    """Read a file; `mappings` overrides what is recognised.

    A building without dwellings is skipped, one without floors gets one. Raises `file.no_header`.
    """
    reading = BuildingsReading(file=table.file, buildings=[], issues=[], refused=[], rows=Counter())
    default = named_by_file(table.file)
    for line in lines(table, BUILDINGS, needs=Field.DWELLINGS, rows=reading.rows, mappings=mappings):
        outcome = _taken(line, default, reading)
        if outcome != "read":
            reading.rows["read"] -= 1
            reading.rows[outcome] += 1
    return reading


def _taken(line: Line, default: Where, reading: BuildingsReading) -> str:
    block, dwellings = squeezed(line.cell(Field.BLOCK)), line.number(Field.DWELLINGS) or 0
    community = community_name(line.text(Field.COMMUNITY)) or default.community
    if dwellings and block and community:
        floors = line.number(Field.FLOORS) or 0
        if not floors:
            line.notes.blame(line.index, line.notes.mapping.fields.get(Field.FLOORS), "building.no_floors", lost=False)
        compound = line.text(Field.COMPOUND) or line.text(Field.STREET)
        label = parse_label(block if not block.isalnum() or not block.isascii() else f"{block}栋")
        place = (default.street, community, compound, label, floors or 1, dwellings, line.notes.sheet, line.index + 1)
        reading.buildings.append(Building(*place))
    elif dwellings:
        line.notes.refuse(line.index, "row.no_door" if not block else "row.no_community", line.row)
    reading.issues += line.notes.issues
    reading.refused += line.notes.refused
    line.notes.issues, line.notes.refused = [], []
    if not dwellings:
        return "building.no_dwellings"
    return "read" if block and community else "refused"
