"""A table of buildings becomes doors: floors times dwellings, none too many, none missing."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.exchange.buildings import Building, BuildingsReading, is_buildings_table, read_buildings
from qiaomen.exchange.tables import read_table
from qiaomen.exchange.tests.shared import DATA, Cells, csv_bytes, needs_data
from qiaomen.places.labels import parse_label

HEADER = ["小区", "楼号", "总层数", "总户数"]


def read(rows: Cells, file: str = "城东社区.csv") -> BuildingsReading:
    return read_buildings(read_table(csv_bytes([HEADER, *rows]), file))


def test_dwellings_spread_over_the_floors_from_the_ground_up() -> None:
    (building,) = read([["幸福里", "3号楼", 3, 7]]).buildings
    assert (building.community, building.compound) == ("城东社区", "幸福里")
    assert [door.label for door in building.doors()] == [
        *("3号楼101", "3号楼102", "3号楼103", "3号楼201", "3号楼202", "3号楼301", "3号楼302"),
    ]


def test_a_building_without_floors_gets_one_and_one_without_dwellings_is_skipped() -> None:
    reading = read([["幸福里", "1", "", 2], ["幸福里", "2", 5, 0]])
    assert [door.label for door in reading.buildings[0].doors()] == ["1栋101", "1栋102"]
    assert [issue.reason for issue in reading.issues] == ["building.no_floors"]
    assert reading.rows == Counter({"row.header": 1, "read": 1, "building.no_dwellings": 1})


def test_a_building_in_no_community_is_refused() -> None:
    reading = read([["幸福里", "1", 3, 6]], "楼栋.csv")
    assert (reading.buildings, [row.reason for row in reading.refused]) == ([], ["row.no_community"])


def test_a_register_of_households_is_no_table_of_buildings() -> None:
    assert is_buildings_table(read_table(csv_bytes([HEADER]), "a.csv"))
    assert not is_buildings_table(read_table(csv_bytes([["小区", "楼栋", "房号", "姓名"]]), "a.csv"))


@given(st.integers(1, 60), st.integers(1, 3000))
def test_every_dwelling_is_one_door_on_its_own_floor(floors: int, dwellings: int) -> None:
    building = Building("", "城东社区", "幸福里", parse_label("7栋"), floors, dwellings, "S", 2)
    doors = list(building.doors())
    assert len({door.key for door in doors}) == dwellings
    assert max(Counter(door.floor for door in doors).values()) <= dwellings // floors + 1


@needs_data
def test_the_singapore_table_becomes_a_million_doors() -> None:
    reading = read_buildings(read_table((DATA / "buildings/singapore-hdb.csv").read_bytes(), "singapore-hdb.csv"))
    assert sum(sum(1 for _ in building.doors()) for building in reading.buildings) == reading.doors == 1_085_792
