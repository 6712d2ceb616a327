"""A file that comes in: what it is, and its households, whether it lists them or only their buildings."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from qiaomen.exchange.buildings import BuildingsReading, is_buildings_table, read_buildings
from qiaomen.exchange.cells import CellIssue, RefusedRow
from qiaomen.exchange.headers import Mappings
from qiaomen.exchange.households import Household
from qiaomen.exchange.register import read_register
from qiaomen.exchange.tables import read_table


class IncomingFile(msgspec.Struct):
    """A file as it was sent; `mappings` and, where it is not None, `lists_buildings` are a person's corrections."""

    name: str
    content: bytes
    encoding: str | None = None
    mappings: Mappings | None = None
    lists_buildings: bool | None = None


class Intake(msgspec.Struct):
    """A register file, read. `expected` doors come out of `households`, which can be walked once."""

    file: str
    expected: int
    people: int
    places: list[tuple[str, str]]
    households: Iterator[Household]
    issues: list[CellIssue]
    refused: list[RefusedRow]
    rows: Counter[str]


def open_file(file: IncomingFile) -> Intake:
    """Read a file. Raises `file.unreadable`, `file.encoding`, `file.no_header`."""
    table = read_table(file.content, file.name, encoding=file.encoding)
    if is_buildings_table(table) if file.lists_buildings is None else file.lists_buildings:
        return _of_buildings(read_buildings(table, file.mappings))
    reading = read_register(table, file.mappings)
    households = reading.households
    places = list(dict.fromkeys((each.street, each.community) for each in households))
    found = (reading.issues, reading.refused, reading.rows)
    return Intake(reading.file, len(households), reading.people, places, iter(households), *found)


def _of_buildings(reading: BuildingsReading) -> Intake:
    places = list(dict.fromkeys((each.street, each.community) for each in reading.buildings))
    found = (reading.issues, reading.refused, reading.rows)
    return Intake(reading.file, reading.doors, 0, places, _empty_households(reading), *found)


def _empty_households(reading: BuildingsReading) -> Iterator[Household]:
    for building in reading.buildings:
        for label in building.doors():
            yield Household(
                building.street, building.community, "", building.compound, label, building.sheet, building.row
            )
