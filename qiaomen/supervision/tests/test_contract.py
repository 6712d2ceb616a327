"""What phone and server decide alike of findings and seals: contracts/inspection.json, here the server's half."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import override_settings

from qiaomen.base.ids import NOBODY, new_id
from qiaomen.seals import standing
from qiaomen.seals.models import Why
from qiaomen.seals.records import SealEvent, SealPut
from qiaomen.seals.tests.telling import told as said
from qiaomen.supervision import limits, queries, repeated
from qiaomen.supervision.models import Finding, What
from qiaomen.testing.world import World
from qiaomen.tools.vendor import PROJECT

CONTRACT: dict[str, Any] = json.loads((PROJECT / "contracts" / "inspection.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CONTRACT["due"], ids=lambda case: case["what"])
def test_what_is_found_is_put_right_in_time(case: dict[str, str]) -> None:
    assert limits.due(case["what"], datetime.fromisoformat(case["at"])) == datetime.fromisoformat(case["due"])


@pytest.mark.parametrize("case", CONTRACT["asks"], ids=lambda case: case["why_so"])
def test_whether_somebody_is_asked_to_knock(case: dict[str, Any]) -> None:
    seal = SealEvent(NOBODY, case["event"], case["why"])
    assert standing.asks(seal) == case["asks"]


@pytest.mark.parametrize("case", CONTRACT["knocks"], ids=lambda case: case["why_so"])
def test_until_when_somebody_is_to_knock(case: dict[str, Any]) -> None:
    seal = said(0, SealPut("120"))
    events = [
        said(minute, SealEvent(seal.id, one["event"], finds=one.get("finds", "")))
        for minute, one in enumerate(case["events"], start=1)
    ]
    row = standing.line(seal, events)
    waits = row["ask_since"] is not None and row["ended_at"] is None
    assert (waits, waits and row["finds"] == "needs") == (case["waits"], case["needs"])


@pytest.mark.parametrize("case", CONTRACT["earlier"]["cases"], ids=lambda case: case["why"])
@override_settings(REPEAT_FINDINGS=1)
def test_how_often_something_was_found_at_a_place_is_what_makes_a_repeat_offender(
    world: World, case: dict[str, Any]
) -> None:
    now = datetime.fromisoformat(CONTRACT["earlier"]["now"])
    door, places = world.doors["1-1-101"], [world.places[key].id for key in ("stairwell 1-1", "gate")]
    for told in case["found"]:
        Finding.objects.create(**_found(told, now, door.id if "door" in told else None, places["elsewhere" in told]))
    found = repeated.earlier(queries.below([""], now=now, shows_health=True), now)
    times = {one.what: one.times for one in found if one.door == door.id}
    if "door" not in case["at"]:
        every = repeated.offenders([""], now)
        times = {one.what: one.times for one in every if one.by == "place" and one.id == places[0]}
        sums = {what: sum(one.times for one in found if (one.place, one.what) == (places[0], what)) for what in times}
        assert sums == times
    assert times == case["times"]


def _found(told: dict[str, Any], now: datetime, door: UUID | None, place: UUID) -> dict[str, Any]:
    at = now - timedelta(days=told["days"])
    return {
        "id": new_id(), "place": place, "door": door, "what": told["what"], "state": "open", "found_at": at,
        "found_by": NOBODY, "due_set_at": at, "told_level": -1, "reopened": told.get("reopened", 0), "change": NOBODY,
    }  # fmt: skip


def test_the_cases_name_every_kind_of_finding_and_every_reason() -> None:
    assert {case["what"] for case in CONTRACT["due"]} == set(What.values) == set(limits.DUE_HOURS)
    assert {case["why"] for case in CONTRACT["asks"]} == {"", *Why.values}
