"""What one person stated by hand stands as a task until another one has checked it; then the rules count it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.ledger.models import Record
from qiaomen.monitoring import actions
from qiaomen.people.models import Fact
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]


@pytest.fixture
def stay(world: World) -> Fact:
    """A stay that the lead stated."""
    now, person = timezone.now(), world.people["彭宇"].id
    body = {"region": "110106", "first": now, "last": now}
    actions.tell("stay", [person], body, by=world.workers["lead"], now=now)
    return Fact.objects.get(person=person, kind="stay")


def shown(client: Client, page: str) -> str:
    return client.get(page, headers={"Accept-Language": "en"}).content.decode()


def test_who_stated_it_sees_the_task_and_somebody_else_does_it(world: World, client_of: ClientOf, stay: Fact) -> None:
    mine, theirs = (shown(client_of(key), "/unverified") for key in ("lead", "headquarters"))
    assert "彭宇" in mine
    assert ("for somebody else" in mine, "Checked: it is so" in mine) == (True, False)
    assert "Checked: it is so" in theirs
    body = {"record": stay.record, "back": "list"}
    assert client_of("headquarters").post(f"/people/{stay.person}/verify", body).headers["Location"] == "/unverified"
    stay.refresh_from_db()
    assert stay.verified
    assert "Nothing to verify" in shown(client_of("lead"), "/unverified")


def test_the_file_offers_it_to_whoever_did_not_state_it(world: World, client_of: ClientOf, stay: Fact) -> None:
    file = f"/people/{stay.person}/"
    assert ["Checked: it is so" in shown(client_of(key), file) for key in ("lead", "headquarters")] == [False, True]


def test_what_is_verified_already_is_not_verified_again(world: World, client_of: ClientOf, stay: Fact) -> None:
    client, body = client_of("headquarters"), {"record": stay.record}
    for _time in range(2):
        client.post(f"/people/{stay.person}/verify", body)
    assert Record.objects.filter(kind="fact_verified").count() == 1


def test_only_health_staff_name_evidence_and_a_lead_is_told_that_somebody_else_verifies(
    world: World, client_of: ClientOf, stay: Fact
) -> None:
    page = f"/people/{stay.person}/add/stay"
    assert ['name="evidence"' in shown(client_of(key), page) for key in ("lead", "health")] == [False, True]
    form = {"where": "110106", "first": "2020-03-10T08:00", "last": "2020-03-12T08:00", "evidence": str(stay.record)}
    assert client_of("health").post(page, form).status_code == 302
    assert Fact.objects.filter(person=stay.person, verified=True).count() == 1
