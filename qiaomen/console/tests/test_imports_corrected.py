"""What a person puts right between the files and the import: encodings, columns, header rows, what a file lists."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qiaomen.access.models import Worker
from qiaomen.console.tests.importing import HEADER, ROWS, correct, go, hand_in, headquarters, register, said
from qiaomen.exchange.models import ImportRun, Kind, State, Upload
from qiaomen.exchange.tests.shared import csv_bytes, workbook
from qiaomen.people.models import Person

__all__ = ["headquarters"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_gbk_file_read_in_the_wrong_encoding_is_put_right(headquarters: Client) -> None:
    run = hand_in(headquarters, ("南门社区.csv", csv_bytes([HEADER, *ROWS], "gbk")))
    upload = Upload.objects.get(run=run)
    assert upload.read_as == "gb18030"
    assert "马凤" not in said(correct(headquarters, upload, encoding="utf-16"))
    assert Upload.objects.get().problem["code"] == "file.encoding_wrong"
    assert headquarters.post(reverse("console:import_check", args=[run])).status_code == 422
    upload.refresh_from_db()
    assert "马凤" in said(correct(headquarters, upload, encoding="gb18030"))
    assert go(headquarters, run, "check").people == 2


def test_a_list_from_outside_stays_one_when_its_encoding_is_put_right(headquarters: Client) -> None:
    content = csv_bytes([["姓名", "地址"], ["马凤", "南门社区"]], "gbk")
    about = {"title": "铁路推送", "source": "railway", "category": "returnee", "dated": "2020-03-21"}
    headquarters.post(reverse("console:list_new"), {**about, "tables": SimpleUploadedFile("名单.csv", content)})
    upload = Upload.objects.get()
    for encoding in ("utf-16", "gb18030"):
        correct(headquarters, upload, encoding=encoding)
        upload.refresh_from_db()
        assert upload.kind == Kind.OUTSIDE
    assert go(headquarters, upload.run_id, "check").people == 0


def test_a_column_put_right_by_hand_is_read_so(headquarters: Client) -> None:
    run = hand_in(headquarters, register(header=["详细地址", "姓名", "证件号码", "大哥大"]))
    upload = Upload.objects.get(run=run)
    assert upload.mapping["花名册"]["columns"][3][0] == ""
    correct(headquarters, upload, **{"sheet-0-header": "1", "sheet-0-column-3": "phone"})
    go(headquarters, run, "check", "start")
    assert Person.objects.get(name="马凤").identity.phone_hashes


def test_a_field_given_to_another_column_is_taken_from_the_first(headquarters: Client) -> None:
    upload = Upload.objects.get(run=hand_in(headquarters, register()))
    correct(headquarters, upload, **{"sheet-0-header": "1", "sheet-0-column-1": "name", "sheet-0-column-3": "name"})
    upload.refresh_from_db()
    assert [field for field, _sure in upload.mapping["花名册"]["columns"]] == ["address", "", "id", "name"]


def test_a_header_row_chosen_by_hand_is_recognised_anew(headquarters: Client) -> None:
    name, content = "南门社区.xlsx", workbook({"表": [["门牌", "名单"], ["住处", "谁"], *ROWS]})
    run = hand_in(headquarters, (name, content))
    upload = Upload.objects.get(run=run)
    correct(headquarters, upload, **{"sheet-0-header": "2"})
    upload.refresh_from_db()
    chosen = {"sheet-0-header": "2", "sheet-0-column-0": "address", "sheet-0-column-1": "name"}
    correct(headquarters, upload, **chosen)
    assert go(headquarters, run, "check").doors == 2


def test_a_correction_takes_back_what_the_dry_run_said(headquarters: Client) -> None:
    run = hand_in(headquarters, register())
    go(headquarters, run, "check")
    correct(headquarters, Upload.objects.get(run=run), **{"sheet-0-header": "1", "sheet-0-column-3": ""})
    assert ImportRun.objects.get(pk=run).state == State.READ
    assert headquarters.post(reverse("console:import_start", args=[run])).status_code == 409


def test_what_a_file_lists_is_guessed_and_lists_go_in_before_registers(headquarters: Client) -> None:
    zones = "责任区.csv", csv_bytes([["责任区", "街道", "社区"], ["第9责任区", "城关街道", "南门社区"]])
    offices = "单位.csv", csv_bytes([["单位", "联系人", "人数"], ["县水利局", "丁一", "12"]])
    people = "人员.csv", csv_bytes([["姓名", "单位", "电话"], ["丁二", "县水利局", "12000000009"]])
    stock = "楼栋.csv", csv_bytes([["社区", "楼号", "层数", "户数"], ["南门社区", "8", "2", "4"]])
    run = hand_in(headquarters, register(), zones, offices, people, stock)
    assert sorted(Upload.objects.filter(run=run).values_list("kind", flat=True)) == [
        "buildings",
        "organisations",
        "register",
        "workers",
        "zones",
    ]
    outcome = go(headquarters, run, "check", "start")
    assert [each.kind for each in outcome.lists] == ["zones", "organisations", "workers"]
    assert (outcome.doors, outcome.people, outcome.problems) == (6, 2, [])


def test_a_corrected_column_holds_for_lists_too(headquarters: Client) -> None:
    run = hand_in(
        headquarters, ("人员.csv", csv_bytes([["姓名", "单位", "寻呼"], ["丁二", "县水利局", "12000000009"]]))
    )
    correct(headquarters, Upload.objects.get(run=run), **{"sheet-0-header": "1", "sheet-0-column-2": "phone"})
    go(headquarters, run, "check", "start")
    assert Worker.objects.get(name="丁二").phone_hash


@pytest.mark.parametrize("row", ["9" * 5000, "9" * 30, "0", "第一行"])
def test_a_header_row_that_no_sheet_has_is_taken_for_none(headquarters: Client, row: str) -> None:
    upload = Upload.objects.get(run=hand_in(headquarters, register()))
    correct(headquarters, upload, **{"sheet-0-header": row})
    upload.refresh_from_db()
    assert upload.mapping is not None
