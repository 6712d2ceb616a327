"""What the phone decides about clues, by the cases of contracts/clues.json: here against the server's half. Pure."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.base.ids import NOBODY, new_id
from qiaomen.base.kinds import KINDS
from qiaomen.clues.models import Reward, State
from qiaomen.clues.progress import is_late, progress
from qiaomen.clues.records import DECIDES, ENDS, SYSTEMS, ClueStep, StepName
from qiaomen.ledger.told import Told
from qiaomen.tools.vendor import PROJECT

CASES = json.loads((PROJECT / "contracts/clues.json").read_text("utf-8"))
CLUE = UUID(int=7)
NOW = datetime(2020, 3, 21, 1, tzinfo=UTC)
NAMES = sorted(ENDS | DECIDES | SYSTEMS | {"seen"})


def told(names: list[Any]) -> list[Told]:
    found = []
    for minute, name in enumerate(names):
        body = ClueStep(CLUE, name, worker=new_id(), into=new_id(), number=minute + 1, count=10, what="口罩")
        at = NOW + timedelta(minutes=minute)
        found.append(Told(new_id(), "clue_step", at, at, NOBODY, None, None, None, body, new_id(), at, at))
    return found


@pytest.mark.parametrize("case", CASES["progress"], ids=lambda case: " ".join(case["steps"]) or "nothing")
def test_how_far_a_clue_is(case: dict[str, Any]) -> None:
    found = progress(told(case["steps"]))
    assert (found.state, found.seen_at is not None) == (case["state"], case["seen"])


@pytest.mark.parametrize("case", CASES["late"], ids=lambda case: f"{case['due']} {case['now']}")
def test_when_an_open_clue_is_late(case: dict[str, Any]) -> None:
    due = datetime.fromisoformat(case["due"]) if case["due"] else None
    assert is_late("open", due, datetime.fromisoformat(case["now"])) is case["late"]
    assert not is_late("verified", due, datetime.fromisoformat(case["now"]))


@pytest.mark.parametrize("case", CASES["records"], ids=lambda case: case["why"])
def test_what_the_phone_writes_is_what_the_server_reads(case: dict[str, Any]) -> None:
    kind, body = KINDS[case["record"]["kind"]], case["record"]["body"]
    assert json.loads(msgspec.json.encode(kind.decode(json.dumps(body).encode()))) == body


@given(st.lists(st.sampled_from(NAMES), max_size=8))
def test_a_reward_is_owed_only_while_the_clue_is_verified_and_stands_for_itself(names: list[StepName]) -> None:
    found = progress(told(list(names)))
    assert (found.ended_at is None) == (found.state == State.OPEN) or found.state == State.JOINED
    if found.reward == Reward.BOOKED:
        assert found.state == State.VERIFIED
        assert "rewarded" in names
    first = names.index("rewarded") + 1 if "rewarded" in names else None
    assert found.reward_number == first, "the first booking counts, however often it is told"


@given(st.lists(st.sampled_from(NAMES), max_size=8))
def test_parting_undoes_joining_whatever_came_between(names: list[StepName]) -> None:
    without = progress(told([name for name in names if name not in ("joined", "parted")]))
    parted = progress([*told(list(names)), *told(["parted"])])
    assert parted.state == without.state
