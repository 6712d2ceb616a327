"""What residents wrote, at a desk: listed by where and what, opened on asking, and each look written down."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from qiaomen.access.models import Audit
from qiaomen.base.ids import RESIDENT
from qiaomen.campaigns.models import Campaign
from qiaomen.care.models import Letter, Need
from qiaomen.console import phone_back_page
from qiaomen.ledger import desk
from qiaomen.ledger.rebuild import differences
from qiaomen.resident import taking
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World
from qiaomen.testing.written import clued, needed, unmatched

ClientOf = Callable[[str], Client]
DOOR = "1-1-101"


@pytest.fixture
def need(world: World) -> UUID:
    return needed(world, world.doors[DOOR])


def test_needs_are_listed_without_words_and_the_most_urgent_first(
    world: World, need: UUID, client_of: ClientOf
) -> None:
    page = client_of("lead").get("/needs").content.decode()
    assert f"/needs/{need}" in page
    assert "药吃完了" not in page
    assert "12000000000" not in page


def test_words_and_phone_of_a_need_are_opened_on_asking_and_that_is_written_down(
    world: World, need: UUID, client_of: ClientOf
) -> None:
    page = client_of("lead").post(f"/needs/{need}/words").content.decode()
    assert "药吃完了" in page
    assert "12000000000" in page
    assert Audit.objects.get(action="words.opened").subject == need
    assert client_of("headquarters").post(f"/needs/{need}/words").status_code == 403


def test_an_answered_need_waits_no_more_and_what_was_taken_back_waits_again(
    world: World, need: UUID, client_of: ClientOf
) -> None:
    client_of("lead").post(f"/needs/{need}/answered", {"note": "已送"})
    found = Need.objects.get()
    assert (found.state, found.answered_by) == ("answered", world.workers["lead"].id)
    assert differences() == []


def test_a_need_is_answered_where_it_stands(world: World, need: UUID) -> None:
    elsewhere = world.places["village group"].id
    verdict = desk.tell(
        "need_step", {"need": need}, place=elsewhere, by=world.workers["headquarters"], now=timezone.now()
    )
    assert verdict.code == "need.not_here"


def test_an_outsider_meets_no_need_no_clue_and_no_letter(world: World, need: UUID, client_of: ClientOf) -> None:
    clue, letter = clued(world, world.places["village group"]), unmatched(world, world.doors["village group 1号"])
    lead = client_of("lead")
    assert lead.get(f"/clues/{clue}").status_code == 404
    assert lead.post(f"/phone-back/letters/{letter.id}").status_code == 404
    assert str(clue) not in lead.get("/clues").content.decode()


def test_who_told_a_clue_stands_on_no_list_and_in_no_file(world: World, client_of: ClientOf) -> None:
    clued(world, world.places["compound"])
    lead = client_of("lead")
    assert "外地牌照" not in lead.get("/clues").content.decode()
    exported = lead.post("/exports/clues.csv")
    assert exported.status_code == 200
    assert "外地牌照" not in exported.getvalue().decode("utf-8-sig", "replace")


def reported(world: World, door: str) -> None:
    sweep = Campaign.objects.get()
    body = {"campaign": sweep.id, "edition": sweep.edition_id, "note": "都好"}
    now = timezone.now()
    verdict = taking.say(
        "self_report", body, outbreak=world.outbreak.id, at=now, now=now, door=world.doors[door].id
    )  # fmt: skip
    assert verdict.verdict == "accepted", verdict.code


def test_households_that_reported_themselves_are_phoned_back_and_numbers_are_given_on_asking(
    world: World, client_of: ClientOf
) -> None:
    launch_sweep(world)
    reported(world, DOOR)
    door, client = world.doors[DOOR].id, client_of("lead")
    phones = [p for one in world.household(DOOR) for p in world.identities[one.name].phones]
    listed = client.get("/phone-back").content.decode()
    assert str(door) in listed
    assert not [phone for phone in phones if phone in listed]
    page = client.post(f"/phone-back/doors/{door}").content.decode()
    assert all(phone in page for phone in phones)
    assert "都好" in page
    assert Audit.objects.filter(action="identity.seen", details__where="phone_back").count() == len(
        world.household(DOOR)
    )


def test_a_share_of_the_self_reports_is_phoned_for_certain_the_same_for_everybody(
    world: World, settings: Settings
) -> None:
    launch_sweep(world)
    for door in (DOOR, "1-1-102", "1-1-201"):
        reported(world, door)
    settings.PHONE_BACK = 100
    assert [one.sampled for one in phone_back_page.reported(world.workers["lead"])] == [True] * 3
    settings.PHONE_BACK = 0
    assert [one.sampled for one in phone_back_page.reported(world.workers["lead"])] == [False] * 3


def test_a_letter_that_fits_nobody_is_called_back_once(world: World, client_of: ClientOf) -> None:
    letter, client = unmatched(world, world.doors[DOOR]), client_of("lead")
    assert "新搬来的" in client.post(f"/phone-back/letters/{letter.id}").content.decode()
    client.post(f"/phone-back/letters/{letter.id}/called")
    assert Letter.objects.get().state == Letter.State.CALLED
    assert client.post(f"/phone-back/letters/{letter.id}").status_code == 404


def test_a_door_says_that_a_resident_reported_and_not_a_worker(world: World, client_of: ClientOf) -> None:
    launch_sweep(world)
    reported(world, DOOR)
    client = client_of("lead")
    client.cookies["language"] = "en"
    page = client.get(f"/doors/{world.doors[DOOR].id}").content.decode()
    assert "a resident, by door code" in page
    assert str(RESIDENT) not in page
