"""The clock's part: midnights and hours are worked out once, in order, at their own hour, whenever that is done."""

from datetime import datetime, timedelta

import pytest

from qiaomen.ledger.models import Record
from qiaomen.ledger.rebuild import differences
from qiaomen.policy import jobs, moments, standing
from qiaomen.policy.models import Moment, Standing
from qiaomen.policy.tests.saying import EIGHTH, Saying, at, day
from qiaomen.testing.world import World

CONTACT, SECONDARY = "周国庆", "田志平"


@pytest.fixture
def said(world: World) -> Saying:
    """A contact of 9 March: central isolation until the 24th, then seven days of monitoring."""
    said = Saying(world)
    said.publish(EIGHTH)
    said.expose(CONTACT, "close", 9)
    return said


def history(said: Saying, name: str) -> list[tuple[datetime, str, str, str | None]]:
    """What held from when on: moment, measure, colour, end."""
    found = Record.objects.filter(kind="status", person=said.person(name))
    ordered = sorted(found, key=lambda record: int(record.body.get("number", 1)))
    return [(r.at, r.body.get("measure", ""), r.body["colour"], r.body.get("until")) for r in ordered]


def test_a_phase_ends_at_midnight_sharp_whenever_that_is_worked_out(said: Saying) -> None:
    moments.advance(day(3, 24) + timedelta(minutes=7))
    assert [line[:3] for line in history(said, CONTACT)] == [
        (said.now, "central", "red"),
        (day(3, 24), "home_monitoring", "yellow"),
    ]
    assert said.standing(CONTACT) == ("home_monitoring", "yellow", day(3, 31))


def test_a_server_that_was_off_for_three_days_moves_no_end_date(said: Saying, world: World) -> None:
    said.expose(SECONDARY, "secondary", 20)
    moments.advance(day(3, 22))
    before = dict(Standing.objects.values_list("person", "due_end"))
    assert moments.advance(day(3, 25) + timedelta(hours=9)) == 3
    assert dict(Standing.objects.values_list("person", "due_end")) == before
    assert history(said, CONTACT)[-1][:2] == (day(3, 24), "home_monitoring")
    assert Record.objects.filter(at=day(3, 24), received_at=day(3, 25) + timedelta(hours=9)).exists()


def test_worked_out_twice_is_worked_out_once(said: Saying) -> None:
    assert moments.advance(day(3, 24)) == 3
    known = history(said, CONTACT)
    assert moments.advance(day(3, 24) + timedelta(hours=5)) == 0
    assert history(said, CONTACT) == known
    assert differences() == []


def test_killed_on_its_way_it_goes_on_where_it_stood(said: Saying, monkeypatch: pytest.MonkeyPatch) -> None:
    renew = standing.renew

    def dies(people: object, *, at: datetime, **more: object) -> object:
        if at == day(3, 24):
            raise KeyboardInterrupt
        return renew(people, at=at, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(standing, "renew", dies)
    with pytest.raises(KeyboardInterrupt):
        moments.advance(day(3, 26))
    assert Moment.objects.get().done_until == day(3, 23)
    monkeypatch.setattr(standing, "renew", renew)
    moments.advance(day(3, 26))
    assert history(said, CONTACT)[-1][:2] == (day(3, 24), "home_monitoring")


def test_hours_that_are_over_come_before_what_is_known_after_them(said: Saying) -> None:
    said.now = at(25, 9)
    said.tested(CONTACT, [22], "positive")
    assert [line[:2] for line in history(said, CONTACT)] == [
        (at(21, 9), "central"), (day(3, 24), "home_monitoring"), (at(25, 9), "hospital"),
    ]  # fmt: skip
    assert Moment.objects.get().done_until == day(3, 25)


def test_a_batch_from_before_a_midnight_that_is_done_never_undoes_it(said: Saying) -> None:
    moments.advance(day(3, 24))
    said.now = day(3, 24) - timedelta(seconds=1)
    said.tested(CONTACT, [20])
    said.tested(CONTACT, [21], "positive")
    assert [line[:2] for line in history(said, CONTACT)][1:] == [
        (day(3, 24), "home_monitoring"), (day(3, 24), "hospital"),
    ]  # fmt: skip
    assert said.standing(CONTACT)[0] == "hospital"


def test_a_red_by_hand_lapses_at_its_hour(said: Saying) -> None:
    evidence = said.say("trait", "秦超", "lead", trait="market")
    proposal = said.say("red_by_hand", "秦超", "lead", ground="fled_isolation", evidence=evidence)
    said.now = at(21, 10, 30)
    said.say("red_confirmed", "秦超", proposal=proposal)
    assert said.standing("秦超")[1] == "red"
    moments.advance(at(22, 10, 29))
    assert said.standing("秦超")[1] == "red"
    moments.advance(at(22, 12))
    assert [(line[0], line[2]) for line in history(said, "秦超")] == [
        (at(21, 10, 30), "red"),
        (at(22, 10, 30), "green"),
    ]


def test_an_overdue_objection_lets_a_red_by_hand_lapse_by_the_clock(said: Saying) -> None:
    evidence = said.say("trait", "秦超", "lead", trait="market")
    proposal = said.say("red_by_hand", "秦超", "lead", ground="fled_isolation", evidence=evidence)
    said.say("red_confirmed", "秦超", proposal=proposal)
    said.say("objection", "秦超", "field", words="没有的事")
    said.now = at(22, 8)
    said.say("red_confirmed", "秦超", proposal=proposal)
    moments.advance(at(22, 9))
    assert said.standing("秦超")[1] == "green"


def test_an_edition_takes_effect_at_its_hour(said: Saying) -> None:
    shorter = EIGHTH.replace("2020-03-20T20:00:00+08:00", "2020-03-22T15:00:00+08:00").replace(
        "days = 14\ntests = [1, 4, 7, 14]", "days = 20\ntests = [1, 4, 7, 14]"
    )
    edition = said.publish(shorter)
    moments.advance(at(22, 16))
    assert history(said, CONTACT)[-1][:2] == (at(22, 15), "central")
    assert said.standing(CONTACT)[2] == day(3, 30)
    assert Standing.objects.get(person=said.person(CONTACT)).edition == edition.id


def test_before_the_first_edition_the_clock_only_begins(world: World) -> None:
    assert moments.advance(at(21, 9)) == 0
    assert moments.advance(at(22, 9)) == 1
    assert not Record.objects.filter(kind="status").exists()


def test_a_red_by_hand_holds_and_lapses_before_the_first_edition_too(world: World) -> None:
    said = Saying(world)
    evidence = said.say("trait", "秦超", "lead", trait="market")
    proposal = said.say("red_by_hand", "秦超", "lead", ground="fled_isolation", evidence=evidence)
    said.say("red_confirmed", "秦超", proposal=proposal)
    assert said.standing("秦超")[1] == "red"
    moments.advance(at(22, 9))
    assert said.standing("秦超")[1] == "green"


def test_the_job_begins_the_clock_of_an_open_outbreak(world: World) -> None:
    jobs.work_out_the_hours()
    assert Moment.objects.get().outbreak_id == world.outbreak.id
    Moment.objects.all().delete()
    world.outbreak.closed_at = world.now
    world.outbreak.save()
    jobs.work_out_the_hours()
    assert not Moment.objects.exists()
