"""Corrections and taking back: any order, chains, and who may."""

from itertools import permutations
from typing import Any

import pytest

from qiaomen.base.ids import new_id
from qiaomen.campaigns.states import State
from qiaomen.ledger.models import Record
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.sweep import Phone


def amend(phone: Phone, record: dict[str, Any], outcome: str, hour: int, **envelope: Any) -> dict[str, Any]:
    visit = phone.visit(record["door"], outcome, at=at(21, hour))
    return {**visit, "amends": record["id"], **envelope}


def test_a_correction_counts_instead_and_keeps_the_time_of_what_it_corrects(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent", at=at(21, 9))
    phone.send([visit, amend(phone, visit, "refused", 18)])
    target = desk.target("1-1-202")
    assert (target.state, target.attempts, target.last_at) == (State.REFUSED, 1, at(21, 9))


def test_taking_back_leaves_nothing_of_a_visit(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), people=desk.everyone("1-1-202"))
    phone.send([visit])
    phone.send([phone.record("void", amends=visit["id"], body={"reason": "走错门了"})])
    target = desk.target("1-1-202")
    assert (target.state, target.attempts, target.people) == (State.UNTOUCHED, 0, 0)
    assert desk.roll("1-1-202") == {}


def test_the_newest_correction_counts_in_whatever_order_they_arrive(desk: Desk) -> None:
    phone = desk.phone()
    doors = [label for label in desk.world.doors if label[0].isdigit()]
    for label, order in zip(doors, permutations(range(4)), strict=True):
        visit = phone.visit(desk.door(label), "absent", at=at(21, 9))
        first = amend(phone, visit, "refused", 10)
        void = phone.record("void", at=at(21, 11), amends=first["id"])
        chain = [visit, first, void, amend(phone, visit, "vacant", 12, amends=void["id"])]
        for index in order:
            phone.send([chain[index]])
        assert desk.state(label) == State.VACANT_CLAIMED
    assert Record.objects.exclude(root=None).count() == 3 * len(doors)


def test_of_two_corrections_of_one_record_the_newer_wins_though_it_came_first(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent")
    phone.send([visit, amend(phone, visit, "refused", 12)])
    phone.send([amend(phone, visit, "vacant", 11)])
    assert desk.state("1-1-202") == State.REFUSED


def test_a_correction_may_move_a_visit_to_the_right_door(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "refused")
    phone.send([visit])
    phone.send([amend(phone, visit, "refused", 10, door=desk.door("2-1-201"))])
    assert (desk.state("1-1-202"), desk.state("2-1-201")) == (State.UNTOUCHED, State.REFUSED)


def test_a_visit_moved_within_its_own_batch_never_was_at_the_wrong_door(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "refused")
    phone.send([visit, amend(phone, visit, "refused", 10, door=desk.door("2-1-201"))])
    assert (desk.state("1-1-202"), desk.state("2-1-201")) == (State.UNTOUCHED, State.REFUSED)


def test_what_takes_back_a_moved_visit_is_about_the_door_that_it_was_moved_to(desk: Desk) -> None:
    first, second = desk.door("1-1-202"), desk.door("2-1-201")
    for batches in ([[0], [1, 2]], [[0], [1], [2]], [[0, 1, 2]], [[2], [0, 1]]):
        phone = desk.phone()
        visit = phone.visit(first, "refused")
        moved = amend(phone, visit, "refused", 10, door=second)
        lines = [visit, moved, phone.record("void", amends=moved["id"], body={})]
        for batch in batches:
            phone.send([lines[index] for index in batch])
        assert Record.objects.get(id=lines[2]["id"]).door == second


def test_a_correction_is_of_the_kind_of_what_it_corrects(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent")
    report = phone.record(
        "self_report",
        door=visit["door"],
        amends=visit["id"],
        body={"campaign": desk.campaign.id, "edition": desk.campaign.edition_id},
    )
    phone.send([visit])
    assert phone.send([report])[0]["code"] == "record.amends_other_kind"


def test_what_takes_a_void_back_is_of_the_kind_that_the_chain_began_with(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent")
    void = phone.record("void", amends=visit["id"])
    phone.send([visit, void])
    report = phone.record(
        "self_report",
        door=visit["door"],
        amends=void["id"],
        body={"campaign": desk.campaign.id, "edition": desk.campaign.edition_id},
    )
    assert phone.send([report])[0]["code"] == "record.amends_other_kind"


@pytest.mark.parametrize("kind", ["door_changed", "void"])
def test_what_changed_a_register_is_not_amended_but_changed_again(desk: Desk, kind: str) -> None:
    phone = desk.phone()
    change = phone.record("door_changed", door=desk.door("1-1-202"), body={"version": 1, "kind": "shop"})
    body = {"version": 2} if kind == "door_changed" else {}
    again = phone.record(kind, door=desk.door("1-1-202"), amends=change["id"], body=body)
    assert [verdict.get("code") for verdict in phone.send([change, again])] == [None, "record.not_amendable"]


def test_a_colleague_does_not_correct_anothers_visit(desk: Desk) -> None:
    phone, colleague = desk.phone(), desk.phone("field 2")
    visit = phone.visit(desk.door("1-1-202"), "absent")
    phone.send([visit])
    [verdict] = colleague.send([amend(colleague, visit, "refused", 10)])
    assert (verdict["code"], verdict["field"]) == ("record.forbidden_kind", "amends")


def test_whoever_may_decide_at_the_place_may_correct(desk: Desk) -> None:
    phone, lead = desk.phone(), desk.phone("lead")
    visit = phone.visit(desk.door("1-1-202"), "absent")
    phone.send([visit])
    assert lead.send([amend(lead, visit, "refused", 10)])[0]["verdict"] == "accepted"


def test_a_lead_does_not_correct_outside_their_place(desk: Desk) -> None:
    phone, lead = desk.phone("outsider"), desk.phone("lead")
    visit = phone.visit(desk.door("village group 1号"), "absent")
    phone.send([visit])
    assert lead.send([amend(lead, visit, "refused", 10)])[0]["code"] == "record.outside_grant"


def test_a_lead_whose_grant_had_ended_by_then_corrects_no_more(desk: Desk) -> None:
    phone, lead = desk.phone(), desk.phone("lead")
    visit = phone.visit(desk.door("1-1-202"), "absent")
    phone.send([visit])
    desk.world.workers["lead"].grants.update(until=at(21, 9, 30))
    assert lead.send([amend(lead, visit, "refused", 10)])[0]["verdict"] == "rejected"


def test_a_correction_of_something_that_never_came_waits(desk: Desk) -> None:
    phone = desk.phone()
    [verdict] = phone.send([phone.record("void", amends=new_id())])
    assert verdict["verdict"] == "held"
