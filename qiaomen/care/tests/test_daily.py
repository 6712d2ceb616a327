"""Daily visits: whoever was seen is owed nothing; whoever was not is known to those who lead half an hour later."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from qiaomen.access.models import Message
from qiaomen.base.sealing import unseal
from qiaomen.care import actions, daily, missed, queries_daily
from qiaomen.care.models import DailyVisit
from qiaomen.ledger import desk
from qiaomen.ledger.threads import Thread
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.cared import visited
from qiaomen.testing.world import HERE, World, worker_phone

ALONE = "1-1-202"  # 仇素娥, born 1938
EVENING = datetime(2020, 3, 21, 18, 0, tzinfo=HERE)


def at(hour: int, minute: int = 0, *, day: int = 22) -> datetime:
    return datetime(2020, 3, day, hour, minute, tzinfo=HERE)


@pytest.fixture
def town(world: World, settings: Settings) -> World:
    settings.MESSAGES_URL = "jsons://gateway.example/sms?:to={phone}"
    return world


def step(world: World, visit: UUID, name: str, now: datetime) -> str:
    door = world.doors[ALONE]
    [told] = actions.visit([(visit, door.place_id, door.id)], name, by=world.workers["field"], now=now)
    return told.verdict


def messages(world: World) -> list[tuple[str, str]]:
    found = []
    for one in Message.objects.order_by("id"):
        letter = msgspec.json.decode(unseal(world.outbreak.keys, bytes(one.sealed or b""), row=one.id))
        found.append((letter["phone"], letter["text"]))
    return found


def test_an_old_woman_missed_at_ten_is_known_to_her_director_at_half_past_ten(town: World) -> None:
    visit = visited(town, ALONE, begun=EVENING)
    lead, field = town.workers["lead"].id, town.workers["field"].id
    assert missed.tell(at(9, 59)) == 0
    assert missed.tell(at(10, 0)) == 1
    assert DailyVisit.objects.get().told == [field]
    assert missed.tell(at(10, 29)) == 0
    assert missed.tell(at(10, 30)) == 1
    found = DailyVisit.objects.get()
    assert (found.told, found.led_at, found.missed) == ([field, lead], at(10, 30), 1)
    assert missed.tell(at(10, 31)) == 0
    assert [phone for phone, _text in messages(town)] == [worker_phone("field"), worker_phone("lead")]
    assert not [text for _phone, text in messages(town) if "仇素娥" in text]
    [row] = queries_daily.visits(town.workers["lead"], now=at(10, 31))
    assert (row.id, row.name, row.today) == (visit, "仇素娥", "missed")
    assert queries_daily.visits(town.workers["inspector"], now=at(10, 31))[0].today == "missed"
    assert_rebuild_agrees()


def test_whoever_was_seen_today_is_owed_nothing_and_tomorrow_again(town: World) -> None:
    visit = visited(town, ALONE, begun=EVENING)
    assert step(town, visit, "seen", at(8, 40)) == "accepted"
    assert missed.tell(at(12)) == 0
    assert queries_daily.visits(town.workers["lead"], now=at(12))[0].today == "seen"
    assert missed.tell(at(10, 30, day=23)) == 2


def test_where_somebody_comes_while_the_job_waits_nobody_is_told(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    visit, lock = visited(town, ALONE, begun=EVENING), Thread.lock

    def meanwhile(self: Thread, wanted: Sequence[UUID]) -> None:
        monkeypatch.setattr(Thread, "lock", lock)
        assert step(town, visit, "seen", at(9, 59)) == "accepted"

    monkeypatch.setattr(Thread, "lock", meanwhile)
    assert missed.tell(at(10)) == 0
    assert DailyVisit.objects.get().told == []


def test_a_door_that_nobody_opened_is_known_to_the_director_at_once(town: World) -> None:
    visit = visited(town, ALONE, begun=EVENING)
    assert step(town, visit, "nobody", at(9, 10)) == "accepted"
    missed.tell(at(9, 11))
    assert town.workers["lead"].id in DailyVisit.objects.get().told
    assert step(town, visit, "seen", at(9, 30)) == "accepted"
    assert missed.tell(at(11)) == 0
    assert_rebuild_agrees()


def test_a_server_that_was_off_tells_all_rungs_of_today_and_none_of_yesterday(town: World) -> None:
    visited(town, ALONE, begun=EVENING)
    assert missed.tell(at(15, 0, day=25)) == 3
    found = DailyVisit.objects.get()
    assert found.missed == 1
    assert town.workers["headquarters"].id in found.told


def test_only_the_system_says_what_was_told_and_what_ended_is_owed_no_more(town: World) -> None:
    visit = visited(town, ALONE, begun=EVENING)
    door = town.doors[ALONE]
    body = {"visit": visit, "step": "told", "level": 1, "workers": []}
    told = desk.tell("daily_visit_step", body, by=town.workers["lead"], now=at(9), place=door.place_id, door=door.id)
    assert (told.verdict, told.field) == ("rejected", "body.step")
    assert step(town, visit, "ended", at(9)) == "accepted"
    assert missed.tell(at(12)) == 0


def test_a_visit_stands_at_the_place_of_its_door(town: World) -> None:
    door, elsewhere = town.doors[ALONE], town.places["building 2"].id
    told = desk.tell(
        "daily_visit", {"by": "10:00"}, by=town.workers["lead"], now=EVENING, place=elsewhere, door=door.id
    )  # fmt: skip
    assert told.code == "need.not_here"


@given(st.integers(0, 3 * 24 * 60), st.integers(0, 23), st.booleans())
def test_the_ladder_only_rises_while_a_day_lasts_and_being_seen_ends_it(minutes: int, hour: int, tried: bool) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    begun, by = at(0, day=1), f"{hour:02d}:00"
    now = begun + timedelta(minutes=minutes)
    later = min(now + timedelta(minutes=20), daily.due_at("23:59", now, zone))

    def level(moment: datetime, seen: datetime | None = None) -> int:
        return daily.level(by=by, begun_at=begun, seen_at=seen, tried_at=now if tried else None, now=moment, zone=zone)

    assert level(now) <= level(later)
    assert level(later, seen=now) == daily.NOT_YET
    if level(now) >= daily.LEADS and not tried:
        assert now >= daily.due_at(by, now, zone) + timedelta(minutes=30)
