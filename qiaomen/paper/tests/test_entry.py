"""Quick re-entry: what was written by hand becomes records like any other, and can be taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.base.ids import new_id
from qiaomen.campaigns.models import Campaign, Roll, Target
from qiaomen.campaigns.states import State
from qiaomen.ledger.models import Record
from qiaomen.paper import walklist
from qiaomen.paper.entry import code_in
from qiaomen.paper.models import WalkPage
from qiaomen.people.models import Person
from qiaomen.testing.moments import seen
from qiaomen.testing.sweep import Phone
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]


@pytest.fixture
def campaign(world: World) -> Campaign:
    return launch_sweep(world)


@pytest.fixture
def page(world: World, campaign: Campaign) -> WalkPage:
    made, _pdf = walklist.print_list(
        place=world.places["stairwell 1-1"], campaign=campaign, team=world.teams["team 1"],
        by=world.workers["lead"], base="https://qiaomen.example",
    )  # fmt: skip
    return made.pages.get(number=1)


@pytest.fixture
def lead(client_of: ClientOf) -> Client:
    client = client_of("lead")
    client.cookies["language"] = "en"
    return client


def line_of(world: World, page: WalkPage, label: str) -> int:
    return page.lines.get(door_id=world.doors[label].id).number


def typed(number: int, outcome: str, clock: str = "0030", **more: object) -> dict[str, object]:
    given = {"id": new_id(), "outcome": outcome, "clock": clock, **more}
    return {f"line{number}-{name}": value for name, value in given.items()}


def enter(client: Client, page: WalkPage, *lines: dict[str, object], **follow: Any) -> Any:
    """All lines that are not given are sent empty, as a browser does."""
    body: dict[str, object] = {"day": timezone.localdate() - timedelta(days=1)}
    for line in page.lines.all():
        body |= {f"line{line.number}-id": new_id()}
    for one in lines:
        body |= one
    return client.post(f"/paper/{page.code}", body, **follow)


def target(world: World, label: str) -> Target:
    return Target.objects.get(door_id=world.doors[label].id)


def ticks(world: World, label: str, presence: str) -> dict[str, str]:
    return {str(person.id): presence for person in world.household(label)}


@pytest.mark.parametrize("text", ["7K3M-2QXP", "7k3m2qxp", " 7K3M 2QXP ", "https://a.example/paper/7K3M2QXP"])
def test_a_pages_code_is_known_however_it_is_typed_or_scanned(text: str) -> None:
    assert code_in(text) == "7K3M2QXP"


@pytest.mark.parametrize("text", ["", "7K3M-2QX", "7K3M-2QX0", "https://a.example/d/AZXwqLcncQKZAAAAAAAAAA"])
def test_what_is_no_pages_code_is_none(text: str) -> None:
    assert code_in(text) is None


def test_the_desk_opens_a_page_by_its_code(page: WalkPage, lead: Client) -> None:
    answer = lead.post("/paper", {"code": str(page).lower()})
    assert answer.headers["Location"] == f"/paper/{page.code}"
    assert "No page has this code" in lead.post("/paper", {"code": "22222222"}).content.decode()


def test_a_page_lists_its_doors_in_the_order_of_the_paper(page: WalkPage, lead: Client) -> None:
    html = lead.get(f"/paper/{page.code}").content.decode()
    places = [html.index(f"<strong>1-1-{room}</strong>") for room in (301, 302, 201, 202, 101, 102)]
    assert places == sorted(places)
    assert "韩德福" in html


def test_what_was_ticked_counts_as_a_visit_of_who_typed_it(world: World, page: WalkPage, lead: Client) -> None:
    people, absent = line_of(world, page, "1-1-101"), line_of(world, page, "1-1-102")
    enter(lead, page, typed(people, "answered", **ticks(world, "1-1-101", "seen")), typed(absent, "absent"))
    assert target(world, "1-1-101").state == State.ANSWERED
    assert target(world, "1-1-102").state == State.ABSENT
    assert set(Record.objects.values_list("author", flat=True)) == {world.workers["lead"].id}


def test_the_time_of_the_knock_is_the_papers_and_not_the_desks(world: World, page: WalkPage, lead: Client) -> None:
    enter(lead, page, typed(line_of(world, page, "1-1-101"), "absent", "18:05"))
    at = timezone.localtime(Record.objects.get().at)
    assert (at.date(), at.hour, at.minute) == (timezone.localdate() - timedelta(days=1), 18, 5)


def test_who_is_not_ticked_at_an_opened_door_is_missing(world: World, page: WalkPage, lead: Client) -> None:
    head = world.household("1-1-102")[0]
    enter(lead, page, typed(line_of(world, page, "1-1-102"), "answered", **{str(head.id): "seen"}))
    assert target(world, "1-1-102").unaccounted == 2


def test_somebody_whom_the_register_lacks_is_written_by_name(world: World, page: WalkPage, lead: Client) -> None:
    everyone = ticks(world, "1-1-101", "seen")
    enter(lead, page, typed(line_of(world, page, "1-1-101"), "answered", others="韩小妹、韩小弟", **everyone))
    assert Person.objects.filter(name__in=["韩小妹", "韩小弟"], home_door=world.doors["1-1-101"]).count() == 2
    assert Roll.objects.filter(door_id=world.doors["1-1-101"].id).count() == 4


@pytest.mark.parametrize("clock", ["", "2560", "soon"])
def test_a_line_without_a_time_is_not_entered_and_says_so(
    world: World, page: WalkPage, lead: Client, clock: str
) -> None:
    answer = enter(lead, page, typed(line_of(world, page, "1-1-101"), "absent", clock))
    assert answer.status_code == 422
    assert "When was it?" in answer.content.decode()
    assert not Record.objects.exists()


def test_people_ticked_at_a_door_that_nobody_opened_are_asked_about(world: World, page: WalkPage, lead: Client) -> None:
    answer = enter(lead, page, typed(line_of(world, page, "1-1-101"), "", **ticks(world, "1-1-101", "seen")))
    assert "was the door opened?" in answer.content.decode()


def test_a_line_that_the_ledger_refuses_stays_with_the_reason(world: World, page: WalkPage, lead: Client) -> None:
    now = timezone.now()
    Campaign.objects.update(opens_at=now, deadline=now + timedelta(hours=72))
    answer = enter(lead, page, typed(line_of(world, page, "1-1-101"), "absent"))
    assert answer.status_code == 422
    assert page.lines.exclude(record=None).count() == 0
    assert 'value="0030"' in answer.content.decode()


def test_the_same_form_sent_twice_is_one_record(world: World, page: WalkPage, lead: Client) -> None:
    line = typed(line_of(world, page, "1-1-101"), "absent")
    enter(lead, page, line)
    enter(lead, page, line)
    assert Record.objects.count() == 1


def test_what_agrees_with_a_phone_is_no_conflict(
    world: World, campaign: Campaign, page: WalkPage, lead: Client
) -> None:
    phone = Phone(world.tokens["field"], campaign)
    phone.send([phone.visit(world.doors["1-1-101"].id, people=seen(world, "1-1-101"))])
    enter(lead, page, typed(line_of(world, page, "1-1-101"), "answered", **ticks(world, "1-1-101", "seen")))
    assert target(world, "1-1-101").state == State.ANSWERED


def test_what_disagrees_with_a_phone_is_a_conflict_to_see(
    world: World, campaign: Campaign, page: WalkPage, lead: Client
) -> None:
    phone = Phone(world.tokens["field"], campaign)
    phone.send([phone.visit(world.doors["1-1-101"].id, "vacant", confirmed_by="manager")])
    answer = enter(lead, page, typed(line_of(world, page, "1-1-101"), "answered"), follow=True)
    assert target(world, "1-1-101").state == State.CONFLICT
    assert "two accounts differ" in answer.content.decode()


def test_what_was_entered_last_is_undone_with_one_press(world: World, page: WalkPage, lead: Client) -> None:
    enter(lead, page, typed(line_of(world, page, "1-1-201"), "absent"))
    enter(
        lead, page, typed(line_of(world, page, "1-1-101"), "absent"), typed(line_of(world, page, "1-1-102"), "absent")
    )
    lead.post(f"/paper/{page.code}/take-back", {"undo": ""})
    assert [target(world, f"1-1-{room}").state for room in (101, 102, 201)] == [0, 0, State.ABSENT]
    assert page.lines.exclude(record=None).count() == 1


def test_one_line_is_taken_back_and_can_be_entered_again(world: World, page: WalkPage, lead: Client) -> None:
    number = line_of(world, page, "1-1-101")
    enter(lead, page, typed(number, "absent"))
    lead.post(f"/paper/{page.code}/take-back", {"line": number})
    enter(lead, page, typed(number, "refused"))
    assert target(world, "1-1-101").state == State.REFUSED


@pytest.mark.parametrize("line", ["9" * 5000, "9" * 30, "第一行"])
def test_a_line_that_no_page_has_takes_nothing_back(world: World, page: WalkPage, lead: Client, line: str) -> None:
    enter(lead, page, typed(line_of(world, page, "1-1-101"), "absent"))
    reply = lead.post(f"/paper/{page.code}/take-back", {"line": line})
    assert reply.status_code == 302
    assert target(world, "1-1-101").state == State.ABSENT


def test_an_entered_line_is_not_entered_again_from_an_old_form(world: World, page: WalkPage, lead: Client) -> None:
    number = line_of(world, page, "1-1-101")
    enter(lead, page, typed(number, "absent"))
    enter(lead, page, typed(number, "refused"))
    assert target(world, "1-1-101").state == State.ABSENT


def test_where_a_record_came_from_is_sealed_with_it_and_in_no_address(
    world: World, page: WalkPage, lead: Client
) -> None:
    enter(lead, page, typed(line_of(world, page, "1-1-101"), "absent", note="门口有三袋垃圾"))
    record = Record.objects.get()
    assert record.sealed is not None
    assert str(page) not in repr(record.body)


def test_a_page_of_another_street_is_not_there(page: WalkPage, client_of: ClientOf, world: World) -> None:
    assert client_of("outsider").get(f"/paper/{page.code}").status_code == 404
    assert client_of("inspector").get(f"/paper/{page.code}").status_code == 403
