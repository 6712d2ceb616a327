"""Findings: reported by whoever looks, put right, looked at again by somebody else, closed or open once more."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.base.ids import NOBODY, new_id
from qiaomen.ledger import desk
from qiaomen.ledger.told import Told
from qiaomen.ledger.wire import Verdict
from qiaomen.supervision.models import Finding, State
from qiaomen.supervision.progress import progress
from qiaomen.supervision.records import FindingMade, FindingStep
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import NOW, World


@pytest.fixture
def town(world: World) -> Iterator[World]:
    """The world; at the end rebuilding must agree."""
    yield world
    assert_rebuild_agrees()


def report(world: World, *, by: str = "inspector", place: str = "gate", **body: Any) -> Verdict:
    here, at = world.places[place].id, NOW
    sent = desk.record("finding", {"what": "gate_unmanned", **body}, at=at, place=here)
    return desk.send([sent], by=world.workers[by], now=at)[0]


def step(
    world: World, finding: UUID, name: str, *, by: str, minutes: int = 10, place: str = "gate", **body: Any
) -> Any:
    at = NOW + timedelta(minutes=minutes)
    sent = desk.record("finding_step", {"finding": finding, "step": name, **body}, at=at, place=world.places[place].id)
    return desk.send([sent], by=world.workers[by], now=at)[0]


def made(world: World, **more: Any) -> UUID:
    verdict = report(world, **more)
    assert verdict.verdict == "accepted"
    assert verdict.id is not None
    return verdict.id


def state(finding: UUID) -> State:
    return State(Finding.objects.get(pk=finding).state)


def test_an_inspector_may_report_a_finding_and_nothing_else(town: World) -> None:
    due = NOW + timedelta(days=1)
    finding = Finding.objects.get(pk=made(town, due=due, organisation=town.organisations["taxes"].id))
    assert (finding.state, finding.due_at, finding.place) == (State.OPEN, due, town.places["gate"].id)
    sent = desk.record("phoned", {"figure": "visits", "amount": 1}, at=NOW, place=finding.place)
    assert desk.send([sent], by=town.workers["inspector"], now=NOW)[0].code == "record.forbidden_kind"


def test_a_finding_by_a_doors_code_alone_is_one_of_the_place_that_the_door_is_in(town: World) -> None:
    door = town.doors["1-1-101"]
    sent = desk.record("finding", {"what": "crowding"}, at=NOW, door=door.id)
    verdict = desk.send([sent], by=town.workers["inspector"], now=NOW)[0]
    found = Finding.objects.get(pk=verdict.id or NOBODY)
    assert (verdict.verdict, found.place, found.door) == ("accepted", door.place_id, door.id)
    elsewhere = desk.record("finding", {"what": "crowding"}, at=NOW, door=door.id)
    assert desk.send([elsewhere], by=town.workers["outsider"], now=NOW)[0].code == "record.outside_grant"


def test_whoever_put_it_right_does_not_look_again(town: World) -> None:
    finding = made(town)
    assert step(town, finding, "rectified", by="lead").verdict == "accepted"
    assert step(town, finding, "looked_again", by="lead", minutes=20, is_right=True).code == "finding.other_looks"
    assert state(finding) == State.RECTIFIED
    assert step(town, finding, "looked_again", by="inspector", minutes=30, is_right=True).verdict == "accepted"
    assert state(finding) == State.CLOSED


def test_what_nobody_put_right_is_closed_by_nobody_but_who_decides(town: World) -> None:
    finding = made(town)
    assert step(town, finding, "looked_again", by="inspector", is_right=True).code == "record.forbidden_kind"
    step(town, finding, "rectified", by="lead", minutes=20)
    early = step(town, finding, "looked_again", by="inspector", minutes=15, is_right=True)
    assert (early.code, state(finding)) == ("record.forbidden_kind", State.RECTIFIED)


def test_whoever_ever_put_it_right_does_not_close_it(town: World) -> None:
    finding, gate = made(town), town.places["gate"].id
    names = {"rectified": 10, "looked_again": 20}
    both = [
        desk.record(
            "finding_step", {"finding": finding, "step": name, "is_right": name == "looked_again"},
            at=NOW + timedelta(minutes=minutes), place=gate,
        )
        for name, minutes in names.items()
    ]  # fmt: skip
    told = desk.send(both, by=town.workers["inspector"], now=NOW + timedelta(minutes=30))
    assert {one.verdict: one.code or "" for one in told} == {"accepted": "", "rejected": "finding.other_looks"}
    step(town, finding, "rectified", by="lead", minutes=40)
    assert step(town, finding, "looked_again", by="inspector", minutes=50, is_right=True).code == "finding.other_looks"
    assert state(finding) == State.RECTIFIED


def test_a_look_before_ones_own_work_arrives_closes_nothing() -> None:
    one, other = new_id(), new_id()
    steps = [("rectified", one), ("rectified", other), ("looked_again", one)]
    said = [
        msgspec.structs.replace(told(n + 1, FindingStep(UUID(int=1), name, is_right=True)), author=who)  # type: ignore[arg-type]
        for n, (name, who) in enumerate(steps)
    ]
    made = told(0, FindingMade(what="other"))
    assert progress(made, said).state == State.RECTIFIED
    assert progress(made, [said[0], said[2]]).state == State.RECTIFIED
    assert progress(made, [said[1], said[2]]).state == State.CLOSED


def test_what_is_not_right_after_all_is_open_again(town: World) -> None:
    finding = made(town)
    step(town, finding, "rectified", by="lead")
    step(town, finding, "looked_again", by="inspector", minutes=20, is_right=False)
    found = Finding.objects.get(pk=finding)
    assert (found.state, found.reopened, found.rectified_at) == (State.OPEN, 1, None)


def test_to_close_without_looking_takes_somebody_who_decides(town: World) -> None:
    finding = made(town)
    assert step(town, finding, "closed", by="inspector").code == "record.forbidden_kind"
    assert step(town, finding, "closed", by="lead", minutes=20).verdict == "accepted"


def test_a_step_at_another_place_is_refused(town: World) -> None:
    finding = made(town)
    assert step(town, finding, "rectified", by="lead", place="building 1").code == "finding.not_here"


def test_a_finding_that_was_taken_back_is_gone_with_its_steps(town: World) -> None:
    finding = made(town)
    step(town, finding, "rectified", by="lead")
    sent = desk.record("void", {"reason": "twice"}, at=NOW, place=town.places["gate"].id, amends=finding)
    desk.send([sent], by=town.workers["lead"], now=NOW + timedelta(hours=1))
    assert not Finding.objects.exists()


def test_a_step_that_comes_before_its_finding_waits_for_it(town: World) -> None:
    finding = desk.record("finding", {"what": "crowding"}, at=NOW, place=town.places["gate"].id)
    assert step(town, finding["id"], "rectified", by="lead", minutes=0).verdict == "held"
    desk.send([finding], by=town.workers["inspector"], now=NOW + timedelta(minutes=1))
    assert state(finding["id"]) == State.RECTIFIED


def told(minute: int, body: Any) -> Told:
    at, id = NOW + timedelta(minutes=minute), new_id()
    return Told(id, "", at, at, new_id(), None, None, None, body, id, at, at)


STEPS = st.builds(
    lambda name, right: FindingStep(finding=UUID(int=1), step=name, is_right=right),
    st.sampled_from(["handed", "rectified", "looked_again", "closed", "reopened"]),
    st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, max_size=8))
def test_a_finding_is_closed_only_by_a_look_that_found_it_right_or_by_a_decision(steps: list[FindingStep]) -> None:
    found = progress(told(0, FindingMade(what="other")), [told(n + 1, one) for n, one in enumerate(steps)])
    decisive = [one for one in steps if one.step in ("looked_again", "closed", "reopened")]
    closes = bool(decisive) and (decisive[-1].step == "closed" or decisive[-1].is_right)
    expected = closes and decisive[-1].step != "reopened"
    assert (found.state == State.CLOSED) == expected == (found.closed_at is not None)
