import csv
import io
from datetime import datetime

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from qiaomen.access.models import Audit
from qiaomen.campaigns.models import Campaign
from qiaomen.console.tests.desks import ClientOf, desk
from qiaomen.testing.moments import moments
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign
from qiaomen.testing.world import World

__all__ = ["campaign", "desk"]

NAMES = ["gaps", "people", "claims", "coverage", "refusals", "held", "reknock"]


@pytest.fixture
def swept(world: World, campaign: Campaign) -> Campaign:
    list(moments(world, Phone(world.tokens["field"], campaign)))
    return campaign


def content(client: Client, url: str) -> bytes:
    response = client.post(url)
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def table(client: Client, url: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(client, url).decode("utf-8-sig"))))


@pytest.mark.parametrize("name", NAMES)
def test_every_list_leaves_as_excel_and_as_csv_with_the_same_rows(swept: Campaign, desk: Client, name: str) -> None:
    rows = table(desk, f"/exports/{name}.csv")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(desk, f"/exports/{name}.xlsx"))).get_sheet_by_index(0)
    assert [[text(cell) for cell in row[:2]] for row in book.to_python()[1:]] == [row[:2] for row in rows]


def text(cell: object) -> str:
    """A cell as CSV writes it; Excel knows no whole numbers, and keeps seconds."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def test_names_are_masked(world: World, swept: Campaign, desk: Client) -> None:
    rows = table(desk, "/exports/people.csv")
    assert len(rows) > 1
    assert not [name for name in world.people for row in rows if name in row]
    assert rows[1][2].endswith("*")


def test_nobody_is_named_in_any_export(world: World, swept: Campaign, desk: Client) -> None:
    for name in NAMES:
        text = content(desk, f"/exports/{name}.csv").decode()
        assert not [one for one in world.people if one in text], name


def test_an_export_asks_for_what_the_page_asks_for(world: World, swept: Campaign, desk: Client) -> None:
    query = f"count=untouched&place={world.places['alley'].id}"
    labels = {row[1] for row in table(desk, f"/exports/gaps.csv?{query}")[1:]}
    assert labels == {"3号", "5号", "7号", "9号", "4号", "6号"}


def test_an_export_is_written_down_with_what_was_asked_for(world: World, swept: Campaign, desk: Client) -> None:
    rows = table(desk, f"/exports/gaps.csv?place={world.places['compound'].id}")
    line = Audit.objects.get(action="export")
    assert line.worker == world.workers["headquarters"].id
    assert line.details["rows"] == len(rows) - 1
    assert line.details["place"] == str(world.places["compound"].id)


def test_an_inspector_takes_nothing_away(swept: Campaign, client_of: ClientOf) -> None:
    inspector = client_of("inspector")
    assert inspector.post("/exports/gaps.csv").status_code == 403
    assert "/exports/" not in inspector.get("/gaps").content.decode()
    assert not Audit.objects.filter(action="export").exists()


def test_a_lead_takes_away_their_own_community(world: World, swept: Campaign, client_of: ClientOf) -> None:
    lead = client_of("lead")
    assert len(table(lead, "/exports/gaps.csv?count=doors")) - 1 == 24
    assert lead.post(f"/exports/gaps.csv?place={world.places['alley'].id}").status_code == 404


def test_a_list_is_not_taken_away_by_a_mere_link(swept: Campaign, desk: Client) -> None:
    assert desk.get("/exports/gaps.csv").status_code == 405


@pytest.mark.parametrize("url", ["/exports/secrets.csv", "/exports/gaps.pdf"])
def test_there_is_no_other_list_and_no_other_form(swept: Campaign, desk: Client, url: str) -> None:
    assert desk.post(url).status_code == 404
