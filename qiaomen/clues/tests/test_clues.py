"""Clues: sent to who answers for the place, ended by who did not tell them, counted; who told one is protected."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from qiaomen.access.models import Message
from qiaomen.access.roles import Role
from qiaomen.base.ids import RESIDENT
from qiaomen.base.problems import Problem
from qiaomen.clues import actions, dispatching, queries
from qiaomen.clues.models import Clue, Mark, Reward, State
from qiaomen.clues.tests.town import answering, at, rewarding, row, step, tell
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.ledger import desk
from qiaomen.people.models import Fact
from qiaomen.testing.world import World

__all__ = ["answering"]


def test_a_new_clue_goes_to_the_grid_worker_of_its_place_and_its_clock_begins(town: World, settings: Settings) -> None:
    settings.MESSAGES_URL = "jsons://gateway.example/sms?:to={phone}"
    clue = Clue.objects.get(pk=tell(town, words="京牌照车停在 3 栋", reporter="张三", phone="12000000001"))
    assert (clue.state, clue.worker, clue.due_at) == (State.OPEN, town.workers["field"].id, at(240))
    assert Message.objects.filter(purpose="clue.dispatched").count() == 1
    first = dispatching.candidates(town.places["compound"], at(0))
    assert [(one.name, one.stands_in) for one in first] == [("周启明", False), ("何秀英", True)]


def test_where_nobody_answers_the_clock_runs_and_a_person_sends_somebody(town: World) -> None:
    clue = tell(town, by="headquarters", place="village group")
    assert Clue.objects.get().worker is None
    with pytest.raises(Exception, match=r"helper\.no_grant"):
        actions.dispatch(row(town, clue), town.workers["field"].id, by=town.workers["headquarters"], now=at(5))
    sent = actions.dispatch(
        row(town, clue), town.workers["outsider"].id, hours=2, by=town.workers["headquarters"], now=at(5)
    )
    found = Clue.objects.get()
    assert (sent.verdict, found.worker, found.due_at) == ("accepted", town.workers["outsider"].id, at(125))


def test_scene_12_the_car_is_unfounded_and_earns_nothing(town: World) -> None:
    rewarding(town)
    car = tell(town, by="field 2", source="volunteer", plate="京A12345")
    assert step(town, car, "verified", by="field 2").code == "clue.other_looks"
    assert step(town, car, "unfounded", note="车主四月回来后未外出").verdict == "accepted"
    found = Clue.objects.get()
    assert found.worker == town.workers["field"].id
    assert (found.state, found.reward, found.ended_by) == (State.UNFOUNDED, Reward.NONE, town.workers["field"].id)
    assert not Fact.objects.filter(record=car).exists()


def test_whoever_tells_does_not_end_it_in_the_same_breath_nor_at_another_place(town: World) -> None:
    clue = desk.record("clue", {"what": "vehicle", "source": "hotline"}, at=at(0), place=town.places["compound"].id)
    ends = [
        desk.record("clue_step", {"clue": clue["id"], "step": "verified"}, at=at(1), place=town.places[where].id)
        for where in ("compound", "alley")
    ]
    told = desk.send([clue, *ends], by=town.workers["field 2"], now=at(2))
    assert told[0].verdict == "accepted"
    assert [one.code for one in told[1:]] == ["clue.other_looks", "clue.not_here"]


def test_who_told_a_clue_of_their_own_is_not_sent_to_it(town: World) -> None:
    clue = tell(town, by="field", source="volunteer")
    lead = town.workers["lead"]
    assert Clue.objects.get(pk=clue).worker == lead.id, "the next one stands in"
    with pytest.raises(Problem, match=r"clue\.other_looks"):
        actions.dispatch(row(town, clue), town.workers["field"].id, by=lead, now=at(5))
    assert Clue.objects.get(pk=tell(town, by="field", minutes=1)).worker == lead.id, "nor who takes it down below"
    Duty.objects.filter(role=DutyRole.GRID_WORKER).delete()
    assert Clue.objects.get(pk=tell(town, minutes=2)).worker == lead.id, "who took it down and decides there goes"


def test_a_clue_names_no_door_no_person_and_no_place_smaller_than_a_compound(town: World) -> None:
    compound, lead = town.places["compound"].id, town.workers["lead"]
    clue = tell(town)
    body = {"what": "vehicle", "source": "hotline"}
    near: list[dict[str, Any]] = [
        {"place": town.doors["1-1-302"].place_id},
        {"place": compound, "door": town.doors["1-1-302"].id},
        {"place": town.doors["1-1-302"].place_id, "amends": clue},
    ]
    told = desk.send([desk.record("clue", body, at=at(5), **about) for about in near], by=lead, now=at(5))
    assert [verdict.code for verdict in told] == ["clue.too_near"] * 3
    moved = desk.record("clue", {**body, "what": "venue"}, at=at(6), place=compound, amends=clue)
    assert desk.send([moved], by=lead, now=at(6))[0].verdict == "accepted"


def test_only_who_decides_sends_joins_and_opens_again_and_only_the_system_books(town: World) -> None:
    clue = tell(town)
    other = tell(town, minutes=1)
    assert step(town, clue, "joined", into=other).code == "record.forbidden_kind"
    assert step(town, clue, "dispatched", worker=town.workers["field"].id).code == "record.forbidden_kind"
    assert step(town, clue, "rewarded", by="lead", count=100).code == "record.invalid"
    assert step(town, clue, "elsewhere").code == "clue.to_whom"
    assert step(town, clue, "elsewhere", to="邻县防控办").verdict == "accepted"


def test_a_series_of_unfounded_clues_shows_without_naming_anybody(town: World) -> None:
    bad = [tell(town, what="other", phone="12000000009", reporter="李四", minutes=n) for n in range(3)]
    good = tell(town, what="other", phone="120-0000-0009", minutes=4)
    for clue in bad:
        step(town, clue, "unfounded")
    found = queries.series([good])[good]
    assert (found.told, found.unfounded, found.verified, found.is_one) == (4, 3, 0, True)
    assert queries.series([tell(town, reporter="李四")]) == {}
    assert all(len(bytes(one.hash)) == 16 for one in Mark.objects.all())


def test_the_numbers_of_the_views_add_up_to_what_was_told(town: World) -> None:
    several = [tell(town, what="other", minutes=n) for n in range(5)]
    for clue, name in zip(several, ("verified", "unfounded"), strict=False):
        step(town, clue, name)
    step(town, several[2], "elsewhere", to="x")
    actions.join(row(town, several[3]), row(town, several[4]), by=town.workers["lead"], now=at(20))
    lead = town.workers["lead"]
    numbers = queries.numbers(lead, now=at(30))
    assert numbers["all"] == sum(numbers[one] for one in ("open", "verified", "unfounded", "elsewhere", "joined")) == 5
    assert all(len(queries.clues(lead, shown, now=at(30))) == number for shown, number in numbers.items())
    assert Role.LEAD in lead.roles()
    assert RESIDENT not in {one.told_by for one in queries.clues(lead, "all", now=at(30))}
