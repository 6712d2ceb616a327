"""Follow-ups in the pull: own doors only, whole when anything changed, gone when they are over, never for police."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiaomen.base.ids import new_id
from qiaomen.base.sql import rows
from qiaomen.campaigns.actions import assign, close
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.monitoring.tests.watch import Watch, make_watch
from qiaomen.people.models import Person
from qiaomen.sync import followups
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World

Answer = dict[str, Any]


@pytest.fixture
def desk(world: World) -> Desk:
    """All doors are team 1's."""
    return Desk(world, start_sweep(world, team="team 1"))


@pytest.fixture
def watch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """解军 of 1-1-302 is under home isolation."""
    watch = make_watch(desk.world, monkeypatch)
    watch.under("解军", "home", at(21, 10), at(20, 8), 14)
    return watch


def pulled(phone: Phone, cursor: str | None = None) -> tuple[Answer, str]:
    """The answer that brought follow-ups, or the last one; and the cursor."""
    found: Answer = {}
    while True:
        answer = phone.pull(cursor)
        found = found if "followups" in found else answer
        cursor = answer["cursor"]
        if not answer.get("more"):
            return found, cursor


def test_who_is_under_a_measure_behind_an_own_door_comes_with_the_first_page(desk: Desk, watch: Watch) -> None:
    first = desk.phone().pull()
    [row] = first["followups"]
    assert (row["person"], row["door"]) == (str(watch.person("解军")), str(desk.door("1-1-302")))
    assert (row["state"], row["measure_zh"], row["checks_a_day"]) == ("open", "居家隔离", 2)
    ends = [datetime.fromisoformat(row[name]) for name in ("until", "due_end")]
    assert (row["day_zero"], ends) == ("2020-03-20", [at(20, 0) + timedelta(days=15)] * 2)


def test_nobody_elses_team_gets_them(desk: Desk, watch: Watch) -> None:
    answer, _cursor = pulled(desk.phone("taxes 1"))
    assert answer.get("followups", []) == []


def doors_of(phone: Phone) -> set[str]:
    return {row["door"] for row in pulled(phone)[0].get("followups", [])}


def test_without_a_sweep_the_teams_of_the_zone_follow_up_and_police_learn_of_no_door(desk: Desk, watch: Watch) -> None:
    before = desk.phone("taxes 1")
    assert doors_of(before) == set()
    close(desk.campaign)
    assert doors_of(desk.phone()) == doors_of(desk.phone("taxes 1")) == {str(desk.door("1-1-302"))}
    assert doors_of(desk.phone("outsider")) == set()
    assert desk.phone("police").pull().get("people", []) == []


def test_who_answers_most_closely_for_the_door_follows_up_whatever_sweep_is_open(desk: Desk, watch: Watch) -> None:
    world = desk.world
    hold = {"role": DutyRole.CADRE, "since": at(20, 8), "from_change": world.change}
    for key, place in (("outsider", "building 1"), ("outsider 2", "east street")):
        Duty.objects.create(worker=world.workers[key], place=world.places[place], **hold)
    assert doors_of(desk.phone("outsider")) == {str(desk.door("1-1-302"))}
    assert doors_of(desk.phone("outsider 2")) == set()
    assert doors_of(desk.phone()) == {str(desk.door("1-1-302"))}


def test_police_get_none(desk: Desk, watch: Watch) -> None:
    assign(desk.campaign, doors=[desk.door("1-1-302")], teams=[desk.world.teams["team 2"].id])
    police, colleague = desk.phone("police"), desk.phone("taxes 1")
    assert [row["name"] for row in police.pull()["people"]] == [row["name"] for row in colleague.pull()["people"]] != []
    assert len(colleague.pull()["followups"]) == 1
    assert "followups" not in police.pull()


def test_what_did_not_change_does_not_come_again(desk: Desk, watch: Watch) -> None:
    phone = desk.phone()
    _answer, cursor = pulled(phone)
    phone.send([phone.visit(desk.door("1-1-202"), "absent")])
    answer, _cursor = pulled(phone, cursor)
    assert "targets" in answer
    assert "followups" not in answer


def test_a_check_and_a_call_of_a_phone_come_back_in_the_row(desk: Desk, watch: Watch) -> None:
    phone, person = desk.phone(), watch.person("解军")
    _answer, cursor = pulled(phone)
    asked = {"id": new_id(), "to": ["street"], "topic": "room", "text": "能否同住"}
    check = phone.record("check", at=at(22, 9), person=person, body={"how": "seen", "temperature": 36.4})
    call = phone.record("call", at=at(22, 10), person=person, body={"outcome": "promised", "questions": [asked]})
    phone.send([check, call])
    [row] = pulled(phone, cursor)[0]["followups"]
    assert row["checks"] == [{"record": str(check["id"]), "day": "2020-03-22", "slot": 0}]
    assert (row["temperature"], row["last_outcome"], row["calls"]) == (36.4, "promised", 1)
    assert [(one["topic"], one["waits_for"]) for one in row["questions"]] == [("room", ["street"])]
    assert "能否同住" not in str(row), "words are sealed"


def test_a_fever_at_a_check_comes_back_as_a_referral_that_waits(desk: Desk, watch: Watch) -> None:
    phone = desk.phone()
    _answer, cursor = pulled(phone)
    body = {"how": "phone", "temperature": 38.2}
    phone.send([phone.record("check", at=at(22, 9), person=watch.person("解军"), body=body)])
    assert [row["referral"] for row in pulled(phone, cursor)[0]["followups"]] == ["waiting"]


def test_whose_episode_is_over_leaves_the_phone(desk: Desk, watch: Watch) -> None:
    watch.under("丁长林", "watch", at(21, 10), at(20, 8), 7, rule="watched")
    phone = desk.phone()
    answer, cursor = pulled(phone)
    assert len(answer["followups"]) == 2
    watch.status("解军", "", at(22, 0))
    watch.told("release", "解军", at(22, 9), step="notice")
    answer, cursor = pulled(phone, cursor)
    assert [row["person"] for row in answer["followups"]] == [str(watch.person("丁长林"))]
    watch.told("check", "丁长林", at(28, 9), how="seen", temperature=36.4)
    watch.status("丁长林", "", at(28, 10))
    assert pulled(phone, cursor)[0]["followups"] == []


def test_who_moves_away_leaves_the_phone_without_a_word(desk: Desk, watch: Watch) -> None:
    phone = desk.phone()
    _answer, cursor = pulled(phone)
    Person.objects.filter(id=watch.person("解军")).update(home_door=None)
    assert pulled(phone, cursor)[0]["followups"] == []


def test_where_nobody_is_under_a_measure_it_costs_one_query(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(statement: str, given: list[Any]) -> list[Any]:
        asked.append(statement)
        return rows(statement, given)

    monkeypatch.setattr(followups, "rows", counted)
    with CaptureQueriesContext(connection) as by_models:
        assert followups.changed([door.id for door in desk.world.doors.values()], "") == ("", None)
    assert (asked, len(by_models)) == ([followups.DIGEST], 0)
