"""Where the report goes: recipients, the office's own table, receipts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qiaomen.base.ids import new_id
from qiaomen.console.tests.desks import ClientOf, desk, page
from qiaomen.console.tests.reported import csv_rows, phone, report
from qiaomen.reports import queries
from qiaomen.reports.models import Recipient, Report, Sending, Table
from qiaomen.reports.tests import forms
from qiaomen.testing.world import World

__all__ = ["desk", "phone", "report"]


def test_a_recipient_is_added_shown_masked_and_ended(report: Report, desk: Client) -> None:
    given = {
        "name": "City",
        "way": "webhook",
        "to": "https://city.example/in?key=1",
        "attached": ["xlsx"],
        "language": "en",
    }
    text = desk.post("/reports/sending/recipients", given).content.decode()
    assert "It is shown only now" in text
    assert "https://city.example/…" in text
    assert "key=1" not in page(desk, "/reports/sending")
    desk.post(f"/reports/sending/recipients/{Recipient.objects.get().id}/end")
    assert Recipient.objects.get().until is not None


@pytest.mark.parametrize("way, to", [("mail", "nobody"), ("webhook", "ftp://x.example/"), ("webhook", "file:///etc")])
def test_an_address_that_is_none_is_not_kept(report: Report, desk: Client, way: str, to: str) -> None:
    given = {"name": "City", "way": way, "to": to, "language": "en"}
    assert desk.post("/reports/sending/recipients", given).status_code == 422
    assert not Recipient.objects.exists()


def test_the_offices_table_is_brought_checked_and_filled(report: Report, desk: Client) -> None:
    def brought(word: str) -> int:
        file = SimpleUploadedFile("t.xlsx", forms.table_of({"A1": "x", "B2": word}))
        return desk.post("/reports/sending/tables", {"name": "City", "file": file}).status_code

    assert brought("{{unheard}}") == 422
    assert brought("{{doors}}") == 302
    filled = desk.post(f"/reports/{report.id}/tables/{Table.objects.get().id}").content
    assert forms.opened(filled)["B2"].value == queries.totals(report)["doors"]


def test_a_receipt_stands_beside_the_report(world: World, report: Report, desk: Client) -> None:
    given = {"name": "City", "way": "webhook", "to": "https://city.example/in", "language": "en"}
    desk.post("/reports/sending/recipients", given)
    receipt = {"at": timezone.now().isoformat(), "ok": True, "code": 200, "answer": "received 0815"}
    Sending.objects.create(
        id=new_id(), report=report, recipient=Recipient.objects.get(), state="sent", attempts=1,
        asked_at=timezone.now(), sent_at=timezone.now(), receipts=[receipt], change=world.change,
    )  # fmt: skip
    assert "200 received 0815" in page(desk, f"/reports/{report.id}")
    assert "received 0815" in csv_rows(desk, "/exports/report_sendings.csv")[0]


def test_administration_is_asked_of_who_takes_recipients_and_receipts_away(report: Report, client_of: ClientOf) -> None:
    lead = client_of("lead")
    assert "https" not in "".join(csv_rows(lead, "/exports/report_recipients.csv"))
    assert csv_rows(lead, "/exports/report_sendings.csv") == []
