"""Files handed in to the import wizard through the front door, for tests."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from qiaomen.exchange import running
from qiaomen.exchange.models import ImportRun, Upload
from qiaomen.exchange.outcomes import Outcome, outcome_of
from qiaomen.exchange.tests.shared import workbook
from qiaomen.people.idnumbers import check_digit

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
