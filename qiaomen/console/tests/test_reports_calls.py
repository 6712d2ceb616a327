"""The phone desk: who said a number, who typed it, and how a wrong one is put right."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.console.tests.desks import ClientOf, page
from qiaomen.console.tests.reported import frozen, phone
from qiaomen.console.views import reports_phone
from qiaomen.ledger.models import Record
from qiaomen.reports import queries, showing
from qiaomen.testing.sweep import Phone
from qiaomen.testing.world import World

__all__ = ["phone"]


def call(client: Client, world: World, amount: int, **more: str) -> None:
    at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    said = {"said_by": "王经理", "where": world.places["compound"].name, "figure": "turned_back", "at": at}
    assert client.post("/reports/phone", {**said, "amount": amount, **more}).status_code == 302


def test_a_call_counts_says_who_said_it_and_who_typed_it(world: World, phone: Phone, client_of: ClientOf) -> None:
    lead = client_of("lead")
    call(lead, world, 5)
    call(lead, world, 2)
    text = page(lead, "/reports/phone")
    assert "王**" in text
    assert world.workers["lead"].name in text
    record = Record.objects.filter(kind="phoned")[0]
    assert "王经理" not in str(record.body)
    report = frozen(world)
    assert queries.totals(report)["turned_back"] == 7


def test_calls_for_which_there_is_no_room_are_counted_below(
    world: World, phone: Phone, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports_phone, "MOST", 1)
    lead = client_of("lead")
    lead.cookies["language"] = "en"
    for amount in (5, 2, 1):
        call(lead, world, amount)
    assert "and 2 more" in page(lead, "/reports/phone")


def test_a_corrected_call_counts_as_corrected_and_a_taken_back_one_does_not(
    world: World, phone: Phone, client_of: ClientOf
) -> None:
    lead = client_of("lead")
    call(lead, world, 50)
    wrong = Record.objects.get(kind="phoned")
    first = frozen(world)
    assert "王经理" in page(lead, f"/reports/phone/{wrong.id}"), "who may see identity sees who said it"
    lead.post(f"/reports/phone/{wrong.id}", {"figure": "turned_back", "amount": 5, "said_by": "王经理"})
    call(lead, world, 9)
    twice = Record.objects.filter(kind="phoned").order_by("-received_at")[0]
    lead.post(f"/reports/phone/{twice.id}/back", {"reason": "重复"})
    second = frozen(world)
    assert (queries.totals(first)["turned_back"], queries.totals(second)["turned_back"]) == (50, 5)
    [column] = [one for one in showing.shown(second).columns if one.key == "turned_back"]
    assert column.signed == "−45"


def test_headquarters_correct_a_call_without_learning_or_losing_the_name(
    world: World, phone: Phone, client_of: ClientOf
) -> None:
    call(client_of("lead"), world, 50)
    wrong, desk = Record.objects.get(kind="phoned"), client_of("headquarters")
    assert "王经理" not in page(desk, f"/reports/phone/{wrong.id}")
    desk.post(f"/reports/phone/{wrong.id}", {"figure": "turned_back", "amount": 5})
    assert "王经理" in page(client_of("lead"), f"/reports/phone/{wrong.id}")


def test_a_call_about_another_area_is_not_taken(world: World, phone: Phone, client_of: ClientOf) -> None:
    lead, at = client_of("lead"), timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    said = {"said_by": "x", "where": world.places["village group"].name, "figure": "turned_back", "amount": 1, "at": at}
    assert lead.post("/reports/phone", said).status_code == 422
    assert not Record.objects.filter(kind="phoned").exists()


def test_what_has_not_happened_yet_is_not_typed_in(world: World, phone: Phone, client_of: ClientOf) -> None:
    later = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    said = {"said_by": "x", "where": world.places["compound"].name, "figure": "turned_back", "amount": 1, "at": later}
    assert client_of("lead").post("/reports/phone", said).status_code == 422
