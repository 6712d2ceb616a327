"""Following up on the phone and on the server: when checks are due (contracts/slots.json), and the same codes."""

import json
import re
from datetime import date, datetime
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest

from qiaomen.monitoring import care, records, slots
from qiaomen.people.facts import VALUES
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


def codes(name: str) -> set[str]:
    """The codes to which the phone's screens have words."""
    text = (PROJECT / "qiaomen/field/static/field/screens/followups-words.js").read_text("utf-8")
    found = re.search(rf"const {name} = \{{(.*?)\}};", text, re.DOTALL)
    assert found is not None
    return set(re.findall(r"(\w+): word\(", found[1]))


def test_the_phone_has_a_word_for_every_code_of_the_server_and_sends_no_other() -> None:
    assert codes("SYMPTOMS") == VALUES["symptom"]
    assert codes("BODIES") == set(get_args(records.Body))
    hints = {**get_type_hints(records.Question), **get_type_hints(records.Call), **get_type_hints(records.Check)}
    assert codes("TOPICS") == set(get_args(hints["topic"]))
    assert codes("OUTCOMES") == set(get_args(hints["outcome"]))
    assert codes("HOW") == set(get_args(hints["how"]))


def test_fever_and_reaching_somebody_mean_the_same_on_both_sides() -> None:
    text = (PROJECT / "qiaomen/field/static/field/domain/followups.js").read_text("utf-8")
    assert f"FEVER_ABOVE = {records.FEVER_ABOVE};" in text
    found = re.search(r"REACHED = new Set\(\[(.*?)\]\)", text)
    assert found is not None
    assert set(re.findall(r"\w+", found[1])) == set(care.REACHED)
