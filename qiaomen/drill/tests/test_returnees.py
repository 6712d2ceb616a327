"""The list that a railway would push about an invented county."""

import csv
from datetime import date
from pathlib import Path

import pytest

from qiaomen.drill.county import County, make_county
from qiaomen.drill.identity import AREA, RESIDENT_PREFIX, Phones
from qiaomen.drill.returnees import HEADER, write_returnees
from qiaomen.drill.scale import Scale

SMALL = Scale(doors=120, people=288, towns=2, communities=3, compounds=6, zones=4, organisations=6, workers=24)
LISTED = date(2022, 3, 21)


@pytest.fixture(scope="module")
def county() -> County:
    return make_county(scale=SMALL)


def written(county: County, folder: Path, *, seed: int = 1) -> list[dict[str, str]]:
    path = folder / f"{seed}.csv"
    focus = county.registers[0].community.name
    count = write_returnees(county.registers, path, dated=LISTED, focus=focus, of_a_kind=4, seed=seed)
    with path.open(encoding="gb18030", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    return rows


def test_the_same_seed_writes_the_same_list(county: County, tmp_path: Path) -> None:
    first, again = written(county, tmp_path), written(county, tmp_path)
    assert first == again
    assert written(county, tmp_path, seed=2) != first


def test_nobody_on_it_can_be_a_real_person(county: County, tmp_path: Path) -> None:
    rows = written(county, tmp_path)
    assert {row["身份证号"][:6] for row in rows} == {AREA, ""}
    phones = [row["手机"].removeprefix("+86 ").replace("-", "") for row in rows if row["手机"]]
    assert phones
    assert all(phone.startswith(RESIDENT_PREFIX) for phone in phones)


def test_of_each_person_it_says_some_of_what_could_be_said(county: County, tmp_path: Path) -> None:
    said = [tuple(bool(row[column]) for column in ("身份证号", "手机")) for row in written(county, tmp_path)]
    assert [said.count(kind) for kind in ((True, False), (False, True), (True, True))] == [5, 4, 4]


def test_one_row_is_said_twice_and_one_says_nobody(county: County, tmp_path: Path) -> None:
    *rows, again, nobody = written(county, tmp_path)
    assert again == rows[1]
    assert not any(nobody[column] for column in HEADER[1:5])


def test_strangers_have_numbers_that_nobody_of_the_county_has(county: County, tmp_path: Path) -> None:
    people = [person for register in county.registers for door in register.doors for person in door.people]
    strangers = [row for row in written(county, tmp_path) if row["身份证号"] and row["手机"]]
    assert not {row["手机"] for row in strangers} & {phone for person in people for phone in person.phones}
    assert not {row["身份证号"] for row in strangers} & {person.id_number for person in people}


def test_phones_after_so_many_go_on_where_these_end() -> None:
    all_of_them, later = Phones(prefix="120"), Phones(prefix="120", after=3)
    assert [all_of_them.next() for _ in range(5)][3:] == [later.next() for _ in range(2)]
