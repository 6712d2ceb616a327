"""Who may submit what, where and when; enrolment, revocation and the lead's review."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from qiaomen.access.models import Grant
from qiaomen.access.roles import Role
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.campaigns.states import State
from qiaomen.ledger.models import Held, Record, Refusal
from qiaomen.ledger.submit import review
from qiaomen.ledger.wire import Verdict
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.world import ORDER

EARLY = ORDER + timedelta(minutes=10)


def decide(desk: Desk, record: dict[str, Any], *, accepted: bool) -> Verdict:
    lead = desk.world.workers["lead"].id
    return review(record["id"], accepted=accepted, keys=desk.world.outbreak.keys, worker=lead)


def test_a_door_of_another_zone_is_outside_the_grant_and_the_rest_is_accepted(desk: Desk) -> None:
    phone = desk.phone("outsider")
    verdicts = phone.send(
        [phone.visit(desk.door("1-1-202"), "absent"), phone.visit(desk.door("village group 1号"), "absent")]
    )
    assert [verdict.get("code") for verdict in verdicts] == ["record.outside_grant", None]


def test_a_known_door_announced_as_found_elsewhere_stays_outside_the_grant(desk: Desk) -> None:
    phone = desk.phone("outsider")
    here = desk.world.places["village group"].id
    found = phone.record("door_added", door=desk.door("1-1-202"), body={"place": here, "label": "9号"})
    verdicts = phone.send([found, phone.visit(desk.door("1-1-202"), "absent")])
    assert {verdict.get("code") for verdict in verdicts} == {"record.outside_grant"}


def test_a_role_that_may_not_record_has_its_visits_refused(desk: Desk) -> None:
    Grant.objects.filter(worker=desk.world.workers["field"]).update(role=Role.INSPECTOR)
    phone = desk.phone()
    assert phone.send([phone.visit(desk.door("1-1-202"), "absent")])[0]["code"] == "record.forbidden_kind"


def test_a_field_worker_neither_reviews_claims_nor_resolves(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "inaccessible")
    body = {"campaign": desk.campaign.id}
    verdicts = phone.send(
        [
            visit,
            phone.record("claim_review", door=visit["door"], body={**body, "claim": visit["id"], "accepted": True}),
            phone.record("resolution", door=visit["door"], body={**body, "chosen": visit["id"]}),
        ]
    )
    assert [v.get("code") for v in verdicts] == [None, "record.forbidden_kind", "record.forbidden_kind"]


def test_the_grant_at_the_time_of_the_record_counts_not_the_one_at_its_arrival(desk: Desk) -> None:
    desk.world.workers["field"].grants.update(until=at(21, 12))
    phone = desk.phone()
    verdicts = phone.send(
        [
            phone.visit(desk.door("1-1-202"), "absent", at=at(21, 11, 59)),
            phone.visit(desk.door("1-1-202"), "absent", at=at(21, 12)),
        ]
    )
    assert [verdict.get("code") for verdict in verdicts] == [None, "record.outside_grant"]


def test_what_comes_later_than_48_hours_after_the_grant_is_accepted_and_flagged(desk: Desk) -> None:
    desk.world.workers["field"].grants.update(until=timezone.now() - timedelta(hours=49))
    phone = desk.phone()
    [verdict] = phone.send([phone.visit(desk.door("1-1-202"), "absent")])
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["late_after_grant"])


def test_what_comes_within_48_hours_after_the_grant_is_not_flagged(desk: Desk) -> None:
    desk.world.workers["field"].grants.update(until=timezone.now() - timedelta(hours=47))
    phone = desk.phone()
    [verdict] = phone.send([phone.visit(desk.door("1-1-202"), "absent")])
    assert "flags" not in verdict


def test_a_record_from_before_enrolment_is_held_for_review(desk: Desk) -> None:
    phone = desk.phone()
    [verdict] = phone.send([phone.visit(desk.door("1-1-202"), "absent", at=EARLY)])
    assert (verdict["verdict"], verdict["code"]) == ("held", "record.needs_review")
    assert desk.state("1-1-202") == State.UNTOUCHED
    assert Held.objects.get().place == desk.world.places["stairwell 1-1"].id


def test_the_lead_lets_a_record_in_and_it_counts_from_its_own_time(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent", at=EARLY)
    phone.send([visit])
    assert decide(desk, visit, accepted=True).verdict == "accepted"
    assert desk.target("1-1-202").last_at == EARLY
    assert phone.send([visit])[0]["verdict"] == "duplicate"


def test_the_lead_refuses_a_record_and_its_author_is_told(desk: Desk) -> None:
    phone = desk.phone()
    cursor = phone.pull(phone.pull()["cursor"])["cursor"]
    visit = phone.visit(desk.door("1-1-202"), "absent", at=EARLY)
    phone.send([visit])
    assert decide(desk, visit, accepted=False).verdict == "rejected"
    assert phone.pull(cursor)["verdicts_later"][0]["code"] == "record.review_refused"
    assert phone.send([visit])[0]["code"] == "record.review_refused"
    assert desk.state("1-1-202") == State.UNTOUCHED


def test_a_record_is_reviewed_once(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent", at=EARLY)
    phone.send([visit])
    decide(desk, visit, accepted=True)
    with pytest.raises(Problem, match=r"access\.not_found"):
        decide(desk, visit, accepted=True)


def test_letting_a_record_in_lets_go_of_what_waited_for_it(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "refused", at=EARLY)
    phone.send([visit])
    assert phone.send([phone.record("void", amends=visit["id"])])[0]["code"] == "record.waiting"
    decide(desk, visit, accepted=True)
    assert Record.objects.count() == 2
    assert desk.state("1-1-202") == State.UNTOUCHED


def test_a_record_let_in_before_what_it_corrects_is_not_reviewed_twice(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "refused", at=EARLY)
    void = phone.record("void", at=EARLY + timedelta(minutes=1), amends=visit["id"])
    phone.send([visit, void])
    assert decide(desk, void, accepted=True).code == "record.waiting"
    decide(desk, visit, accepted=True)
    assert set(Record.objects.values_list("id", flat=True)) == {visit["id"], void["id"]}


def test_a_revoked_phone_may_still_upload_what_it_saw_before(desk: Desk) -> None:
    enrolment = desk.world.enrolments["field"]
    enrolment.revoked_at = at(21, 12)
    enrolment.save()
    phone = desk.phone()
    verdicts = phone.send(
        [
            phone.visit(desk.door("1-1-202"), "absent", at=at(21, 11)),
            phone.visit(desk.door("1-1-202"), "absent", at=at(21, 13)),
        ]
    )
    assert [verdict.get("code") for verdict in verdicts] == [None, "record.needs_review"]


def test_a_revoked_phone_learns_nothing(desk: Desk) -> None:
    enrolment = desk.world.enrolments["field"]
    enrolment.revoked_at = timezone.now()
    enrolment.save()
    answer = desk.phone().pull()
    assert set(answer) == {"server_time"}


def test_an_unknown_token_is_turned_away(desk: Desk) -> None:
    phone = desk.phone()
    phone.token = "x" * 43
    response = phone.call(records=[phone.visit(desk.door("1-1-202"))])
    assert (response.status_code, response.json()["problem"]["code"]) == (401, "access.token_unknown")


def test_what_was_refused_is_kept_with_its_place_for_the_lead_to_find(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-202"), "abducted"), phone.record("haunting", door=desk.door("1-1-202"))])
    assert {refusal.place for refusal in Refusal.objects.all()} == {desk.world.places["stairwell 1-1"].id}


def test_a_claim_about_a_door_that_nobody_knows_is_held(desk: Desk) -> None:
    lead = desk.phone("lead")
    body = {"campaign": desk.campaign.id, "claim": new_id(), "accepted": True}
    [verdict] = lead.send([lead.record("claim_review", door=desk.door("1-1-202"), body=body)])
    assert verdict["code"] == "record.waiting"
