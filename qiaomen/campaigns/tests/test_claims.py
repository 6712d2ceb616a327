"""Claims wait for a review: accepted they stand, denied the door is open again."""

from typing import Any

from qiaomen.campaigns.states import State
from qiaomen.testing.desk import Desk, at

DOOR = "1-1-202"


def claim(desk: Desk, outcome: str) -> dict[str, Any]:
    phone = desk.phone()
    visit = phone.visit(desk.door(DOOR), outcome, at=at(21, 9))
    phone.send([visit])
    return visit


def review(desk: Desk, hour: int, *, accepted: bool, claim: Any) -> None:
    lead = desk.phone("lead")
    body = {"campaign": desk.campaign.id, "claim": claim, "accepted": accepted}
    [verdict] = lead.send([lead.record("claim_review", at=at(21, hour), door=desk.door(DOOR), body=body)])
    assert verdict["verdict"] == "accepted"


def test_cannot_get_in_waits_for_review_and_is_a_gap(desk: Desk) -> None:
    visit = claim(desk, "inaccessible")
    target = desk.target(DOOR)
    assert (target.state, target.claim) == (State.INACCESSIBLE, visit["id"])


def test_cannot_get_in_once_accepted_stays_a_gap_but_waits_no_more(desk: Desk) -> None:
    visit = claim(desk, "inaccessible")
    review(desk, 12, accepted=True, claim=visit["id"])
    target = desk.target(DOOR)
    assert (target.state, target.claim, target.closed_at) == (State.INACCESSIBLE, None, None)


def test_a_denied_claim_opens_the_door_again(desk: Desk) -> None:
    visit = claim(desk, "inaccessible")
    review(desk, 12, accepted=False, claim=visit["id"])
    target = desk.target(DOOR)
    assert (target.state, target.claim, target.attempts) == (State.UNTOUCHED, None, 1)


def test_does_not_exist_closes_a_door_only_once_accepted(desk: Desk) -> None:
    visit = claim(desk, "wrong_address")
    assert desk.state(DOOR) == State.WRONG_ADDRESS_CLAIMED
    review(desk, 12, accepted=True, claim=visit["id"])
    target = desk.target(DOOR)
    assert (target.state, target.closed_at) == (State.WRONG_ADDRESS, at(21, 12))


def test_the_newest_review_of_a_claim_counts(desk: Desk) -> None:
    visit = claim(desk, "wrong_address")
    review(desk, 14, accepted=False, claim=visit["id"])
    review(desk, 12, accepted=True, claim=visit["id"])
    assert desk.state(DOOR) == State.UNTOUCHED


def test_a_review_that_comes_before_its_claim_waits_for_it(desk: Desk) -> None:
    phone, lead = desk.phone(), desk.phone("lead")
    visit = phone.visit(desk.door(DOOR), "wrong_address", at=at(21, 9))
    body = {"campaign": desk.campaign.id, "claim": visit["id"], "accepted": True}
    assert lead.send([lead.record("claim_review", door=desk.door(DOOR), body=body)])[0]["verdict"] == "held"
    phone.send([visit])
    assert desk.state(DOOR) == State.WRONG_ADDRESS


def test_a_review_may_name_the_claim_by_its_correction(desk: Desk) -> None:
    visit = claim(desk, "inaccessible")
    phone = desk.phone()
    right = {**phone.visit(desk.door(DOOR), "wrong_address", at=at(21, 10)), "amends": visit["id"]}
    phone.send([right])
    review(desk, 12, accepted=True, claim=right["id"])
    assert desk.state(DOOR) == State.WRONG_ADDRESS


def test_a_claim_taken_back_takes_its_review_with_it(desk: Desk) -> None:
    visit = claim(desk, "wrong_address")
    review(desk, 12, accepted=True, claim=visit["id"])
    phone = desk.phone()
    phone.send([phone.record("void", amends=visit["id"])])
    assert desk.state(DOOR) == State.UNTOUCHED


def test_somebody_opening_refutes_a_claim(desk: Desk) -> None:
    claim(desk, "wrong_address")
    phone = desk.phone()
    phone.send([phone.visit(desk.door(DOOR), at=at(21, 19), people=desk.everyone(DOOR))])
    assert (desk.state(DOOR), desk.target(DOOR).claim) == (State.ANSWERED, None)


def test_a_door_accepted_as_not_existing_where_somebody_opens_is_a_conflict(desk: Desk) -> None:
    visit = claim(desk, "wrong_address")
    review(desk, 12, accepted=True, claim=visit["id"])
    phone = desk.phone()
    phone.send([phone.visit(desk.door(DOOR), at=at(21, 19), people=desk.everyone(DOOR))])
    assert desk.state(DOOR) == State.CONFLICT


def test_a_resolution_in_favour_of_a_claim_needs_no_review_beside_it(desk: Desk) -> None:
    phone, lead = desk.phone(), desk.phone("lead")
    visit = phone.visit(desk.door(DOOR), "vacant", at=at(21, 9))
    phone.send([visit])
    body = {"campaign": desk.campaign.id, "chosen": visit["id"]}
    lead.send([lead.record("resolution", at=at(21, 12), door=desk.door(DOOR), body=body)])
    assert desk.state(DOOR) == State.VACANT


def test_a_review_of_a_claim_at_another_door_changes_nothing(desk: Desk) -> None:
    visit = claim(desk, "wrong_address")
    lead = desk.phone("lead")
    body = {"campaign": desk.campaign.id, "claim": visit["id"], "accepted": True}
    lead.send([lead.record("claim_review", door=desk.door("1-1-201"), body=body)])
    assert desk.state(DOOR) == State.WRONG_ADDRESS_CLAIMED
