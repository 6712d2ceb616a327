"""Who answers for a finding is kept; what is overdue goes up the chain; who is found again and again surfaces."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from qiaomen.access.models import Message
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.ledger import desk
from qiaomen.ledger.threads import Thread
from qiaomen.supervision import limits, queries, repeated, telling
from qiaomen.supervision.models import Finding, State
from qiaomen.supervision.tests.test_findings import made, report, step
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import NOW, World


def answers(world: World, worker: str, place: str, role: DutyRole) -> Duty:
    return Duty.objects.create(
        worker=world.workers[worker], place=world.places[place], role=role, since=NOW - timedelta(days=9),
        from_change=world.change,
    )  # fmt: skip


def test_who_answers_at_that_moment_is_kept_with_who_stands_in(world: World) -> None:
    cadre = answers(world, "field", "compound", DutyRole.CADRE)
    answers(world, "lead", "community", DutyRole.CHIEF)
    finding = made(world)
    cadre.until = NOW + timedelta(minutes=1)
    cadre.save()
    found = Finding.objects.get(pk=finding)
    assert (found.worker, found.stand_in) == (world.workers["field"].id, world.workers["lead"].id)
    assert found.due_at == NOW + timedelta(hours=2)
    assert_rebuild_agrees()


def test_a_finding_may_be_about_a_duty_which_must_be_one_of_that_place(world: World) -> None:
    chief = answers(world, "lead", "community", DutyRole.CHIEF)
    answers(world, "field", "compound", DutyRole.CADRE)
    other = answers(world, "outsider", "village group", DutyRole.CADRE)
    assert report(world, duty=other.id).code == "finding.no_duty"
    found = Finding.objects.get(pk=made(world, duty=chief.id, what="not_followed"))
    assert (found.duty, found.worker) == (chief.id, world.workers["lead"].id)


def test_what_is_overdue_goes_up_the_chain_rung_by_rung_and_each_is_told_once(world: World, settings: Settings) -> None:
    settings.MESSAGES_URL = "jsons://gateway.example/sms?:to={phone}"
    answers(world, "field", "compound", DutyRole.CADRE)
    answers(world, "field 2", "community", DutyRole.CHIEF)
    finding, due = made(world), NOW + timedelta(hours=2)
    ids = {name: world.workers[name].id for name in ("field", "field 2", "lead", "headquarters")}
    assert telling.escalate(due - timedelta(minutes=1)) == 0
    before = Message.objects.count()
    assert telling.escalate(due) == 2  # the reminder had no time, and comes with what is overdue
    # But nobody reads that it is due soon: each has one message, that it is overdue.
    assert Message.objects.count() == before + 2
    assert telling.escalate(due + timedelta(hours=1)) == 0
    assert Finding.objects.get(pk=finding).told == [ids["field"], ids["field 2"]]
    telling.escalate(due + timedelta(hours=4))
    telling.escalate(due + timedelta(hours=24))
    told = Finding.objects.get(pk=finding).told
    assert told == [ids["field"], ids["field 2"], ids["lead"], ids["headquarters"]]
    assert not [one for one in Message.objects.all() if one.purpose != "finding.told"]
    assert_rebuild_agrees()


def test_what_is_put_right_while_the_job_waits_is_told_to_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(world, "field", "compound", DutyRole.CADRE)
    finding, lock = made(world), Thread.lock

    def meanwhile(self: Thread, wanted: Sequence[UUID]) -> None:
        monkeypatch.setattr(Thread, "lock", lock)
        step(world, finding, "rectified", by="lead", minutes=60)

    monkeypatch.setattr(Thread, "lock", meanwhile)
    assert telling.escalate(NOW + timedelta(hours=2)) == 0
    assert Finding.objects.get(pk=finding).told == []


def test_a_finding_reopened_by_its_second_look_has_a_new_date_and_the_repeat_offender_surfaces(world: World) -> None:
    answers(world, "field", "compound", DutyRole.CADRE)
    taxes = world.organisations["taxes"].id
    finding, again = made(world, organisation=taxes), NOW + timedelta(hours=5)
    step(world, finding, "rectified", by="lead", minutes=60)
    assert not repeated.offenders([""], again)
    step(world, finding, "looked_again", by="inspector", minutes=120, is_right=False)
    found = Finding.objects.get(pk=finding)
    assert (found.state, found.reopened, found.due_at) == (State.OPEN, 1, NOW + timedelta(hours=4))
    made(world, organisation=taxes)
    here = repeated.offenders([world.places["community"].path], again)
    assert {(one.by, one.what, one.times) for one in here} == {
        (by, "gate_unmanned", 3) for by in ("place", "organisation", "worker")
    }
    assert repeated.offenders([world.places["north street"].path], again) == []
    assert repeated.offenders([""], NOW + timedelta(days=31)) == []


def test_nobody_but_the_system_names_or_tells(world: World) -> None:
    finding = made(world)
    assert step(world, finding, "named", by="lead").code == "record.invalid"
    assert step(world, finding, "told", by="lead").code == "record.invalid"


def test_each_view_and_age_holds_what_its_number_says(world: World) -> None:
    now = NOW + timedelta(days=2)
    old = made(world)
    sent = desk.record("finding", {"what": "crowding"}, at=now, place=world.places["gate"].id)
    desk.send([sent], by=world.workers["inspector"], now=now)
    every = queries.findings(world.workers["headquarters"], now=now, shows_health=True)
    numbers = queries.numbers(every, now)
    assert (numbers.open, numbers.overdue, numbers.ages) == (2, 1, {"0": 1, "1": 1, "3": 0, "7": 0})
    for age, count in numbers.ages.items():
        assert len(queries.of(every, "unsettled", now, queries.Narrowed(age=age))) == count
    assert [one.id for one in queries.of(every, "overdue", now)] == [old]
    assert queries.of(every, "open", now, queries.Narrowed(what="crowding"))[0].what == "crowding"


def levels(hours: list[float]) -> list[int]:
    due = NOW + timedelta(hours=10)
    return [limits.level(due, NOW, NOW + timedelta(hours=one)) for one in hours]


def test_the_ladder_reminds_two_hours_before_and_then_climbs() -> None:
    assert levels([0, 7.9, 8, 9.9, 10, 13.9, 14, 34, 58, 99]) == [-1, -1, 0, 0, 1, 1, 2, 3, 4, 4]
    soon = NOW + timedelta(hours=2)
    assert limits.level(soon, NOW, soon - timedelta(minutes=1)) == -1
