"""The invented county: what its truth says is what its files hold."""

import csv
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from qiaomen.drill import county
from qiaomen.drill.county import County, Truth, make_county
from qiaomen.drill.identity import IdNumbers, Phones, check_character
from qiaomen.drill.scale import Scale, share_out, share_out_at_least_one

SMALL = Scale(doors=240, people=560, towns=2, communities=4, compounds=9, zones=6, organisations=11, workers=60)


@pytest.fixture(scope="module")
def small() -> County:
    return make_county(seed=7, scale=SMALL)


@pytest.fixture(scope="module")
def folder(small: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("county")
    small.write(target)
    return target


@pytest.fixture(scope="module")
def truth(small: County, tmp_path_factory: pytest.TempPathFactory) -> Truth:
    return small.write(tmp_path_factory.mktemp("again"))


def rows(path: Path, *, sheet: int = 0) -> list[list[object]]:
    book = CalamineWorkbook.from_path(path)
    return [list(row) for row in book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)]


def counted(path: Path) -> tuple[int, int]:
    """Doors and people in one register file, by the plainest possible reading of its form."""
    if path.suffix == ".csv":
        lines = list(csv.reader(path.read_text(encoding="gb18030").splitlines()))[1:]
        return len({_plain(line[0]) for line in lines}), sum(bool(line[2]) for line in lines)
    if len(CalamineWorkbook.from_path(path).sheet_names) == 1:
        body = [row for row in rows(path)[3:] if row[0] != "合计"]
        return sum(bool(row[0]) for row in body), sum(bool(row[6]) and row[6] != "空房" for row in body)
    body = list(_grids(path))
    return len(body), sum(int(str(row[6]).removesuffix(".0")) for row in body)


def _plain(address: str) -> str:
    """One household's lines may say 3-2-501 here and 3栋2单元501室 there."""
    return address.replace("栋", "-").replace("单元", "-").removesuffix("室")


def _grids(path: Path) -> Iterator[list[object]]:
    for sheet in range(1, len(CalamineWorkbook.from_path(path).sheet_names)):
        yield from rows(path, sheet=sheet)[1:]


def test_the_whole_county_has_the_figures_of_the_real_sweep() -> None:
    truth = make_county().truth()
    assert (truth.doors, truth.people, truth.compounds) == (15_089, 36_282, 69)
    assert (truth.zones, truth.organisations, truth.workers) == (50, 140, 2_000)
    assert len(truth.communities) == 14
    assert truth.businesses == 905


def test_each_file_holds_the_doors_and_people_that_the_truth_says(folder: Path, truth: Truth) -> None:
    for name, counts in truth.communities.items():
        [path] = (folder / county.REGISTER).glob(f"{name.split('/')[1]}.*")
        assert counted(path) == (counts.doors, counts.people)


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    make_county(seed=7, scale=SMALL).write(tmp_path)
    digests = [
        {path.relative_to(root): sha256(path.read_bytes()).digest() for path in root.rglob("*.*")}
        for root in (folder, tmp_path)
    ]
    assert digests[0] == digests[1]


def test_another_seed_makes_another_county(small: County) -> None:
    other = make_county(seed=8, scale=SMALL)
    assert other.registers != small.registers
    assert other.truth().doors == small.truth().doors


def test_every_spoilt_cell_is_where_the_truth_says(folder: Path, truth: Truth) -> None:
    found = 0
    for fault in truth.faults:
        if not fault.file.endswith(".xlsx"):
            continue
        book = CalamineWorkbook.from_path(folder / county.REGISTER / fault.file)
        table = book.get_sheet_by_name(fault.sheet).to_python(skip_empty_area=False)
        header = next(row for row in table if fault.column in row)
        assert table[fault.row - 1][header.index(fault.column)] != ""
        found += 1
    assert found


def test_the_lists_name_every_zone_organisation_and_worker_once(folder: Path) -> None:
    zones = {row[0] for row in rows(folder / county.ZONES)[1:]}
    organisations = rows(folder / county.ORGANISATIONS)[2:]
    workers = rows(folder / county.WORKERS)[1:]
    assert (len(zones), len(organisations), len(workers)) == (6, 11, 60)
    assert sum(int(str(row[4]).removesuffix(".0")) for row in organisations) == 60
    assert {row[0] for row in organisations} == {row[1] for row in workers}
    assert {row[1] for row in organisations} == zones


def test_every_compound_is_in_exactly_one_zone(small: County) -> None:
    zoned = [(one.community, one.name) for zone in small.zones for one in zone.compounds]
    there = [(one.community, one.name) for register in small.registers for one in register.community.compounds]
    assert sorted(zoned) == sorted(there)


def test_residents_cannot_be_anybody(small: County) -> None:
    people = [person for register in small.registers for door in register.doors for person in door.people]
    assert all(person.id_number.startswith("990000") for person in people)
    assert all(check_character(person.id_number[:17]) == person.id_number[17] for person in people)
    assert all(phone.startswith("120") for person in people for phone in person.phones)
    assert len({person.id_number for person in people}) == len(people)


def test_a_known_id_number_has_its_known_check_character() -> None:
    # The worked example of GB 11643-1999.
    assert check_character("11010519491231002") == "X"


def test_an_id_number_says_the_sex() -> None:
    ids = IdNumbers()
    assert int(ids.next(born=date(1980, 2, 29), sex="男")[16]) % 2 == 1
    assert int(ids.next(born=date(1980, 2, 29), sex="女")[16]) % 2 == 0


def test_phones_are_all_different() -> None:
    phones = Phones(prefix="120")
    made = [phones.next() for _ in range(50_000)]
    assert len(set(made)) == 50_000
    assert all(len(phone) == 11 for phone in made)


@given(total=st.integers(0, 10_000), weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=40))
def test_shares_add_up_and_stay_within_one_of_the_exact_share(total: int, weights: list[float]) -> None:
    shares = share_out(total, weights)
    assert sum(shares) == total
    assert all(abs(share - total * weight / sum(weights)) < 1 for share, weight in zip(shares, weights, strict=True))


@given(weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=40), more=st.integers(0, 500))
def test_nobody_goes_without_a_share(weights: list[float], more: int) -> None:
    assert min(share_out_at_least_one(len(weights) + more, weights)) >= 1


@given(doors=st.integers(1, 400), per_hundred=st.integers(0, 500), seed=st.integers(0, 50))
def test_a_county_of_any_size_has_exactly_the_doors_and_people_asked(doors: int, per_hundred: int, seed: int) -> None:
    people = doors * per_hundred // 100
    truth = make_county(seed=seed, scale=Scale.of(doors=doors, people=people)).truth()
    assert (truth.doors, truth.people) == (doors, people)


def test_a_scale_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="each at least 1"):
        Scale(doors=10, compounds=20)
