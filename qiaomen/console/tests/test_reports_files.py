"""The report as files, and every list of its rooms."""

from collections.abc import Callable

import pytest
from django.test import Client

from qiaomen.access.models import Audit
from qiaomen.console.tests.reported import counted, english, frozen
from qiaomen.reports import queries, showing
from qiaomen.reports.models import Report
from qiaomen.reports.tests import forms
from qiaomen.testing.sweep import Phone
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]


@pytest.fixture
def phone(world: World) -> Phone:
    return counted(world)


@pytest.fixture
def report(world: World, phone: Phone) -> Report:
    return frozen(world)


@pytest.fixture
def desk(client_of: ClientOf) -> Client:
    return english(client_of("headquarters"))


def test_screen_and_every_file_agree(report: Report, desk: Client) -> None:
    screen = forms.figures_of(showing.shown(report))
    files = {form: desk.post(f"/reports/{report.id}/file/{form}").content for form in ("docx", "xlsx", "lists", "pdf")}
    assert list(forms.in_word(files["docx"]).values()) == list(screen.values())
    assert list(forms.in_excel(files["xlsx"]).values()) == list(forms.in_excel(files["lists"]).values())
    assert list(forms.in_excel(files["xlsx"]).values()) == list(screen.values())
    assert files["pdf"].startswith(b"%PDF")
    assert Audit.objects.filter(action="export", subject=report.id).count() == 4


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
