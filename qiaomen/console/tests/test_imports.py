"""The import wizard through the front door: files in, columns put right, a dry run, the import, and nothing kept."""

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from qiaomen.access.models import Audit, Worker
from qiaomen.exchange import running, uploads
from qiaomen.exchange.models import ImportRun, Kind, State, Upload
from qiaomen.exchange.outcomes import Outcome, outcome_of
from qiaomen.exchange.tables import read_table
from qiaomen.exchange.tests.shared import DATA, csv_bytes, needs_data, workbook
from qiaomen.people.idnumbers import check_digit
from qiaomen.people.models import Person
from qiaomen.places.models import Door, Place
from qiaomen.testing.world import World

pytestmark = pytest.mark.django_db(transaction=True)

MA = "99000019900611000" + check_digit("99000019900611000")
HEADER = ["详细地址", "姓名", "证件号码", "手机号码"]
ROWS = [
    ["", "无门之人", "", ""],
    ["城关街道南门社区幸福里1栋1单元101室", "马凤", MA, "12000024924"],
    ["城关街道南门社区幸福里1栋1单元102室", "罗平", "990000199", ""],
]


@pytest.fixture
def headquarters(client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody at headquarters; what a thread of the web process would do is done before the answer."""
    monkeypatch.setattr(running, "begin", running.work)
    return client_of("headquarters")


def hand_in(client: Client, *files: tuple[str, bytes]) -> UUID:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    response = client.post(reverse("console:imports"), {"tables": sent})
    assert response.status_code == 302
    return ImportRun.objects.order_by("-created_at")[0].id


def register(rows: Sequence[Sequence[object]] = ROWS, header: Sequence[str] = HEADER) -> tuple[str, bytes]:
    return "南门社区.xlsx", workbook({"花名册": [header, *rows]})


def correct(client: Client, upload: Upload, **chosen: str) -> HttpResponse:
    page = reverse("console:import_file", args=[upload.run_id, upload.id])
    response = client.post(page, {"kind": upload.kind, "encoding": upload.encoding, **chosen})
    assert response.status_code == 302
    return client.get(page)  # type: ignore[return-value]


def go(client: Client, run: UUID, *steps: str) -> Outcome:
    for step in steps:
        assert client.post(reverse(f"console:import_{step}", args=[run])).status_code == 302
    return outcome_of(ImportRun.objects.get(pk=run)) or Outcome()


def shown(client: Client, run: UUID) -> str:
    return client.get(reverse("console:import", args=[run]), headers={"Accept-Language": "en"}).content.decode()


def said(response: Any) -> str:
    return str(response.content.decode())


def test_a_dry_run_says_what_would_happen_and_changes_nothing(headquarters: Client) -> None:
    before = (Door.objects.count(), Person.objects.count(), Place.objects.count())
    run = hand_in(headquarters, register())
    outcome = go(headquarters, run, "check")
    assert (outcome.doors, outcome.people, outcome.added.doors, outcome.added.people) == (2, 2, 2, 2)
    assert (Door.objects.count(), Person.objects.count(), Place.objects.count()) == before
    assert ImportRun.objects.get(pk=run).state == State.CHECKED


def test_the_dry_run_names_row_and_cell_to_blame_in_the_readers_language(headquarters: Client) -> None:
    run = hand_in(headquarters, register())
    go(headquarters, run, "check")
    page = shown(headquarters, run)
    assert "This row names no door." in page
    assert all(word in page for word in ("南门社区.xlsx", "花名册", "C4", "证件号码"))


def test_an_import_brings_the_rows_and_a_second_one_changes_nothing(headquarters: Client) -> None:
    first = go(headquarters, hand_in(headquarters, register()), "check", "start")
    assert (first.added.doors, first.added.people) == (2, 2)
    assert Person.objects.get(name="马凤").home_door.label == "1-1-101"  # type: ignore[union-attr]
    second = go(headquarters, hand_in(headquarters, register()), "check", "start")
    assert (second.changes, second.doors, second.missing.doors) == (0, 2, 0)


def test_what_stood_in_the_files_is_gone_after_the_import(headquarters: Client) -> None:
    run = hand_in(headquarters, register())
    assert bytes(Upload.objects.get(run=run).sealed or b"")[:1] == b"\x01"
    go(headquarters, run, "check", "start")
    assert list(Upload.objects.values_list("sealed", "sealed_preview")) == [(None, None)]
    told = ImportRun.objects.get(pk=run).result
    assert not any(value in str(told) for value in ("马凤", "无门之人", MA, "12000024924", "990000199"))


def test_nothing_of_a_file_lies_open_in_the_database(headquarters: Client) -> None:
    run = hand_in(headquarters, register())
    upload = Upload.objects.get(run=run)
    raw = b"".join(bytes(part or b"") for part in (upload.sealed, upload.sealed_preview)) + str(upload.mapping).encode()
    assert not any(value.encode() in raw for value in ("马凤", MA, "12000024924"))


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


def test_refused_rows_come_back_as_a_workbook_with_reasons_and_that_is_logged(headquarters: Client) -> None:
    run = hand_in(headquarters, register())
    go(headquarters, run, "check", "start")
    response = headquarters.get(reverse("console:import_refused", args=[run]), headers={"Accept-Language": "en"})
    rows, cells = (sheet.rows for sheet in read_table(response.content, "refused.xlsx").sheets)
    assert rows[1][:4] == ["南门社区.xlsx", "花名册", "2", "This row names no door."]
    assert "无门之人" in rows[1]
    assert cells[1][4:6] == ["C4", "证件号码"]
    assert Audit.objects.get(action="import.refused").details == {"rows": 1}


def test_after_a_day_the_contents_are_forgotten_and_the_reasons_stay(
    headquarters: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, begun = hand_in(headquarters, register()), hand_in(headquarters, register())
    go(headquarters, done, "check", "start")
    monkeypatch.setattr(uploads, "KEPT", -uploads.KEPT)
    uploads.forget()
    response = headquarters.get(reverse("console:import_refused", args=[done]))
    assert "无门之人" not in str(read_table(response.content, "refused.xlsx").sheets[0].rows)
    assert Upload.objects.get(run=begun).sealed is None
    assert ImportRun.objects.get(pk=begun).problem == "import.expired"


def test_only_who_administers_the_district_imports(client_of: Callable[[str], Client], world: World) -> None:
    for key in ("lead", "health", "inspector", "data officer"):
        assert client_of(key).get(reverse("console:imports")).status_code == 403
        assert client_of(key).post(reverse("console:imports"), {}).status_code == 403


def test_a_colleague_sees_the_figures_and_not_the_files(headquarters: Client, world: World) -> None:
    run = hand_in(headquarters, register())
    go(headquarters, run, "check")
    ImportRun.objects.filter(pk=run).update(worker=world.workers["lead"])
    assert "Import now" not in shown(headquarters, run)
    upload = Upload.objects.get(run=run)
    assert headquarters.get(reverse("console:import_file", args=[run, upload.id])).status_code == 404
    assert headquarters.get(reverse("console:import_refused", args=[run])).status_code == 404


def test_a_large_file_is_read_after_the_answer(headquarters: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 10)
    monkeypatch.setattr(running, "begin", lambda: None)
    run = hand_in(headquarters, register())
    assert "Reading the files" in shown(headquarters, run)
    running.work()
    assert headquarters.get(reverse("console:import_progress", args=[run])).headers["HX-Refresh"] == "true"
    assert ImportRun.objects.get(pk=run).state == State.READ


def test_an_import_may_not_be_asked_for_twice(headquarters: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    run = hand_in(headquarters, register())
    go(headquarters, run, "check")
    monkeypatch.setattr(running, "begin", lambda: None)
    go(headquarters, run, "start")
    assert "Importing" in said(
        headquarters.get(reverse("console:import_progress", args=[run]), headers={"Accept-Language": "en"})
    )
    assert headquarters.post(reverse("console:import_start", args=[run])).status_code == 409


def test_no_file_and_an_empty_file_are_said(headquarters: Client) -> None:
    assert headquarters.post(reverse("console:imports"), {}).status_code == 422
    empty = {"tables": [SimpleUploadedFile("leer.csv", b"")]}
    assert headquarters.post(reverse("console:imports"), empty).status_code == 422


def test_a_file_that_is_no_table_is_said_and_the_others_go_on(headquarters: Client) -> None:
    run = hand_in(headquarters, register(), ("bild.xlsx", b"PK\x03\x04 nothing"))
    outcome = go(headquarters, run, "check", "start")
    assert [problem.code for problem in outcome.problems] == ["file.unreadable"]
    assert outcome.added.doors == 2


def test_an_import_that_has_not_begun_can_be_dropped(headquarters: Client) -> None:
    run = hand_in(headquarters, register())
    assert headquarters.post(reverse("console:import_drop", args=[run])).status_code == 302
    assert not Upload.objects.exists()


def test_what_a_file_is_called_lies_open_nowhere_and_the_pages_say_it(headquarters: Client) -> None:
    name = "马凤一家密接.csv"
    run = hand_in(headquarters, (name, csv_bytes([HEADER, *ROWS], "gbk")), ("马凤.xlsx", b"PK\x03\x04 nothing"))
    assert name in said(headquarters.get(reverse("console:imports")))
    upload = Upload.objects.filter(run=run)[0]
    assert name in said(headquarters.get(reverse("console:import_file", args=[run, upload.id])))
    go(headquarters, run, "check")
    assert name in shown(headquarters, run)
    rows = [*ImportRun.objects.values_list(), *Upload.objects.values_list()]
    assert not any("马凤" in text for row in rows for text in map(_opened, row))


def _opened(value: object) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


@needs_data
@pytest.mark.slow
def test_a_whole_county_goes_in_through_the_wizard_as_it_was_recognised(headquarters: Client) -> None:
    truth = json.loads((DATA / "county-a" / "truth.json").read_text())
    files = sorted((DATA / "county-a" / "register").iterdir())
    outcome = go(headquarters, hand_in(headquarters, *((file.name, file.read_bytes()) for file in files)), "check")
    assert (outcome.doors, outcome.people, outcome.problems) == (truth["doors"], truth["people"], [])


@pytest.mark.parametrize("row", ["9" * 5000, "9" * 30, "0", "第一行"])
def test_a_header_row_that_no_sheet_has_is_taken_for_none(headquarters: Client, row: str) -> None:
    upload = Upload.objects.get(run=hand_in(headquarters, register()))
    correct(headquarters, upload, **{"sheet-0-header": row})
    upload.refresh_from_db()
    assert upload.mapping is not None
