"""A refused record that was mended elsewhere: its phone hears of it by pull."""

from typing import Any
from uuid import UUID

import pytest

from qiaomen.testing.desk import Desk
from qiaomen.testing.sweep import Phone


@pytest.fixture
def refused(desk: Desk) -> tuple[Phone, str, dict[str, Any]]:
    """A phone, its cursor, and a visit of it that was refused."""
    phone = desk.phone()
    cursor = phone.pull(phone.pull()["cursor"])["cursor"]
    visit = phone.visit(desk.door("1-1-101"), "absent", answers={"horoscope": "aries"})
    assert phone.send([visit])[0]["verdict"] == "rejected"
    return phone, cursor, visit


def mending(desk: Desk, phone: Phone, record: UUID, **body: Any) -> dict[str, Any]:
    """The same again, in the place of that one."""
    return phone.visit(desk.door("1-1-101"), "absent", **body) | {"mends": record}


def test_a_phone_hears_once_that_somebody_else_mended_its_record(
    desk: Desk, refused: tuple[Phone, str, dict[str, Any]]
) -> None:
    phone, cursor, visit = refused
    lead = desk.phone("lead")
    first = mending(desk, lead, visit["id"], answers={"horoscope": "taurus"})
    assert lead.send([first])[0]["verdict"] == "rejected"
    answer = phone.pull(cursor)
    assert "verdicts_later" not in answer, "in its place nothing counts yet"
    assert lead.send([mending(desk, lead, first["id"])])[0]["verdict"] == "accepted"
    answer = phone.pull(answer["cursor"])
    assert answer["verdicts_later"] == [{"id": str(visit["id"]), "verdict": "mended"}]
    assert "verdicts_later" not in phone.pull(answer["cursor"])


def test_what_nobody_may_mend_there_stays_refused(desk: Desk, refused: tuple[Phone, str, dict[str, Any]]) -> None:
    phone, cursor, visit = refused
    other = desk.phone("field 2")
    assert other.send([mending(desk, other, visit["id"])])[0]["verdict"] == "accepted"
    assert "verdicts_later" not in phone.pull(cursor)
