"""The person file: found by what people say, read by whom it concerns, decided in, and never in an address."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from qiaomen.access.audit import disclosures
from qiaomen.access.models import Audit
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign
from qiaomen.console.tests.desks import ClientOf, english, lead
from qiaomen.people.models import Alias, Fact, Identity, Person
from qiaomen.people.names import search_keys
from qiaomen.policy import objections
from qiaomen.policy.models import Objection
from qiaomen.testing.moments import seen
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign, phone
from qiaomen.testing.world import World, fixed

__all__ = ["campaign", "lead", "phone"]


def text(response: Any) -> str:
    return str(response.content.decode())


def page(client: Client, person: UUID, **query: str) -> str:
    response = client.get(f"/people/{person}/", query)
    assert response.status_code == 200
    return text(response)


def twin_of(world: World, name: str, door: str = "1-2-202") -> Person:
    """Another file with the same name, year and sex."""
    known, keys = world.people[name], search_keys(name)
    return Person.objects.create(
        outbreak=world.outbreak, home_door=world.doors[door], name=name, name_plain=keys.plain, pinyin=keys.pinyin,
        initials=keys.initials, sex=known.sex, birth_year=known.birth_year, change=world.change,
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["彭宇", "彭 宇", "pengyu", "py"])
def test_people_are_found_by_name_pinyin_and_initials(lead: Client, typed: str) -> None:
    assert "彭宇" in text(lead.post("/people/", {"q": typed}))


def test_people_are_found_by_a_phone_its_last_digits_and_an_id_number(world: World, lead: Client) -> None:
    card = world.identities["彭宇"]
    for typed in (card.phones[0], card.phones[0][-4:], card.number):
        assert "彭宇" in text(lead.post("/people/", {"q": typed}))


def test_nobody_is_found_outside_ones_places(lead: Client) -> None:
    assert "Nobody was found" in text(lead.post("/people/", {"q": "麦松柏"}))


def test_what_is_typed_is_not_taken_from_an_address(lead: Client) -> None:
    assert "彭宇" not in text(lead.get("/people/", {"q": "彭宇"}))


def test_numbers_and_phones_are_masked_until_they_are_opened_for_a_purpose(world: World, lead: Client) -> None:
    person, card = world.people["彭宇"].id, world.identities["彭宇"]
    assert card.number not in page(lead, person)
    assert not disclosures().exists()
    assert lead.post(f"/people/{person}/identity").status_code == 422
    opened = text(lead.post(f"/people/{person}/identity", {"purpose": "contact"}))
    assert card.number in opened
    [line] = disclosures(subject=person)
    assert line.details == {"where": "person:contact"}


def test_the_export_is_masked_and_the_audit_does_not_hold_what_was_typed(lead: Client) -> None:
    response = lead.post(reverse("console:export", args=["found_people", "csv"]), {"q": "彭宇"})
    written = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "彭*" in written
    assert "彭宇" not in written
    assert "彭宇" not in str(Audit.objects.get(action="export").details)


def test_the_story_tells_visits_facts_and_who_said_so_in_either_order(world: World, phone: Phone, lead: Client) -> None:
    person = world.people["韩德福"].id
    phone.send([phone.visit(world.doors["1-1-101"].id, people=seen(world, "1-1-101"))])
    stay = {"first": phone.now - timedelta(days=9), "last": phone.now - timedelta(days=7), "region": "1101"}
    phone.send([phone.record("stay", person=person, body=stay, at=phone.now + timedelta(hours=2))])
    newest = page(lead, person)
    assert newest.index("was in 1101") < newest.index("1-1-101: seen")
    assert "周启明 · 县教育局" in newest
    story = page(lead, person, order="story")
    assert story.index("1-1-101: seen") < story.index("was in 1101")


def test_a_police_member_sees_no_health_data(world: World, phone: Phone, lead: Client) -> None:
    person = world.people["韩德福"].id
    phone.send([phone.record("stay", person=person, body={"first": phone.now, "region": "1101"})])
    world.workers["lead"].is_police = True
    world.workers["lead"].save()
    html = page(lead, person)
    assert "1101" not in html
    assert "Why is health data" in html


def test_two_files_are_shown_side_by_side_joined_and_parted_again(
    world: World, campaign: Campaign, lead: Client
) -> None:
    known, twin = world.people["彭宇"], twin_of(world, "彭宇")
    html = page(lead, known.id)
    assert "Is this the same person?" in html
    assert "same name, year and sex" in html
    lead.post(f"/people/{known.id}/judge", {"other": twin.id, "same": "yes", "reason": "same card"})
    assert Alias.objects.count() == 1
    joined = page(lead, twin.id)
    assert "Joined by decision" in joined
    assert "Is this the same person?" not in joined
    record = Alias.objects.get().record
    lead.post(f"/people/{known.id}/take-back", {"record": record, "reason": "father and son"})
    assert not Alias.objects.exists()


def test_joining_people_of_two_homes_lets_them_live_at_the_one_that_is_chosen(
    world: World, campaign: Campaign, lead: Client
) -> None:
    known, twin = world.people["彭宇"], twin_of(world, "彭宇")
    home = world.doors["1-1-301"].id
    lead.post(f"/people/{known.id}/judge", {"other": twin.id, "same": "yes", "home": home})
    assert {Person.objects.get(id=one).home_door_id for one in (known.id, twin.id)} == {home}


def test_not_the_same_is_remembered(world: World, campaign: Campaign, lead: Client) -> None:
    known, twin = world.people["彭宇"], twin_of(world, "彭宇")
    lead.post(f"/people/{known.id}/judge", {"other": twin.id, "same": "no"})
    html = page(lead, known.id)
    assert "Is this the same person?" not in html
    assert "not the same as" in html
    assert "No suspected doubles" in text(lead.get("/people/doubles"))


def test_suspected_doubles_have_a_list(world: World, lead: Client) -> None:
    twin_of(world, "彭宇")
    assert text(lead.get("/people/doubles")).count("<b>彭宇</b>") == 2
    leaves = b"".join(lead.post("/exports/doubles.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert ("彭宇" in leaves, leaves.count("彭*")) == (False, 2)


def test_a_person_moves_to_a_door_found_by_its_label(world: World, campaign: Campaign, lead: Client) -> None:
    person, door = world.people["秦超"].id, world.doors["1-2-202"].id
    found = text(lead.get(f"/people/{person}/move", {"where": "翠湖小区 1-2-202"}))
    assert str(door) in found
    when = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    lead.post(f"/people/{person}/move", {"where": "翠湖小区 1-2-202", "door": door, "moved_at": when})
    assert Person.objects.get(id=person).home_door_id == door
    assert "moved to 1-2-202" in page(lead, person)


FACTS: dict[str, dict[str, str]] = {
    "stay": {"where": "北京市", "first": "2020-03-10T08:00", "last": "2020-03-12T08:00"},
    "trait": {"trait": "dialysis"},
    "exposure": {"closeness": "close", "first": "2020-03-10T08:00", "ongoing": "on", "how": "home"},
    "sample": {"taken": "2020-03-20T08:00", "method": "pcr"},
    "result": {"taken": "2020-03-20T08:00", "result": "negative", "method": "pcr"},
    "case": {"status": "suspected", "onset": "2020-03-18T08:00"},
}


@pytest.mark.parametrize("kind", FACTS)
def test_what_is_known_is_added_as_a_record_and_stands_as_a_fact(world: World, lead: Client, kind: str) -> None:
    person = world.people["彭宇"].id
    assert lead.get(f"/people/{person}/add/{kind}").status_code == 200
    response = lead.post(f"/people/{person}/add/{kind}", FACTS[kind])
    assert response.status_code == 302
    assert Fact.objects.get(person=person).kind == kind
    assert page(lead, person)


def test_a_stay_that_ends_before_it_begins_is_refused_visibly(world: World, lead: Client) -> None:
    person = world.people["彭宇"].id
    wrong = {"where": "北京市", "first": "2020-03-12T08:00", "last": "2020-03-10T08:00"}
    response = lead.post(f"/people/{person}/add/stay", wrong)
    assert response.status_code == 422
    assert "This lies before the beginning." in text(response)


def test_both_ends_of_a_contact_show_it(world: World, lead: Client) -> None:
    ill, exposed = world.people["彭宇"].id, world.people["陶倩"].id
    body = {"closeness": "close", "first": "2020-03-10T08:00", "last": "2020-03-11T08:00", "other": str(ill)}
    lead.post(f"/people/{exposed}/add/exposure", body)
    assert "was exposed to them" in page(lead, exposed)
    assert "was exposed to this person" in page(lead, ill)


def test_an_objection_is_taken_down_and_answered_by_somebody_else(
    world: World, lead: Client, client_of: ClientOf
) -> None:
    person = world.people["彭宇"].id
    lead.post(f"/people/{person}/objection", {"words": "我没去过北京"})
    objection = Objection.objects.get()
    assert "to be answered by" in page(lead, person)
    health = english(client_of("health"))
    health.post(f"/people/{person}/answer", {"objection": objection.id, "upheld": "yes", "words": "查过了"})
    assert Objection.objects.get().upheld is True
    assert "upheld" in page(lead, person)


def test_an_answer_that_is_not_taken_says_so_on_the_page(
    world: World, lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, decider = world.people["彭宇"].id, world.workers["lead"].id
    monkeypatch.setattr(objections, "decided_by", lambda *about: {decider})
    lead.post(f"/people/{person}/objection", {"words": "我没去过北京"})
    body = {"objection": Objection.objects.get().id, "upheld": "yes", "words": "查过了"}
    refused = lead.post(f"/people/{person}/answer", body)
    assert refused.status_code == 422
    assert str(Problem("objection.other_answers").message) in text(refused)


def test_what_was_written_is_opened_for_those_who_may_and_that_is_written_down(world: World, lead: Client) -> None:
    person = world.people["彭宇"].id
    lead.post(f"/people/{person}/objection", {"words": "我没去过北京"})
    assert "我没去过北京" not in page(lead, person)
    assert "我没去过北京" in text(lead.post(f"/people/{person}/words"))
    assert Audit.objects.filter(action="words.opened", subject=person).exists()


def test_a_file_outside_ones_places_does_not_exist(world: World, lead: Client) -> None:
    assert lead.get(f"/people/{world.people['麦松柏'].id}/").status_code == 404
    assert lead.get(f"/people/{new_id()}/").status_code == 404


def test_who_only_reads_decides_nothing(world: World, client_of: ClientOf) -> None:
    inspector = english(client_of("inspector"))
    person = world.people["彭宇"].id
    html = page(inspector, person)
    assert "Move house" not in html
    assert "Take down an objection" not in html
    assert inspector.post(f"/people/{person}/judge", {"other": fixed("解军"), "same": "yes"}).status_code == 403


def test_a_file_whose_keys_are_gone_still_opens(world: World, lead: Client) -> None:
    person = world.people["彭宇"].id
    Identity.objects.filter(person_id=person).update(sealed=b"\x01" + b"x" * 40)
    assert "no number" in page(lead, person)
