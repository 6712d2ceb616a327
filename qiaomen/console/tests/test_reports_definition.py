"""What the report counts: a definition with faults is not kept, a new edition touches nothing frozen."""

from django.test import Client

from qiaomen.console.tests.desks import desk, page
from qiaomen.console.tests.reported import phone, report
from qiaomen.reports import editions
from qiaomen.reports.models import Report
from qiaomen.testing.reported import DEFINITION
from qiaomen.testing.sweep import Phone

__all__ = ["desk", "phone", "report"]


def test_a_definition_with_faults_names_line_and_figure_and_is_not_kept(phone: Phone, desk: Client) -> None:
    wrong = DEFINITION.replace('counts = "visits"', 'counts = "visit"')
    answer = desk.post("/reports/definition/new", {"text": wrong})
    line = wrong.split("\n").index('counts = "visit"') + 1
    assert answer.status_code == 422
    assert f"line {line}" in answer.content.decode()
    assert "<code>knocks</code>" in answer.content.decode()
    assert editions.in_force().number == 1  # type: ignore[union-attr]


def test_an_edition_in_force_does_not_touch_what_is_frozen(report: Report, desk: Client) -> None:
    text = DEFINITION.replace("今日敲门", "二十四小时敲门").replace('en = "Knocks"', 'en = "Knocks of a day"')
    assert desk.post("/reports/definition/check", {"text": text}).status_code == 200
    assert desk.post("/reports/definition/new", {"text": text}).status_code == 302
    assert "Knocks of a day" in page(desk, "/reports/definition")
    assert "Knocks of a day" not in page(desk, f"/reports/{report.id}")
