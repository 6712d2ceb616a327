"""Zones, organisations and workers in the register: in any order, as often as one likes, grants following."""

from collections.abc import Sequence

import pytest

from qiaomen.access.models import Grant, Organisation, Worker, WorkerSex
from qiaomen.base.models import Change, Outbreak
from qiaomen.base.sealing import unseal
from qiaomen.duty.models import Backing, Zone, ZonePlace
from qiaomen.exchange.incoming import IncomingFile
from qiaomen.exchange.lists_load import ListResult
from qiaomen.exchange.load import import_register
from qiaomen.exchange.tables import Table, read_table
from qiaomen.exchange.tests.shared import DATA, csv_bytes, needs_data
from qiaomen.exchange.workforce_load import import_organisations, import_workers
from qiaomen.exchange.zones_load import import_zones
from qiaomen.places.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_file")]

Rows = Sequence[Sequence[object]]
ZONES: Rows = [["第1责任区", "青石镇", "文明社区", "新街"], ["第2责任区", "青石镇", "文明社区", "幸福里"]]
ORGANISATIONS: Rows = [
    ["县委办", "第1责任区", "许福", "12200000000", 12],
    ["图书馆", "第2责任区", "林诺", "12200000012", 3],
]
WORKERS: Rows = [
    ["许福", "县委办", "12200000000", "联络人"],
    ["许超", "县委办", "12200000001", "医生"],
    ["林诺", "图书馆", "12200000012", ""],
]


def table(head: Sequence[str], rows: Rows) -> Table:
    return read_table(csv_bytes([head, *rows]), "名单.csv")


def zones(rows: Rows = ZONES, *, dry_run: bool = False) -> ListResult:
    return import_zones(table(["责任区", "乡镇", "社区", "小区"], rows), dry_run=dry_run)


def organisations(rows: Rows = ORGANISATIONS, *, dry_run: bool = False) -> ListResult:
    return import_organisations(table(["单位", "责任区", "联络人", "联络人电话", "可派人数"], rows), dry_run=dry_run)


def workers(rows: Rows = WORKERS, *, dry_run: bool = False) -> ListResult:
    return import_workers(table(["姓名", "单位", "电话", "职务"], rows), dry_run=dry_run)


def grants() -> set[tuple[str, str]]:
    return set(Grant.objects.filter(until=None).values_list("worker__name", "place__name"))


def test_whatever_comes_first_workers_may_record_at_their_zones_places() -> None:
    for load in (workers, organisations, zones):
        load()
    assert grants() == {("许福", "新街"), ("许超", "新街"), ("林诺", "幸福里")}
    assert [zone.name for zone in Zone.objects.all()] == ["第1责任区", "第2责任区"]
    assert Backing.objects.get(zone__name="第1责任区").contact == Worker.objects.get(name="许福")
    assert Worker.objects.count() == 3


def test_lists_imported_twice_change_nothing() -> None:
    for load in (zones, organisations, workers):
        load()
    for load in (zones, organisations, workers):
        again = load()
        assert (set(again.added.values()), set(again.changed.values())) == ({0}, {0})
    assert Worker.objects.count() == 3


def test_a_dry_run_of_a_list_leaves_nothing() -> None:
    assert workers(dry_run=True).added == {"workers": 3, "organisations": 2}
    assert organisations(dry_run=True).added["organisations"] == 2
    assert zones(dry_run=True).added["zones"] == 2
    models = (Organisation, Worker, Zone, ZonePlace, Place, Outbreak, Change)
    assert [model.objects.count() for model in models] == [0] * len(models)


def test_a_corrected_title_updates_and_a_left_out_one_is_kept() -> None:
    workers()
    assert workers([["许超", "县委办", "12200000001", "护士"]]).changed == {"workers": 1}
    assert workers([["许超", "县委办", "12200000001", ""]]).changed == {"workers": 0}
    assert Worker.objects.get(name="许超").title == "护士"


def sexes() -> dict[str, int]:
    return dict(WorkerSex.objects.filter(until_change=None).values_list("worker__name", "sex"))


def with_sexes(*rows: tuple[str, str], dry_run: bool = False) -> ListResult:
    return import_workers(table(["姓名", "性别", "单位"], [[*row, "县委办"] for row in rows]), dry_run=dry_run)


def test_the_roster_states_the_sex_that_a_list_says_and_keeps_what_the_next_leaves_out() -> None:
    with_sexes(("许福", "男"), ("许超", "女"), ("林诺", ""))
    assert sexes() == {"许福": 1, "许超": 2}
    assert with_sexes(("许福", ""), ("许超", "女")).changed == {"workers": 0}
    assert sexes() == {"许福": 1, "许超": 2}


def test_a_sex_that_is_put_right_is_a_worker_who_changed_and_what_was_said_before_is_kept() -> None:
    with_sexes(("许福", "女"), ("许超", "女"))
    result = with_sexes(("许福", "男"), ("许超", "9"), ("林诺", "女"))
    assert (result.added["workers"], result.changed) == (1, {"workers": 2})
    assert sexes() == {"许福": 1, "许超": 9, "林诺": 2}
    assert WorkerSex.objects.exclude(until_change=None).count() == 2


def test_a_dry_run_says_whose_sex_would_change_and_states_none() -> None:
    with_sexes(("许福", "女"))
    assert with_sexes(("许福", "男"), ("许超", "女"), dry_run=True).changed == {"workers": 1}
    assert sexes() == {"许福": 2}


def test_two_of_one_name_with_two_phones_are_two_workers() -> None:
    workers([*WORKERS, ["许超", "县委办", "12200000009", ""]])
    assert Worker.objects.filter(name="许超").count() == 2


def test_a_phone_is_sealed_and_opens_for_its_worker_only() -> None:
    workers()
    worker = Worker.objects.get(name="许超")
    keys = Outbreak.objects.current().keys
    assert unseal(keys, bytes(worker.sealed_phone or b""), row=worker.id) == b"12200000001"


def test_a_place_given_to_two_zones_stays_with_the_first_and_is_said() -> None:
    result = zones([*ZONES, ["第2责任区", "青石镇", "文明社区", "新街"]])
    assert [(cell.row, cell.reason) for cell in result.cells] == [(4, "place.in_two_zones")]
    assert ZonePlace.objects.get(place__name="新街").zone.name == "第1责任区"


def test_a_newer_file_moves_a_place_to_another_zone_and_its_grants_follow() -> None:
    for load in (zones, organisations, workers):
        load()
    result = zones([["第2责任区", "青石镇", "文明社区", "新街"]])
    assert result.changed == {"zones": 0, "places": 1}
    assert grants() == {("林诺", "新街"), ("林诺", "幸福里")}


def test_a_register_after_the_zones_falls_into_their_places() -> None:
    zones()
    before = Place.objects.count()
    rows = [["地址", "户主"], ["新街5号", "李翠"]]
    assert import_register([IncomingFile("文明社区.csv", csv_bytes(rows))]).cells == []
    assert Place.objects.count() == before


def test_an_organisation_that_only_the_workers_name_is_made_and_said() -> None:
    organisations()
    result = workers([*WORKERS, ["王宁", "县档案管", "12200000003", ""]])
    assert [(cell.row, cell.reason) for cell in result.cells] == [(5, "organisation.unknown")]
    assert Worker.objects.get(name="王宁").organisation == Organisation.objects.get(name="县档案管")


@needs_data
def test_the_county_becomes_140_organisations_50_zones_and_2000_workers() -> None:
    for load, name in (
        (import_zones, "责任区划分.xlsx"),
        (import_organisations, "后盾单位.xlsx"),
        (import_workers, "参战人员花名册.xlsx"),
    ):
        load(read_table((DATA / "county-a" / name).read_bytes(), name))
    counted = [model.objects.count() for model in (Organisation, Zone, ZonePlace, Worker, Backing)]
    assert counted == [140, 50, 69, 2000, 140]
