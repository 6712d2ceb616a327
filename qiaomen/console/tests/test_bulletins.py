"""Messages to those who knock: who may write them, whom they reach, how they go."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.duty.bulletins import withdraw, write_bulletin
from qiaomen.duty.models import Bulletin
from qiaomen.testing.desk import Desk

PAGE = "/duty/messages"
TEXT = "今晚九点收工，明早八点集合。"


@pytest.fixture
def lead(client_of: Callable[[str], Client], desk: Desk) -> Client:
    return client_of("lead")


def said(rows: list[dict[str, Any]]) -> list[str]:
    return [row["text"] for row in rows]


def everything(desk: Desk, key: str) -> tuple[list[dict[str, Any]], str]:
    """All messages that a phone has got, and its cursor."""
    phone, cursor, found, more = desk.phone(key), None, [], True
    while more:
        answer = phone.pull(cursor)
        found += answer.get("bulletins", [])
        cursor, more = answer["cursor"], answer.get("more", False)
    return found, str(cursor)


def send(desk: Desk, place: str, *, hours: int = 24) -> Bulletin:
    writer, where = desk.world.workers["headquarters"], desk.world.places[place]
    return write_bulletin(text=TEXT, places=[where.id], where=where.name, hours=hours, by=writer)


@pytest.mark.parametrize(
    ("place", "reached"),
    [
        ("district", {"field", "outsider"}),
        ("community", {"field"}),
        ("stairwell 1-1", {"field"}),
        ("river community", {"outsider"}),
    ],
)
def test_a_message_reaches_who_knocks_there(desk: Desk, place: str, reached: set[str]) -> None:
    send(desk, place)
    assert {key for key in ("field", "outsider") if said(everything(desk, key)[0]) == [TEXT]} == reached


def test_a_phone_gets_a_message_once_and_is_told_when_it_is_withdrawn(desk: Desk) -> None:
    _none, cursor = everything(desk, "field")
    made = send(desk, "compound")
    answer = desk.phone("field").pull(cursor)
    assert said(answer["bulletins"]) == [TEXT]
    again = desk.phone("field").pull(answer["cursor"])
    assert "bulletins" not in again
    withdraw(made, by=desk.world.workers["lead"])
    assert said(desk.phone("field").pull(again["cursor"])["bulletins"]) == [""]


def test_a_message_that_has_ended_is_sent_to_nobody(desk: Desk) -> None:
    send(desk, "compound")
    Bulletin.objects.update(at=timezone.now() - timedelta(hours=2), until=timezone.now() - timedelta(hours=1))
    assert everything(desk, "field")[0] == []


def test_a_lead_writes_to_their_places_and_zones_and_no_others(lead: Client, desk: Desk) -> None:
    community, elsewhere = desk.world.places["community"], desk.world.places["river community"]
    assert lead.post(PAGE, {"text": TEXT, "reach": community.id, "hours": 24}).status_code == 302
    assert lead.post(PAGE, {"text": TEXT, "reach": desk.world.zones["first"].id, "hours": 24}).status_code == 302
    for other in (elsewhere.id, desk.world.zones["second"].id, ""):
        assert lead.post(PAGE, {"text": TEXT, "reach": other, "hours": 24}).status_code == 422
    assert Bulletin.objects.count() == 2


def test_the_page_lists_what_was_sent_and_withdraws_it(lead: Client, desk: Desk) -> None:
    made = send(desk, "community")
    assert TEXT in lead.get(PAGE).content.decode()
    assert lead.post(f"{PAGE}/{made.id}/withdrawn").status_code == 302
    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert Audit.objects.filter(action="bulletin.withdrawn", subject=made.id).count() == 1


def test_what_a_message_says_is_sealed(desk: Desk) -> None:
    send(desk, "community")
    assert TEXT not in repr(list(Bulletin.objects.values())) + repr(list(Audit.objects.values()))
