"""Day arithmetic against the cases that the phone runs too, and against PostgreSQL's calendar."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from qiaomen.base.sql import rows
from qiaomen.policy import days
from qiaomen.policy.sql_text import Hour
from qiaomen.tools.vendor import PROJECT

DAYS = json.loads((PROJECT / "contracts/days.json").read_text("utf-8"))


def zone_of(case: Any) -> ZoneInfo:
    return ZoneInfo(case.get("zone", DAYS["zone"]))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("case", DAYS["local_day"], ids=lambda case: case["at"])
def test_a_local_day_is_that_of_the_district(case: Any) -> None:
    assert days.local_day(instant(case["at"]), zone_of(case)).isoformat() == case["day"]


@pytest.mark.parametrize("case", DAYS["midnight"], ids=lambda case: case["day"] + case.get("zone", ""))
def test_midnight(case: Any) -> None:
    assert days.midnight(date.fromisoformat(case["day"]), zone_of(case)) == instant(case["at"])


@pytest.mark.parametrize("case", DAYS["end"], ids=lambda case: case["why"])
def test_a_phase_ends_at_the_midnight_after_its_last_day(case: Any) -> None:
    day0 = date.fromisoformat(case["day0"])
    assert days.last_day(day0, case["days"]).isoformat() == case["last"]
    assert days.end(day0, case["days"], zone_of(case)) == instant(case["end"])


@pytest.mark.parametrize("case", DAYS["due_on"], ids=lambda case: case["why"])
def test_day_k_of_a_phase(case: Any) -> None:
    assert days.due_on(date.fromisoformat(case["day0"]), case["day"], case["before"]).isoformat() == case["date"]


@pytest.mark.parametrize("case", DAYS["day_number"], ids=lambda case: case["today"])
def test_which_day_it_is(case: Any) -> None:
    assert days.day_number(date.fromisoformat(case["day0"]), date.fromisoformat(case["today"])) == case["number"]


@pytest.mark.parametrize("case", DAYS["phases"], ids=lambda case: case["why"])
def test_phases_follow_each_other(case: Any) -> None:
    spans = days.phases(date.fromisoformat(case["day0"]), case["lengths"], zone_of(case))
    assert [(s.first.isoformat(), s.last.isoformat(), s.start, s.end) for s in spans] == [
        (s["first"], s["last"], instant(s["start"]), instant(s["end"])) for s in case["spans"]
    ]


@pytest.mark.parametrize("case", DAYS["follow_up_end"], ids=lambda case: case["why"])
def test_follow_up_that_restricts_nobody_ends_with_a_check(case: Any) -> None:
    checked = [instant(at) for at in case["checked"]]
    found = days.follow_up_end(date.fromisoformat(case["day0"]), case["days"], checked, zone_of(case))
    assert found == (instant(case["end"]) if case["end"] else None)


@pytest.mark.django_db
@pytest.mark.parametrize("case", DAYS["midnight"], ids=lambda case: case["day"] + case.get("zone", ""))
def test_postgresql_begins_a_day_at_the_same_instant(case: Any) -> None:
    hour = Hour(instant("2022-01-01T00:00:00Z"), zone_of(case))
    day = f"DATE '{case['day']}'"
    text: Any = f"SELECT {hour.midnight(day)}"
    assert rows(text)[0][0] == instant(case["at"])
