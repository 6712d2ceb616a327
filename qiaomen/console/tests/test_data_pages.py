"""The data officer's room: who looked at whom, what left, broken glass, and the end of an outbreak by two people."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from qiaomen.access import audit, glass
from qiaomen.access.models import Audit, Glass, Worker
from qiaomen.access.queries import visible_places
from qiaomen.base import moved
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.ending import closing, looks
from qiaomen.ending.models import Closing
from qiaomen.testing.world import World

Signed = Callable[[str], Client]


def _looked(world: World, key: str, times: int) -> None:
    people = [person.id for person in world.people.values()]
    for turn in range(times):
        audit.disclose(world.workers[key], [people[turn % len(people)]], where="person:call")


def test_who_looked_far_more_often_than_the_days_middle_is_asked_about(world: World) -> None:
    for key, times in (("lead", 31), ("headquarters", 2), ("health", 3), ("field", 5)):
        _looked(world, key, times)
    now = timezone.now()
    found = looks.by_worker(now - timedelta(days=1), now + timedelta(minutes=1))
    assert [(one.worker, one.looks) for one in found if one.is_question] == [(world.workers["lead"].id, 31)]
    assert [(count, workers) for _day, count, workers in looks.by_day(found)] == [(41, 4)]


def test_the_log_of_one_person_names_every_look_and_its_page(world: World, client_of: Signed) -> None:
    person = world.people["解军"]
    audit.disclose(world.workers["lead"], [person.id], where="person:call")
    answer = client_of("data officer").get(f"/data/looks/of/{person.id}")
    assert answer.status_code == 200, answer.headers
    page = answer.content.decode()
    assert world.workers["lead"].name in page
    assert "person:call" in page
    found = client_of("data officer").post("/data/looks", {"text": "解军"})
    assert f"/data/looks/of/{person.id}" in found.content.decode()


def test_a_persons_file_is_given_out_whole_and_that_is_written_down(world: World, client_of: Signed) -> None:
    person = world.people["解军"]
    answer = client_of("data officer").post(f"/data/looks/of/{person.id}/export")
    assert world.identities["解军"].number in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "解" not in answer.headers["Content-Disposition"]
    assert Audit.objects.filter(action="person.exported", subject=person.id).count() == 1
    assert person.name not in client_of("data officer").get("/data/exports").content.decode()


def test_broken_glass_opens_a_place_for_three_hours_and_no_longer(world: World) -> None:
    lead, place, now = world.workers["lead"], world.places["village group"], timezone.now()
    with pytest.raises(Problem, match="no_reason"):
        glass.break_it(by=lead, place=place, reason="urgent", now=now)
    made = glass.break_it(by=lead, place=place, reason="着火了，需要知道谁住在里面", now=now)
    assert visible_places(lead).filter(pk=place.id).exists()
    held = lead.grants.get(source=made.id)
    assert held.until is not None
    assert held.until - held.since == timedelta(hours=3)
    with pytest.raises(Problem, match="own_area"):
        glass.break_it(by=lead, place=place, reason="着火了，需要知道谁住在里面", now=now)
    assert not lead.grants.in_force(now + timedelta(hours=3, seconds=1)).filter(source=made.id).exists()
    with pytest.raises(Problem, match="own_review"):
        glass.review(glass=made, by=lead, found="justified", now=now)


def test_the_reason_is_sealed_read_and_judged_by_somebody_else_once(world: World, client_of: Signed) -> None:
    lead, now = world.workers["lead"], timezone.now()
    made = glass.break_it(by=lead, place=world.places["village group"], reason="有人说屋里有孩子在哭", now=now)
    assert "孩子".encode() not in bytes(Glass.objects.get(pk=made.id).sealed or b"")
    _looked(world, "lead", 1)
    officer = client_of("data officer")
    page = officer.get(f"/data/glass/{made.id}").content.decode()
    assert "有人说屋里有孩子在哭" in page
    assert "person:call" in page
    assert officer.post(f"/data/glass/{made.id}", {"found": "justified"}).status_code == 302
    assert officer.post(f"/data/glass/{made.id}", {"found": "asked"}).status_code == 422


def test_the_end_is_asked_for_by_one_and_confirmed_by_another_who_types_its_name(
    world: World, client_of: Signed
) -> None:
    asks, confirms = client_of("headquarters"), client_of("data officer")
    assert asks.post("/data/end/ask").status_code == 302
    page = confirms.get("/data/end").content.decode()
    assert world.workers["headquarters"].name in page
    assert confirms.post("/data/end/confirm", {"name": "另一个"}).status_code == 422
    assert Outbreak.objects.get(pk=world.outbreak.id).closed_at is None
    assert asks.post("/data/end/confirm", {"name": world.outbreak.name}).status_code == 403
    assert confirms.post("/data/end/confirm", {"name": world.outbreak.name}).status_code == 302
    assert Closing.objects.get().confirmed_by == world.workers["data officer"].id
    assert Outbreak.objects.get(pk=world.outbreak.id).closed_at is not None
    assert client_of("headquarters").get("/data/end").status_code == 200
    assert client_of("headquarters").get("/data").status_code == 200


def test_every_rule_stands_on_the_page_with_numbers_only(world: World, client_of: Signed) -> None:
    page = client_of("inspector").get("/data").content.decode()
    assert "14" in page
    assert not [word for word in world.secrets() if len(word) > 1 and word in page and word not in _self(world)]


def _self(world: World) -> set[str]:
    return {world.workers["inspector"].name}


def test_who_oversees_or_administers_a_part_of_the_district_neither_ends_it_nor_reads_everybodys_log(
    world: World, client_of: Signed, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    closing.ask(by=world.workers["headquarters"].id, now=timezone.now())
    street = world.places["east street"]
    for key in ("headquarters", "data officer"):
        world.workers[key].grants.update(place=street)
    administers, oversees = client_of("headquarters"), client_of("data officer")
    assert [administers.post(f"/data/end/{what}").status_code for what in ("ask", "withdraw")] == [403, 403]
    assert oversees.post("/data/end/confirm", {"name": world.outbreak.name}).status_code == 403
    _looked(world, "lead", 3)
    pages = [oversees.get(f"/data/{page}") for page in ("exports", f"looks/by/{world.workers['lead'].id}", "looks")]
    assert [page.status_code for page in pages] == [403, 403, 200]
    assert world.workers["lead"].name not in pages[2].content.decode()
    assert Outbreak.objects.get(pk=world.outbreak.id).closed_at is None


def test_an_outbreak_is_not_closed_while_a_move_has_left_a_copy_behind(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    who, officer, now = world.workers["headquarters"].id, world.workers["data officer"].id, timezone.now()
    closing.ask(by=who, now=now)
    (tmp_path / moved.FILE).write_text("north on a\n")
    with pytest.raises(Problem, match=r"closing\.moved") as refused:
        closing.confirm(by=officer, name=world.outbreak.name, now=now)
    assert "north on a" in refused.value.message
    closing.withdraw(by=officer)
    with pytest.raises(Problem, match=r"closing\.moved"):
        closing.ask(by=who, now=now)


def test_a_police_member_who_oversees_data_gives_out_nobodys_file(world: World, client_of: Signed) -> None:
    officer = world.workers["data officer"]
    Worker.objects.filter(pk=officer.id).update(is_police=True)
    answer = client_of("data officer").post(f"/data/looks/of/{world.people['解军'].id}/export")
    assert answer.status_code == 403
