"""The import wizard through the front door: files in, columns put right, a dry run, the import, and nothing kept."""

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qiaomen.access.models import Audit
from qiaomen.console.tests.importing import HEADER, MA, ROWS, go, hand_in, headquarters, register, said, shown
from qiaomen.exchange import running, uploads
from qiaomen.exchange.models import ImportRun, State, Upload
from qiaomen.exchange.tables import read_table
from qiaomen.exchange.tests.shared import DATA, csv_bytes, needs_data
from qiaomen.people.models import Person
from qiaomen.places.models import Door, Place
from qiaomen.testing.world import World

__all__ = ["headquarters"]

pytestmark = pytest.mark.django_db(transaction=True)


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
