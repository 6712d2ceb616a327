"""What a call leaves behind, and what a police member is not told."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from qiaomen.access.models import Enrolment
from qiaomen.campaigns.queries.area import area
from qiaomen.campaigns.queries.attention import silent_teams
from qiaomen.campaigns.states import Flag
from qiaomen.sync import seen
from qiaomen.testing.desk import Desk
from qiaomen.testing.world import World

STARTED = timezone.now()


@pytest.fixture(autouse=True)
def anew() -> None:
    seen.forget()


def seen_at(desk: Desk, worker: str = "field") -> object:
    return Enrolment.objects.get(pk=desk.world.enrolments[worker].id).seen_at


def test_a_call_is_noted_once_in_ten_minutes(desk: Desk) -> None:
    enrolment = desk.world.enrolments["field"].id
    for minutes, noted in ((0, 0), (9, 0), (11, 11)):
        seen.note(enrolment, STARTED + timedelta(minutes=minutes))
        assert seen_at(desk) == STARTED + timedelta(minutes=noted)


def test_a_phone_that_only_looks_is_not_silent(desk: Desk) -> None:
    whole = area(desk.campaign, [desk.campaign.place.path])
    now = timezone.now()
    assert [team.id for team in silent_teams(whole, now)] == [desk.world.teams["team 1"].id]
    desk.phone().pull()
    assert seen_at(desk) is not None
    assert silent_teams(whole, timezone.now()) == []
    assert len(silent_teams(whole, now + timedelta(hours=2))) == 1


def flags(page: dict[str, Any], door: object) -> list[int]:
    return [row["flags"] for row in page.get("targets", []) if row["door"] == str(door)]


def test_police_are_told_of_no_fever_in_a_first_sync_and_in_a_later_one(world: World, desk: Desk) -> None:
    ill = desk.everyone("1-1-101", answers={"temperature": 38.2, "returned": True})
    desk.phone().send([desk.phone().visit(desk.door("1-1-101"), people=ill)])
    for worker, told in (("field", Flag.FEVER | Flag.RETURNEE), ("police", int(Flag.RETURNEE))):
        phone = desk.phone(worker)
        first = phone.pull()
        second = phone.pull(first["cursor"])
        found = flags(first, desk.door("1-1-101")) + flags(second, desk.door("1-1-101"))
        assert set(found) == {int(told)}, worker
    later = desk.phone("police").pull(second["cursor"])["cursor"]
    again = desk.everyone("1-1-102", answers={"temperature": 38.2})
    desk.phone().send([desk.phone().visit(desk.door("1-1-102"), people=again)])
    assert flags(desk.phone("police").pull(later), desk.door("1-1-102")) == [0]
