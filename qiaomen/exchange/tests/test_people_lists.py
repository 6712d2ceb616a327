"""Organisations, workers and zones are read with the same care as households."""

from collections import Counter

import pytest

from qiaomen.base.problems import Problem
from qiaomen.exchange.people_lists import (
    OrganisationRow,
    WorkerRow,
    ZoneRow,
    read_organisations,
    read_workers,
    read_zones,
)
from qiaomen.exchange.tables import Table, read_table
from qiaomen.exchange.tests.shared import DATA, Cells, csv_bytes, needs_data


def table(*rows: list[object]) -> Table:
    cells: Cells = rows
    return read_table(csv_bytes(cells), "名单.csv")


def shared(name: str) -> Table:
    return read_table((DATA / "county-a" / name).read_bytes(), name)


def test_an_organisation_brings_its_zone_contact_and_strength() -> None:
    reading = read_organisations(
        table(
            ["后盾单位一览表"],
            ["单位", "责任区", "联络人", "联络人电话", "可派人数"],
            ["县委办", "第1责任区", "许 福", "12200000000", "12人"],
            ["合计", "", "", "", 12],
        )
    )
    assert reading.found == [OrganisationRow("县委办", 3, "第1责任区", "许福", "12200000000", 12)]
    assert reading.rows == Counter({"row.title": 1, "row.header": 1, "read": 1, "row.totals": 1})


def test_a_worker_brings_organisation_phone_and_title() -> None:
    reading = read_workers(
        table(["姓名", "单位", "电话", "职务", "备注"], ["许福（借调）", "县委办", "122-0000-0000", "医生", "夜班"])
    )
    assert reading.found == [WorkerRow("许福", 2, "县委办", "12200000000", "医生", "借调；夜班")]


@pytest.mark.parametrize(
    ("said", "sex"),
    [("男", 1), ("女", 2), (" Female ", 2), ("2", 2), ("未说明", 9), ("not stated", 9), ("?", 0), ("", 0)],
)
def test_a_worker_may_bring_their_sex_in_the_words_of_the_registers(said: str, sex: int) -> None:
    assert [row.sex for row in read_workers(table(["姓名", "性别"], ["许福", said])).found] == [sex]


def test_a_zone_without_a_compound_is_a_whole_community() -> None:
    reading = read_zones(table(["责任区", "乡镇", "社区", "小区"], ["第1责任区", "青石镇", "文明社区居委会", ""]))
    assert reading.found == [ZoneRow("第1责任区", 2, "青石镇", "文明社区", "")]


def test_a_bad_cell_keeps_its_row_and_a_nameless_row_is_refused() -> None:
    reading = read_workers(table(["姓名", "单位", "电话"], ["许福", "县委办", "1220"], ["", "县委办", "12200000001"]))
    assert [(issue.cell, issue.reason) for issue in reading.issues] == [("C2", "phone.unreadable")]
    assert [(row.row, row.reason) for row in reading.refused] == [(3, "row.no_name")]
    assert reading.rows == Counter({"row.header": 1, "read": 1, "refused": 1})


def test_a_list_without_its_column_is_refused_whole() -> None:
    with pytest.raises(Problem) as raised:
        read_zones(table(["姓名", "电话"], ["许福", "12200000000"]))
    assert raised.value.code == "file.no_header"


@needs_data
def test_the_county_has_140_organisations_2000_workers_50_zones() -> None:
    organisations = read_organisations(shared("后盾单位.xlsx")).found
    workers, zones = read_workers(shared("参战人员花名册.xlsx")).found, read_zones(shared("责任区划分.xlsx")).found
    assert (len(organisations), len(workers), len({zone.zone for zone in zones})) == (140, 2000, 50)
    assert {worker.organisation for worker in workers} == {organisation.name for organisation in organisations}
    assert sum(organisation.strength or 0 for organisation in organisations) == 2000
