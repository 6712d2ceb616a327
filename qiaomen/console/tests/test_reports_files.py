"""The report as files, and every list of its rooms."""

import pytest
from django.test import Client
from django.utils import translation

from qiaomen.access.models import Audit
from qiaomen.console.tests.desks import desk
from qiaomen.console.tests.reported import phone, report
from qiaomen.console.views import reports_files
from qiaomen.reports import queries, showing
from qiaomen.reports.models import Report
from qiaomen.reports.tests import forms
from qiaomen.testing.world import World

__all__ = ["desk", "phone", "report"]


def test_screen_and_every_file_agree(report: Report, desk: Client) -> None:
    screen = forms.figures_of(showing.shown(report))
    files = {form: desk.post(f"/reports/{report.id}/file/{form}").content for form in ("docx", "xlsx", "lists", "pdf")}
    assert list(forms.in_word(files["docx"]).values()) == list(screen.values())
    assert list(forms.in_excel(files["xlsx"]).values()) == list(forms.in_excel(files["lists"]).values())
    assert list(forms.in_excel(files["xlsx"]).values()) == list(screen.values())
    assert files["pdf"].startswith(b"%PDF")
    assert Audit.objects.filter(action="export", subject=report.id).count() == 4


def test_a_list_for_which_there_is_no_room_is_named_and_the_ones_after_it_are_there(
    report: Report, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = forms.sheets(desk.post(f"/reports/{report.id}/file/lists").content)
    longest = max(len(queries.members_of(report, key)) for key in report.numbers)
    sizes = {key: len(queries.members_of(report, key)) for key in report.numbers}
    monkeypatch.setattr(reports_files, "MOST_LISTED", longest - 1)
    cut = forms.sheets(desk.post(f"/reports/{report.id}/file/lists").content)
    said = dict(row[:2] for row in cut[-1])
    with translation.override("en"):
        names = {column.key: column.name for column in showing.shown(report).columns}
    too_long = {names[key] for key, size in sizes.items() if size == longest}
    assert too_long <= said.keys()
    assert len(cut) == len(whole) - len(said) + 1
    assert len(said) < len([size for size in sizes.values() if size])


def test_nobody_is_named_in_the_lists_that_leave(world: World, report: Report, desk: Client) -> None:
    content = desk.post(f"/reports/{report.id}/file/lists").content
    cells = [str(cell) for sheet in forms.sheets(content) for row in sheet for cell in row]
    assert "1-1-101" in cells, "the lists are there"
    assert not [name for name in world.people if any(name in cell for cell in cells)]


def test_every_list_of_the_rooms_leaves_as_a_file(report: Report, desk: Client) -> None:
    for name in (
        "reports",
        "report_places",
        "report_changes",
        "report_definition",
        "report_calls",
        "report_sendings",
        "report_recipients",
    ):
        for form in ("csv", "xlsx"):
            assert desk.post(f"/exports/{name}.{form}?report={report.id}").status_code == 200, name


def test_reading_a_report_back_from_excel_gives_each_level(report: Report, desk: Client) -> None:
    books = forms.sheets(desk.post(f"/reports/{report.id}/file/xlsx").content)
    assert all(rows[-1][2] == queries.totals(report)["doors"] for rows in books[1:])
    assert len(books) > 3
