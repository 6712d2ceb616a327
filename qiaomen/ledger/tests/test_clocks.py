"""When a record was made: by its own offset, else by its call's; fixed at first receipt."""

import json
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from qiaomen.base.ids import new_id
from qiaomen.ledger import refusals
from qiaomen.ledger.entries import Author
from qiaomen.ledger.models import Record, Refusal
from qiaomen.ledger.submit import submit
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.sweep import Phone
from qiaomen.tools.vendor import PROJECT

CLOCK: Any = json.loads((PROJECT / "contracts" / "clock.json").read_text("utf-8"))
HOUR_MS = 3_600_000


@pytest.mark.parametrize("case", CLOCK["cases"], ids=lambda case: case["why"])
def test_when_a_record_was_made(desk: Desk, case: dict[str, Any]) -> None:
    own = {"offset_ms": case["offset_ms"]} if "offset_ms" in case else {}
    visit = {**desk.phone().visit(desk.door("1-1-202"), "absent"), "device_at": case["device_at"], **own}
    author = Author(desk.world.workers["field"].id, desk.world.outbreak.id)
    received_at = datetime.fromisoformat(CLOCK["received_at"])
    raw = msgspec.json.encode(visit)
    [verdict] = submit([raw], author=author, received_at=received_at, offset_ms=case["call_ms"])
    assert verdict.verdict == "accepted"
    assert Record.objects.get().at == datetime.fromisoformat(case["at"])


def test_visits_of_one_call_are_dated_by_the_clock_of_their_own_hour(desk: Desk) -> None:
    phone = desk.phone()
    before = phone.visit(desk.door("1-1-202"), "absent", at=at(21, 4)) | {"offset_ms": 5 * HOUR_MS}
    after = phone.visit(desk.door("1-1-301"), "absent", at=at(21, 10)) | {"offset_ms": 0}
    verdicts = phone.send([before, after], offset_ms=0)
    assert [(one["verdict"], one.get("flags")) for one in verdicts] == [("accepted", ["clock"]), ("accepted", None)]
    found = dict(Record.objects.values_list("door", "at"))
    assert found == {before["door"]: at(21, 9), after["door"]: at(21, 10)}


def test_the_same_record_with_another_offset_is_the_same_record_and_keeps_its_first_time(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent", at=at(21, 9))
    phone.send([visit | {"offset_ms": HOUR_MS}])
    again = phone.send([visit, visit | {"offset_ms": 0}], offset_ms=2 * HOUR_MS)
    assert [verdict["verdict"] for verdict in again] == ["duplicate", "duplicate"]
    assert Record.objects.get().at == at(21, 10)


def test_a_refused_record_that_comes_again_with_an_offset_is_refused_once(desk: Desk) -> None:
    phone = desk.phone("outsider")
    visit = phone.visit(desk.door("1-1-202"), "absent")
    again = [phone.send([one])[0]["code"] for one in (visit, visit | {"offset_ms": HOUR_MS})]
    assert again == ["record.outside_grant"] * 2
    assert Refusal.objects.count() == 1


def test_a_held_record_keeps_its_own_offset_until_it_counts(desk: Desk) -> None:
    phone = desk.phone()
    door, visit = beforehand(phone, desk)
    assert [phone.send([one])[0]["verdict"] for one in (visit, door)] == ["held", "accepted"]
    assert Record.objects.get(kind="visit").at == at(21, 9)


def test_a_record_held_by_two_calls_that_did_not_see_each_other_keeps_the_first_offset(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = desk.phone()
    door, visit = beforehand(phone, desk)
    with monkeypatch.context() as patch:
        patch.setattr(refusals, "repeat", lambda entries: None)
        sent = [visit, visit | {"offset_ms": 0}]
        assert [phone.send([one])[0]["verdict"] for one in sent] == ["held", "held"]
    phone.send([door])
    assert Record.objects.get(kind="visit").at == at(21, 9)


def beforehand(phone: Phone, desk: Desk) -> tuple[dict[str, Any], dict[str, Any]]:
    """A door that the register lacks, and a visit there, by a clock that was five hours behind."""
    where = {"place": desk.world.places["stairwell 1-1"].id, "label": "1-1-401"}
    door = phone.record("door_added", door=new_id(), body=where)
    return door, phone.visit(door["door"], "absent", at=at(21, 4)) | {"offset_ms": 5 * HOUR_MS}


def test_an_offset_beyond_all_clocks_is_refused_and_named(desk: Desk) -> None:
    phone = desk.phone()
    wild = phone.visit(desk.door("1-1-202"), "absent") | {"offset_ms": 10**14}
    good = phone.visit(desk.door("1-1-301"), "absent", at=phone.now - timedelta(hours=1))
    verdicts = phone.send([wild, good])
    assert [(one["verdict"], one.get("field")) for one in verdicts] == [("rejected", "offset_ms"), ("accepted", None)]
