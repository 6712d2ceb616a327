"""What phones decide of shifts, here against the server's half (`contracts/shifts.json`)."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from qiaomen.shifts import rules
from qiaomen.shifts.intake import EARLY
from qiaomen.shifts.problem import Person, Rules, Stint
from qiaomen.shifts.queries import Row
from qiaomen.tools.vendor import PROJECT

CASES = json.loads((PROJECT / "contracts" / "shifts.json").read_text("utf-8"))
POST, SLOT = UUID(int=1), UUID("5e6f0000-0000-4000-8000-000000000001")


def why(case: dict[str, Any]) -> str:
    return str(case["why"])


def stint(said: dict[str, Any]) -> Stint:
    return Stint(said["day"], said["begin"], said["end"], said.get("night", False), POST, SLOT)


def at(minutes: int | None) -> datetime | None:
    return None if minutes is None else datetime.fromtimestamp(minutes * 60, UTC)


@pytest.mark.parametrize("case", CASES["broken"], ids=why)
def test_which_rules_of_ones_own_a_swap_would_break(case: dict[str, Any]) -> None:
    said = {**CASES["me"], **case.get("me", {})}
    person = Person(
        UUID(int=2), no_nights=said["no_nights"], not_slots=frozenset(map(UUID, said["not_slots"])),
        not_kinds=frozenset(said["not_kinds"]), away=tuple((begin, end) for begin, end in said["away"]),
    )  # fmt: skip
    held = msgspec.convert(CASES["rules"], Rules)
    assert rules.of_person(person, "gate", stint(case["takes"]), map(stint, case["others"]), held) == case["is"]


@pytest.mark.parametrize("case", CASES["standing"], ids=why)
def test_when_one_may_come(case: dict[str, Any]) -> None:
    shift, now = CASES["shift"], at(case["now"])
    assert now is not None
    begins, ends = at(shift["begins"]), at(shift["ends"])
    assert begins is not None
    assert ends is not None
    assert (begins - EARLY <= now < ends) == (case["is"] in ("open", "late")) or case["came"] is not None
    stands = {"to_come": {"early", "open"}, "due": {"open"}, "missing": {"late"}, "missed": {"over"},
              "present": {"there"}, "stood": {"over", "there"}}  # fmt: skip
    said: Any = [None] * 17 + [
        begins, ends, False, at(shift["late"]), at(case["came"]), "", at(case["left"]), None, None, [], None
    ]  # fmt: skip
    row = Row(*said)
    assert case["is"] in stands[row.stands(now)]
