"""Doors and people as time lines: everything is there, with both clocks, and put right on its page."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from qiaomen.access.models import Audit
from qiaomen.campaigns.models import Campaign, Target
from qiaomen.campaigns.states import State
from qiaomen.console.tests.desks import ClientOf, lead, page
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record, Refusal
from qiaomen.people.models import Fact
from qiaomen.testing.moments import seen
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign, phone
from qiaomen.testing.world import NOW, World

__all__ = ["campaign", "lead", "phone"]


@pytest.fixture
def door(world: World) -> UUID:
    return world.doors["1-1-101"].id


def posted(client: Client, url: str, **given: Any) -> str:
    return str(client.post(url, given, follow=True).content.decode())


def move(world: World, name: str, to: str) -> None:
    person = world.people[name]
    body = {"moved_at": NOW, "from_door": person.home_door_id}
    verdict = desk.tell("move", body, person=person.id, door=world.doors[to].id, by=world.workers["lead"], now=NOW)
    assert verdict.verdict == "accepted"


def stay(world: World, name: str, **body: Any) -> UUID:
    told = {"region": "110101", "first": NOW - timedelta(days=3), **body}
    verdict = desk.tell("stay", told, person=world.people[name].id, by=world.workers["lead"], now=NOW)
    assert verdict.id is not None
    return verdict.id


def test_a_move_stands_at_both_doors_and_counts(world: World, campaign: Campaign, lead: Client, door: UUID) -> None:
    move(world, "韩德福", "1-2-202")
    left, entered = page(lead, f"/doors/{door}"), page(lead, f"/doors/{world.doors['1-2-202'].id}")
    assert "韩德福 moved to" in left
    assert "韩德福 moved in from" in entered
    assert "taken back by" not in left + entered


def test_both_clocks_are_shown_where_they_differ(phone: Phone, lead: Client, door: UUID) -> None:
    phone.send([phone.visit(door, "absent")])
    Record.objects.update(received_at=NOW + timedelta(hours=2), device_at=NOW - timedelta(hours=24), at=NOW)
    html = page(lead, f"/doors/{door}")
    assert "arrived 2 h later" in html
    assert "clock said 20 Mar 9:00" in html


def test_a_visit_is_corrected_on_its_page_and_keeps_what_is_sealed(
    world: World, phone: Phone, lead: Client, door: UUID
) -> None:
    head, wife = world.household("1-1-101")
    phone.send([phone.visit(door, people=seen(world, "1-1-101"), note="钥匙在邻居家")])
    record = Record.objects.get(kind="visit")
    given = {"outcome": "answered", f"person-{head.id}": "seen", f"person-{wife.id}": "elsewhere"}
    posted(lead, f"/doors/{door}/correct?record={record.id}", **given)
    (correction,) = Record.objects.filter(root=record.id)
    assert [one["presence"] for one in correction.body["people"]] == ["seen", "elsewhere"]
    assert "corrected by" in page(lead, f"/doors/{door}")
    assert "钥匙在邻居家" in str(lead.post(f"/doors/{door}/words").content.decode())


def test_a_visit_corrected_to_absent_opens_the_door_again(world: World, phone: Phone, lead: Client, door: UUID) -> None:
    phone.send([phone.visit(door, people=seen(world, "1-1-101"))])
    record = Record.objects.get(kind="visit")
    posted(lead, f"/doors/{door}/correct?record={record.id}", outcome="absent")
    assert Target.objects.get(door_id=door).state == State.ABSENT


def test_what_was_stated_of_a_person_is_corrected_with_the_form_it_came_by(
    world: World, campaign: Campaign, lead: Client
) -> None:
    record, person = stay(world, "韩德福", transport="train"), world.people["韩德福"]
    url = f"/people/{person.id}/correct?record={record}"
    assert 'value="110101"' in page(lead, url)
    posted(lead, url, where="310101", first="2020-03-18T08:00", transport="train")
    fact = Fact.objects.get(person=person.id, kind="stay")
    assert (fact.region, fact.verified) == ("310101", False)


def test_what_is_not_ones_own_is_corrected_by_who_decides(
    world: World, client_of: ClientOf, campaign: Campaign
) -> None:
    record, person = stay(world, "韩德福"), world.people["韩德福"]
    client = client_of("inspector")
    assert client.get(f"/people/{person.id}/correct?record={record}").status_code == 403


def test_the_records_of_the_people_behind_a_door_stand_beside_it(
    world: World, campaign: Campaign, lead: Client, client_of: ClientOf, door: UUID
) -> None:
    record = stay(world, "韩德福")
    assert f"#record-{record}" not in page(lead, f"/doors/{door}")
    assert f"#record-{record}" in page(lead, f"/doors/{door}?people=1")


def refuse(phone: Phone, door: UUID) -> Refusal:
    visit = phone.visit(door, "answered", answers={"horoscope": "aries"})
    phone.send([visit])
    return Refusal.objects.get(record=visit["id"])


def test_a_refused_record_is_found_at_its_door_and_mended_there(
    world: World, phone: Phone, lead: Client, door: UUID
) -> None:
    refusal = refuse(phone, door)
    assert f"/refusals/{refusal.id}" in page(lead, f"/doors/{door}")
    assert "What should stand here" in posted(lead, f"/refusals/{refusal.id}/opened")
    posted(lead, f"/refusals/{refusal.id}/mend", at=f"{NOW:%Y-%m-%dT%H:%M}", value="")
    refusal.refresh_from_db()
    assert refusal.mended_by is not None
    mended = Record.objects.get(id=refusal.mended_by)
    assert (mended.author, mended.mends, mended.body.get("answers", {})) == (
        world.workers["lead"].id,
        refusal.record,
        {},
    )
    assert Audit.objects.filter(action="refusal.mended", subject=refusal.id).exists()


def test_what_a_phone_with_a_wrong_clock_wrote_is_offered_for_mending_at_its_true_time(
    phone: Phone, lead: Client, door: UUID
) -> None:
    visit = phone.visit(door, "answered", answers={"horoscope": "aries"}, at=NOW - timedelta(hours=5))
    phone.send([visit | {"offset_ms": 5 * 3_600_000}])
    refusal = Refusal.objects.get(record=visit["id"])
    assert f'value="{NOW:%Y-%m-%dT%H:%M}"' in posted(lead, f"/refusals/{refusal.id}/opened")


def test_a_trial_that_is_refused_again_says_why_and_leaves_nothing(phone: Phone, lead: Client, door: UUID) -> None:
    refusal = refuse(phone, door)
    response = lead.post(f"/refusals/{refusal.id}/mend", {"at": f"{NOW:%Y-%m-%dT%H:%M}", "value": "taurus"})
    assert response.status_code == 422
    assert "horoscope" in response.content.decode()
    assert list(Refusal.objects.values_list("id", flat=True)) == [refusal.id]


def test_who_may_not_decide_there_mends_nothing(phone: Phone, client_of: ClientOf, door: UUID) -> None:
    refusal = refuse(phone, door)
    assert client_of("inspector").post(f"/refusals/{refusal.id}/mend", {"value": ""}).status_code == 403


@pytest.mark.parametrize("sheet", ["door_records", "person_records"])
def test_a_time_line_leaves_the_house_with_names_masked(
    world: World, phone: Phone, lead: Client, door: UUID, sheet: str
) -> None:
    person = world.people["韩德福"]
    phone.send([phone.visit(door, people=seen(world, "1-1-101"))])
    stay(world, "韩德福")
    response = lead.post(f"/exports/{sheet}.csv?door={door}&person={person.id}")
    assert response.status_code == 200
    written = b"".join(response).decode("utf-8-sig")
    assert "周启明" in written
    assert "韩德福" not in written
    assert "苏桂兰" not in written
