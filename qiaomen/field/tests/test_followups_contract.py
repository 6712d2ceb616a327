"""When checks are due: the cases of contracts/slots.json, here against the server's half."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from qiaomen.monitoring import slots
from qiaomen.tools.vendor import PROJECT

SLOTS = json.loads((PROJECT / "contracts/slots.json").read_text("utf-8"))


def zone_of(case: dict[str, Any]) -> ZoneInfo:
    return ZoneInfo(case.get("zone", SLOTS["zone"]))


@pytest.mark.parametrize("case", SLOTS["slot_of"], ids=lambda case: f"{case['at']} {case['checks_a_day']}")
def test_a_check_counts_for_a_slot(case: dict[str, Any]) -> None:
    found = slots.slot_of(datetime.fromisoformat(case["at"]), case["checks_a_day"], case["says"], zone_of(case))
    assert found == (date.fromisoformat(case["day"]), case["slot"])


@pytest.mark.parametrize("name", ["open_today", "missed"])
def test_which_slots_are_due_and_which_are_missed(name: str) -> None:
    for case in SLOTS[name]:
        since, now = (datetime.fromisoformat(case[key]) for key in ("since", "now"))
        done = {(date.fromisoformat(day), slot) for day, slot in case["done"]}
        found = getattr(slots, name)(since, now, case["checks_a_day"], done, zone_of(case))
        told = [(one.day.isoformat(), one.slot, one.due) for one in found]
        assert told == [(day, slot, datetime.fromisoformat(due)) for day, slot, due in case["slots"]], case["why"]
