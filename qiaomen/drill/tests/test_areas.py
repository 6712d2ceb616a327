"""Areas whose figures are known: what is written adds up to them, and the drill finds exactly that."""

from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from qiaomen.drill import roster
from qiaomen.drill.areas import AREAS, Area, make_area
from qiaomen.drill.county import County
from qiaomen.drill.district import District
from qiaomen.drill.household import Trouble
from qiaomen.drill.residents import DWELLING
from qiaomen.drill.truths import Journeys, exact


@pytest.fixture(scope="module", params=["town-e", "communities-f"])
def made(request: pytest.FixtureRequest) -> tuple[Area, County]:
    return AREAS[request.param], make_area(AREAS[request.param])


def test_doors_and_people_of_each_use_are_the_figures(made: tuple[Area, County]) -> None:
    area, county = made
    doors, people = Counter[str](), Counter[str]()
    for register in county.registers:
        for door in register.doors:
            doors[door.use] += 1
            people[door.use] += len(door.people)
    assert doors == {DWELLING: area.dwellings} | {use: one.doors for use, one in area.premises.items()}
    assert people == {DWELLING: area.people} | {use: one.people for use, one in area.premises.items()}


def test_compounds_buildings_and_stairwells_are_the_figures(made: tuple[Area, County]) -> None:
    area, county = made
    doors = [door for register in county.registers for door in register.doors]
    built = {(door.compound, door.address.building) for door in doors if door.address.building}
    wells = {(door.compound, *door.address.numbers.split("-")[:2]) for door in doors if door.address.building}
    lived_in = sum(bool(door.people) for door in doors if door.use == DWELLING)
    assert (len({door.compound for door in doors}), len(built)) == (area.compounds, area.buildings)
    assert (len(wells), lived_in) == (area.stairwells or len(built), area.lived_in)


def test_no_two_doors_of_a_compound_have_one_address(made: tuple[Area, County]) -> None:
    _area, county = made
    for register in county.registers:
        for _name, doors in groupby(register.doors, key=lambda door: door.compound):
            addresses = [door.address for door in doors]
            assert len(set(addresses)) == len(addresses)


def test_the_workforce_is_the_figure(made: tuple[Area, County]) -> None:
    area, county = made
    assert sum(len(one.workers) for one in county.organisations) == area.workers


def test_the_list_says_who_is_a_woman_where_so_many_are_known(made: tuple[Area, County], tmp_path: Path) -> None:
    area, county = made
    said = Counter(worker.sex for one in county.organisations for worker in one.workers)
    assert said == ({"": area.workers} if area.women is None else {"女": area.women, "男": area.workers - area.women})
    roster.write_workers(county.organisations, tmp_path / "list.xlsx")
    head, *rows = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    assert ("性别" in head) is (area.women is not None)
    assert len(rows) == area.workers


def town(people: int) -> District:
    district = District()
    district.doors = {f"d{n}": {"id": f"d{n}", "kind": "dwelling" if n else "shop"} for n in range(people)}
    for n in range(people):
        district.people[f"d{n}"] = {f"p{n}": {}}
    return district


def test_exactly_so_many_came_back_from_each_place_and_none_of_a_shop() -> None:
    truths = exact("1", town(40), Journeys("came_from", {"42": 5, "9902": 3}))
    homes = [truths.behind(f"d{n}", [f"p{n}"]) for n in range(40)]
    assert Counter(said["came_from"] for home in homes for said in home.said.values()) == {"42": 5, "9902": 3}
    assert Counter(trouble for home in homes for trouble in home.troubles.values()) == {Trouble.RETURNEE: 8}
    assert not homes[0].said
    assert not any(home.whereabouts or home.hidden or home.newcomers or home.locked for home in homes)


def test_whoever_a_list_names_is_among_those_who_came_back() -> None:
    truths = exact(
        "1", town(40), Journeys("came_from", {"42": 3, "9902": 2}, {"p7": "42", "p8": "42", "elsewhere": "42"})
    )
    assert {"p7", "p8"} <= truths.returned.keys()
    assert Counter(said["came_from"] for said in truths.returned.values()) == {"42": 3, "9902": 2}


def test_more_than_live_here_cannot_have_come_back() -> None:
    with pytest.raises(ValueError, match="9 people cannot have come back: 4 live here"):
        exact("1", town(5), Journeys("came_from", {"42": 9}))
