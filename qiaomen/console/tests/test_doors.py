from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from qiaomen.access.audit import disclosures
from qiaomen.campaigns.models import Campaign, Target
from qiaomen.campaigns.states import State
from qiaomen.console.tests.desks import ClientOf, lead
from qiaomen.ledger.models import Record
from qiaomen.testing.moments import seen
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign, phone
from qiaomen.testing.world import World

__all__ = ["campaign", "lead", "phone"]


@pytest.fixture
def door(world: World) -> UUID:
    return world.doors["1-1-101"].id


def page(client: Client, door: UUID) -> str:
    response = client.get(f"/doors/{door}")
    assert response.status_code == 200
    return str(response.content.decode())


def state_of(door: UUID) -> State:
    return State(Target.objects.get(door_id=door).state)


def test_the_time_line_says_what_was_recorded_by_whom(world: World, phone: Phone, lead: Client, door: UUID) -> None:
    phone.send([phone.visit(door, "absent")])
    phone.send([phone.visit(door, people=seen(world, "1-1-101"), answers={"needs": ["medicine"]}, at=later(phone, 3))])
    html = page(lead, door)
    assert html.index("somebody opened") < html.index('feed-title">nobody home')
    assert "周启明 · 县教育局" in html
    assert "What the household lacks: medicine" in html


def later(phone: Phone, hours: int) -> datetime:
    return phone.now + timedelta(hours=hours)


def test_the_household_says_who_is_missing(world: World, phone: Phone, lead: Client) -> None:
    head = world.household("1-1-301")[0]
    phone.send([phone.visit(world.doors["1-1-301"].id, people=[{"person": head.id, "presence": "seen"}])])
    html = page(lead, world.doors["1-1-301"].id)
    assert html.count("unaccounted for") == 4
    assert all(person.name in html for person in world.household("1-1-301"))


def test_numbers_and_phones_are_covered_until_asked_for(world: World, phone: Phone, lead: Client, door: UUID) -> None:
    cards = [world.identities[person.name] for person in world.household("1-1-101")]
    assert not [card for card in cards if card.number in page(lead, door)]
    html = lead.post(f"/doors/{door}/identity").content.decode()
    assert all(card.number in html and card.phones[0] in html for card in cards)


def test_who_looked_at_whom_is_written_down(world: World, campaign: Campaign, lead: Client, door: UUID) -> None:
    lead.post(f"/doors/{door}/identity")
    looked = {(line.worker, line.subject) for line in disclosures()}
    assert looked == {(world.workers["lead"].id, person.id) for person in world.household("1-1-101")}


def test_headquarters_sees_no_identity(world: World, campaign: Campaign, client_of: ClientOf, door: UUID) -> None:
    desk = client_of("headquarters")
    assert "/identity" not in page(desk, door)
    assert desk.post(f"/doors/{door}/identity").status_code == 403
    assert not disclosures().exists()


@pytest.fixture
def two_accounts(world: World, phone: Phone, door: UUID) -> list[UUID]:
    """Answered, and then said to be vacant."""
    visits = [phone.visit(door, people=seen(world, "1-1-101")), phone.visit(door, "vacant", confirmed_by="manager")]
    phone.send(visits)
    assert state_of(door) == State.CONFLICT
    return [visit["id"] for visit in visits]


def test_a_conflict_is_decided_by_a_record(lead: Client, door: UUID, two_accounts: list[UUID]) -> None:
    assert all(str(account) in page(lead, door) for account in two_accounts)
    lead.post(f"/doors/{door}/resolve", {"chosen": two_accounts[0], "reason": "问过邻居"})
    assert state_of(door) == State.ANSWERED
    record = Record.objects.get(kind="resolution")
    assert record.device is None
    assert "问过邻居" not in str(record.body)


@pytest.mark.parametrize("form", [{"reason": "?"}, {"chosen": "00000000-0000-0000-0000-000000000000", "reason": "?"}])
def test_deciding_for_neither_account_is_answered_on_the_page(
    lead: Client, door: UUID, two_accounts: list[UUID], form: dict[str, str]
) -> None:
    assert lead.post(f"/doors/{door}/resolve", form).status_code == 422
    assert state_of(door) == State.CONFLICT


@pytest.mark.parametrize("accepted, state", [("yes", State.WRONG_ADDRESS), ("no", State.UNTOUCHED)])
def test_a_claim_is_reviewed_on_the_doors_page(
    phone: Phone, lead: Client, door: UUID, accepted: str, state: State
) -> None:
    phone.send([phone.visit(door, "wrong_address")])
    assert 'id="claim"' in page(lead, door)
    lead.post(f"/doors/{door}/review", {"accepted": accepted})
    assert state_of(door) == state
    assert 'id="claim"' not in page(lead, door)


def test_a_claim_is_reviewed_once(phone: Phone, lead: Client, door: UUID) -> None:
    phone.send([phone.visit(door, "inaccessible")])
    for _twice in range(2):
        lead.post(f"/doors/{door}/review", {"accepted": "yes"})
    assert Record.objects.filter(kind="claim_review").count() == 1


def test_what_is_taken_back_stays_on_the_page_and_counts_no_more(phone: Phone, lead: Client, door: UUID) -> None:
    visit = phone.visit(door, "refused")
    phone.send([visit])
    lead.post(f"/doors/{door}/take-back", {"record": visit["id"], "reason": "敲错门"})
    assert state_of(door) == State.UNTOUCHED
    assert "taken back by 何秀英" in page(lead, door)


def test_taking_back_needs_a_reason(phone: Phone, lead: Client, door: UUID) -> None:
    visit = phone.visit(door, "refused")
    phone.send([visit])
    lead.post(f"/doors/{door}/take-back", {"record": visit["id"], "reason": ""})
    assert state_of(door) == State.REFUSED


def test_an_inspector_looks_and_decides_nothing(
    world: World, client_of: ClientOf, door: UUID, two_accounts: list[UUID]
) -> None:
    inspector = client_of("inspector")
    html = page(inspector, door)
    assert "/resolve" not in html
    assert "/take-back" not in html
    for action in ("resolve", "review", "take-back", "identity"):
        assert inspector.post(f"/doors/{door}/{action}").status_code == 403


def test_nothing_is_decided_outside_ones_area(world: World, phone: Phone, lead: Client) -> None:
    elsewhere = world.doors["alley 1号"].id
    phone.send([phone.visit(elsewhere, "wrong_address")])
    for action in ("resolve", "review", "take-back", "identity"):
        assert lead.post(f"/doors/{elsewhere}/{action}", {"accepted": "yes"}).status_code == 404
    assert state_of(elsewhere) == State.WRONG_ADDRESS_CLAIMED
