"""What visits make of a door, through the phones' endpoint."""

from typing import Any

import pytest

from qiaomen.base.ids import new_id
from qiaomen.campaigns.actions import make_questionnaire
from qiaomen.campaigns.models import Target
from qiaomen.campaigns.states import Flag, State
from qiaomen.campaigns.tallies import coverage
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.sweep import Phone, Question, start_sweep
from qiaomen.testing.world import ORDER, World

DOOR = "1-1-202"


def knock(desk: Desk, outcome: str, day: int, hour: int, minute: int = 0, **body: Any) -> dict[str, Any]:
    """Visit the door, send it, and answer the record."""
    phone = desk.phone()
    visit = phone.visit(desk.door(DOOR), outcome, at=at(day, hour, minute), **body)
    assert phone.send([visit])[0]["verdict"] == "accepted"
    return visit


def decide(desk: Desk, kind: str, day: int, hour: int, **body: Any) -> None:
    lead = desk.phone("lead")
    record = lead.record(kind, at=at(day, hour), door=desk.door(DOOR), body={"campaign": desk.campaign.id, **body})
    assert lead.send([record])[0]["verdict"] == "accepted"


def test_an_absent_door_is_tried_next_in_another_part_of_the_day(desk: Desk) -> None:
    knock(desk, "absent", 21, 9)
    target = desk.target(DOOR)
    assert (target.state, target.next_from, target.next_until) == (State.ABSENT, at(21, 12), at(21, 14))


def test_after_three_tries_it_is_time_to_phone(desk: Desk) -> None:
    for hour in (9, 13, 19):
        knock(desk, "absent", 21, hour)
    target = desk.target(DOOR)
    assert (target.attempts, target.by_phone, target.next_from) == (3, True, None)


def test_three_phones_at_one_door_at_one_time_tried_once(desk: Desk) -> None:
    for minute in (0, 5, 10):
        knock(desk, "absent", 21, 9, minute)
    target = desk.target(DOOR)
    assert (target.attempts, target.by_phone) == (3, False)


def test_nobody_home_does_not_undo_a_refusal(desk: Desk) -> None:
    knock(desk, "refused", 21, 9)
    knock(desk, "absent", 21, 13)
    assert desk.state(DOOR) == State.REFUSED


def test_a_refusal_is_undone_by_an_answer(desk: Desk) -> None:
    knock(desk, "refused", 21, 9)
    knock(desk, "answered", 21, 19, people=desk.everyone(DOOR))
    assert (desk.state(DOOR), desk.target(DOOR).next_from) == (State.ANSWERED, None)


def test_vacant_is_a_claim_until_a_second_visit_at_another_time_of_day_confirms_it(desk: Desk) -> None:
    knock(desk, "vacant", 21, 9)
    knock(desk, "vacant", 21, 10)
    assert desk.state(DOOR) == State.VACANT_CLAIMED
    knock(desk, "vacant", 21, 19)
    target = desk.target(DOOR)
    assert (target.state, target.closed_at) == (State.VACANT, at(21, 19))


@pytest.mark.parametrize("who", ["neighbour", "manager"])
def test_vacant_confirmed_by_somebody_who_knows_closes_the_door_at_once(desk: Desk, who: str) -> None:
    knock(desk, "vacant", 21, 9, confirmed_by=who)
    assert desk.state(DOOR) == State.VACANT


def test_somebody_opening_refutes_a_vacancy_that_nobody_confirmed(desk: Desk) -> None:
    knock(desk, "vacant", 21, 9)
    knock(desk, "answered", 21, 19, people=desk.everyone(DOOR))
    assert desk.state(DOOR) == State.ANSWERED


def test_two_visits_that_disagree_make_a_conflict_and_the_door_a_gap(desk: Desk) -> None:
    knock(desk, "vacant", 21, 9, confirmed_by="neighbour")
    knock(desk, "answered", 21, 19, people=desk.everyone(DOOR))
    target = desk.target(DOOR)
    assert (target.state, target.closed_at) == (State.CONFLICT, None)
    assert coverage(desk.campaign.id)["conflict"] == 1


def test_a_resolution_says_which_of_two_accounts_is_right(desk: Desk) -> None:
    vacant = knock(desk, "vacant", 21, 9, confirmed_by="neighbour")
    knock(desk, "answered", 21, 19, people=desk.everyone(DOOR))
    decide(desk, "resolution", 21, 20, chosen=vacant["id"])
    target = desk.target(DOOR)
    assert (target.state, target.closed_at, target.people) == (State.VACANT, at(21, 20), 0)


def test_a_resolution_keeps_every_visit_that_agrees_with_the_chosen_one(desk: Desk) -> None:
    everyone = desk.everyone(DOOR)
    chosen = knock(desk, "answered", 21, 9)
    knock(desk, "phone", 21, 11, people=everyone)
    knock(desk, "vacant", 21, 19, confirmed_by="manager")
    decide(desk, "resolution", 21, 20, chosen=chosen["id"])
    assert desk.state(DOOR) == State.ANSWERED


def test_a_resolution_may_name_the_visit_by_its_correction(desk: Desk) -> None:
    wrong = knock(desk, "refused", 21, 9)
    right = knock(desk, "vacant", 21, 10, confirmed_by="neighbour")
    phone = desk.phone()
    amendment = {**phone.visit(desk.door(DOOR), at=at(21, 11), people=desk.everyone(DOOR)), "amends": wrong["id"]}
    phone.send([amendment])
    assert desk.state(DOOR) == State.CONFLICT
    decide(desk, "resolution", 21, 20, chosen=amendment["id"])
    assert desk.state(DOOR) == State.ANSWERED
    decide(desk, "resolution", 21, 21, chosen=right["id"])
    assert desk.state(DOOR) == State.VACANT


def test_a_resolution_whose_visit_was_taken_back_decides_nothing(desk: Desk) -> None:
    vacant = knock(desk, "vacant", 21, 9, confirmed_by="neighbour")
    knock(desk, "answered", 21, 19, people=desk.everyone(DOOR))
    decide(desk, "resolution", 21, 20, chosen=vacant["id"])
    phone = desk.phone()
    phone.send([phone.record("void", amends=vacant["id"])])
    assert desk.state(DOOR) == State.ANSWERED


def test_a_visit_after_the_resolution_is_heard_again(desk: Desk) -> None:
    vacant = knock(desk, "vacant", 21, 9, confirmed_by="neighbour")
    knock(desk, "answered", 21, 19, people=desk.everyone(DOOR))
    decide(desk, "resolution", 21, 20, chosen=vacant["id"])
    knock(desk, "answered", 22, 9, people=desk.everyone(DOOR))
    assert desk.state(DOOR) == State.CONFLICT


def test_a_phone_call_closes_a_door_where_the_sweep_allows_it(desk: Desk) -> None:
    knock(desk, "phone", 21, 9, people=desk.everyone(DOOR, "stated"))
    assert (desk.state(DOOR), desk.target(DOOR).attempts) == (State.REMOTE, 0)


def test_a_phone_call_does_not_close_a_door_where_the_sweep_forbids_it(world: World) -> None:
    desk = Desk(world, start_sweep(world, team="team 1", remote_closes=False))
    knock(desk, "phone", 21, 9, people=desk.everyone(DOOR, "stated"))
    assert (desk.state(DOOR), desk.target(DOOR).by_phone) == (State.UNVERIFIED, True)
    assert_rebuild_agrees()


def test_having_been_there_is_more_than_having_phoned(desk: Desk) -> None:
    knock(desk, "answered", 21, 9, people=desk.everyone(DOOR))
    knock(desk, "phone", 21, 10, people=desk.everyone(DOOR, "stated"))
    assert desk.state(DOOR) == State.ANSWERED


def test_an_online_form_accounts_for_nobody_until_it_is_verified(desk: Desk) -> None:
    knock(desk, "online", 21, 9, people=desk.everyone(DOOR, "stated"))
    assert (desk.state(DOOR), desk.roll(DOOR)) == (State.UNVERIFIED, {})
    knock(desk, "online", 21, 10, verified=True, people=desk.everyone(DOOR, "stated"))
    assert (desk.state(DOOR), desk.roll(DOOR)) == (State.REMOTE, {"仇素娥": "stated"})


def test_a_self_report_is_a_reason_to_phone_and_accounts_for_nobody(desk: Desk) -> None:
    phone = desk.phone()
    body = {"campaign": desk.campaign.id, "edition": desk.campaign.edition_id, "people": desk.everyone(DOOR)}
    phone.send([phone.record("self_report", door=desk.door(DOOR), body=body)])
    target = desk.target(DOOR)
    assert (target.state, target.by_phone, target.people) == (State.UNVERIFIED, True, 0)


def test_answers_raise_flags_above_37_point_3_and_not_at_it(desk: Desk) -> None:
    knock(desk, "answered", 21, 9, people=desk.everyone(DOOR, answers={"temperature": 37.3, "returned": False}))
    assert desk.target(DOOR).flags == 0
    warm = desk.everyone(DOOR, answers={"temperature": 37.4, "returned": True, "symptoms": ["dry_cough"]})
    knock(desk, "answered", 21, 10, people=warm, answers={"needs": ["medicine"]})
    assert desk.target(DOOR).flags == Flag.FEVER | Flag.RETURNEE | Flag.SYMPTOM | Flag.NEED
    assert coverage(desk.campaign.id)["fever"] == 1


def test_the_order_of_arrival_does_not_matter(desk: Desk) -> None:
    knock(desk, "absent", 21, 19)
    knock(desk, "refused", 21, 9)
    target = desk.target(DOOR)
    assert (target.state, target.last_at) == (State.REFUSED, at(21, 19))


def test_a_visit_before_the_sweep_opened_is_refused(desk: Desk) -> None:
    desk.world.enrolments["field"].since = at(19, 0)
    desk.world.enrolments["field"].save()
    desk.world.workers["field"].grants.update(since=at(19, 0))
    phone = desk.phone()
    [verdict] = phone.send([phone.visit(desk.door(DOOR), "absent", at=ORDER.replace(hour=19))])
    assert verdict["code"] == "visit.before_opening"


def test_a_visit_names_an_edition_of_its_sweeps_questionnaire(desk: Desk) -> None:
    phone = desk.phone()
    other = make_questionnaire(name="别的问卷", questions=[])
    for edition in (other.id, new_id()):
        visit = phone.visit(desk.door(DOOR), "absent", edition=edition)
        assert phone.send([visit])[0]["code"] == "visit.unknown_edition"


def test_a_mandatory_question_must_be_answered_for_whoever_was_seen(world: World) -> None:
    campaign = start_sweep(world, team="team 1")
    asked = [Question(name="vaccinated", of="person", type="integer", zh="几针", en="Doses", required=True)]
    campaign.edition = make_questionnaire(name="入户摸排", questions=asked)
    campaign.save()
    desk = Desk(world, campaign)
    phone = desk.phone()
    codes = [
        phone.send([phone.visit(desk.door(DOOR), people=desk.everyone(DOOR, presence))])[0].get("code")
        for presence in ("seen", "stated")
    ]
    assert codes == ["visit.answer_missing", None]


BAD_ANSWERS: list[tuple[dict[str, Any], str]] = [
    ({"nonsense": 1}, "visit.answer_unknown"),
    ({"张三": 1}, "visit.answer_unknown"),
    ({"temperature": "hot"}, "visit.answer_invalid"),
    ({"temperature": True}, "visit.answer_invalid"),
    ({"temperature": 50}, "visit.answer_invalid"),
    ({"vaccinated": 1.5}, "visit.answer_invalid"),
    ({"vaccinated": 10**400}, "visit.answer_invalid"),
    ({"health_code": "purple"}, "visit.answer_invalid"),
    ({"health_code": ["green"]}, "visit.answer_invalid"),
    ({"symptoms": "fever"}, "visit.answer_invalid"),
    ({"returned": "yes"}, "visit.answer_invalid"),
    ({"returned_on": "20 March"}, "visit.answer_invalid"),
    ({"returned_from": "武汉"}, "visit.answer_invalid"),
]


@pytest.mark.parametrize(("answers", "code"), BAD_ANSWERS)
def test_an_answer_that_does_not_fit_its_question_is_refused(desk: Desk, answers: dict[str, Any], code: str) -> None:
    phone = desk.phone()
    [verdict] = phone.send([phone.visit(desk.door(DOOR), people=desk.everyone(DOOR, answers=answers))])
    assert (verdict["code"], verdict["field"].startswith("body.people.0.answers")) == (code, True)
    assert "张三" not in str(verdict)


def test_a_sweep_that_was_handed_out_keeps_its_teams_through_visits(desk: Desk) -> None:
    knock(desk, "absent", 21, 9)
    team = desk.world.teams["team 1"].id
    assert set(Target.objects.values_list("team_id", flat=True)) == {team}


def test_phones_of_both_teams_may_knock_at_a_door_of_their_zone(desk: Desk) -> None:
    phone: Phone = desk.phone("taxes 1")
    assert phone.send([phone.visit(desk.door(DOOR), "absent")])[0]["verdict"] == "accepted"
