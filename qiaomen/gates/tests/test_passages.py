"""What a passage keeps: what the guard saw, and what was true then."""

from datetime import timedelta

from qiaomen.gates.models import Passage
from qiaomen.ledger import desk
from qiaomen.passes import actions
from qiaomen.passes.models import Pass
from qiaomen.passes.queries import pass_by_id
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.desk import at
from qiaomen.testing.gates import Post


def stopped(post: Post, name: str) -> Pass:
    found = pass_by_id(post.pass_of(name))
    assert found is not None
    return found


def test_a_passage_keeps_what_the_guard_saw_and_whose_pass_it_was(post: Post) -> None:
    row = post.row(post.went("解军", at=at(21, 8), lane="2", list_age_s=60))
    assert (row.colour_seen, row.colour_true, row.state_true) == ("green", "green", "active")
    assert (row.person, row.lane, row.missed_suspension) == (post.world.people["解军"].id, "2", False)


def test_a_suspension_that_the_phone_did_not_know_of_is_flagged_when_the_log_arrives(post: Post) -> None:
    record = post.passage("解军", at=at(21, 8, 30), offline=True, list_age_s=7200)
    actions.suspend(stopped(post, "解军"), reason="copied", by=post.world.workers["lead"], now=at(21, 8))
    post.send([record], now=at(21, 18))
    row = post.row(record["id"])
    assert (row.state_true, row.missed_suspension) == ("suspended", True)
    assert_rebuild_agrees()


def test_a_suspension_that_comes_after_the_passage_was_not_missed(post: Post) -> None:
    id = post.went("解军", at=at(21, 8))
    actions.suspend(stopped(post, "解军"), reason="lost", by=post.world.workers["lead"], now=at(21, 9))
    assert not post.row(id).missed_suspension


def test_whoever_turned_the_suspended_away_missed_nothing(post: Post) -> None:
    record = post.passage("解军", at=at(21, 8, 30), verdict="refused", problem="suspended")
    actions.suspend(stopped(post, "解军"), reason="copied", by=post.world.workers["lead"], now=at(21, 8))
    post.send([record])
    assert not post.row(record["id"]).missed_suspension


def test_a_replaced_pass_is_dead_from_then_on(post: Post) -> None:
    record = post.passage("解军", at=at(21, 9))
    actions.reissue(stopped(post, "解军"), reason="lost", by=post.world.workers["lead"], now=at(21, 8))
    post.send([record])
    assert post.row(record["id"]).state_true == "revoked"


def test_a_passage_is_at_a_gate(post: Post) -> None:
    record = desk.record("passage", {"direction": "in", "verdict": "passed"}, at=at(21, 8),
                         place=post.world.places["compound"].id)  # fmt: skip
    [verdict] = post.send([record], by="lead")
    assert verdict.code == "gate.not_a_gate"


def test_a_guard_records_only_at_gates_of_their_own(post: Post) -> None:
    [verdict] = post.send([post.passage(at=at(21, 8))], by="outsider")
    assert verdict.code == "record.outside_grant"


def test_an_emergency_says_which_and_nothing_else_does(post: Post) -> None:
    wrong = [post.passage(at=at(21, 8), verdict="emergency"), post.passage(at=at(21, 8), emergency="fire")]
    assert [one.code for one in post.send(wrong)] == ["gate.emergency_unnamed"] * 2


def test_a_phone_cannot_say_what_only_the_system_keeps(post: Post) -> None:
    [verdict] = post.send([post.passage(at=at(21, 8), kept={"missed": True})])
    assert verdict.verdict == "rejected"


def test_a_correction_replaces_what_was_seen_and_a_void_takes_it_away(post: Post) -> None:
    id = post.went("解军", at=at(21, 8))
    again = post.passage("解军", at=at(21, 8, 1), verdict="refused", reason="other") | {"amends": id}
    post.send([again])
    assert post.row(id).verdict == "refused"
    post.send([desk.record("void", {}, at=at(21, 8, 2), amends=id)])
    assert not Passage.objects.exists()
    assert_rebuild_agrees()


def test_a_vehicle_counts_everybody_in_it(post: Post) -> None:
    assert post.row(post.went("解军", at=at(21, 8), way="vehicle", occupants=4, plate="京A12345")).people == 4
    assert post.row(post.went(at=at(21, 8), way="delivery", direction="out")).people == 1


def test_two_codes_are_kept_side_by_side(post: Post) -> None:
    row = post.row(post.went(at=at(21, 8), health_code="green", travel_code="risk", verdict="provisional"))
    assert (row.health_code, row.travel_code) == ("green", "risk")


def test_a_passage_of_another_districts_pass_names_nobody(post: Post) -> None:
    stranger = post.world.outbreak.id
    row = post.row(post.went(at=at(21, 8), verdict="provisional", stranger=stranger))
    assert (row.person, row.holder, row.colour_true) == (None, stranger, "")


def test_a_day_of_a_wrong_clock_is_cut_to_when_it_was_received(post: Post) -> None:
    record = post.passage("解军", at=at(22, 8))
    post.send([record], now=at(21, 8))
    assert post.row(record["id"]).at == at(21, 8) + timedelta(0)
