"""The four verdicts, through the phones' endpoint."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from qiaomen.access.roles import Role
from qiaomen.base.ids import new_id
from qiaomen.campaigns.states import State
from qiaomen.duty.actions import give_grant
from qiaomen.ledger.models import Held, Record, Refusal
from qiaomen.testing.desk import Desk


def test_a_visit_is_accepted_and_counts_at_once(desk: Desk) -> None:
    phone = desk.phone()
    [verdict] = phone.send([phone.visit(desk.door("1-1-202"), people=desk.everyone("1-1-202"))])
    assert verdict["verdict"] == "accepted"
    assert desk.state("1-1-202") == State.ANSWERED


def test_the_same_record_sent_again_is_a_duplicate_and_stands_once(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent")
    phone.send([visit])
    [verdict] = phone.send([visit])
    assert verdict["verdict"] == "duplicate"
    assert (Record.objects.count(), desk.target("1-1-202").attempts) == (1, 1)


def test_a_record_twice_in_one_batch_is_taken_once(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent")
    verdicts = phone.send([visit, visit])
    assert [verdict["verdict"] for verdict in verdicts] == ["accepted", "duplicate"]
    assert desk.target("1-1-202").attempts == 1


def test_the_same_id_with_other_content_is_rejected_and_the_first_one_stays(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent")
    phone.send([visit])
    [verdict] = phone.send([{**visit, "body": {**visit["body"], "outcome": "refused"}}])
    assert (verdict["verdict"], verdict["code"]) == ("rejected", "record.id_reused")
    assert desk.state("1-1-202") == State.ABSENT


def test_two_contents_under_one_id_in_one_batch_keep_the_first(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent")
    verdicts = phone.send([visit, {**visit, "body": {**visit["body"], "outcome": "refused"}}])
    assert [verdict.get("code") for verdict in verdicts] == [None, "record.id_reused"]


def test_a_record_that_cannot_be_read_does_not_take_the_id_of_its_correct_version(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent")
    verdicts = phone.send([{**visit, "body": {}}, visit])
    assert [verdict["verdict"] for verdict in verdicts] == ["rejected", "accepted"]


def test_a_rejected_record_is_kept_and_gets_the_same_verdict_again(desk: Desk) -> None:
    phone = desk.phone("outsider")
    visit = phone.visit(desk.door("1-1-202"), "absent")
    first, again = phone.send([visit])[0], phone.send([visit])[0]
    assert first == again
    assert first["code"] == "record.outside_grant"
    assert Refusal.objects.get().record == visit["id"]


def test_a_rejected_record_is_mended_by_a_new_one_of_the_same_author(desk: Desk) -> None:
    phone = desk.phone()
    wrong = phone.visit(desk.door("1-1-202"), "absent", answers={"nonsense": 1})
    right = {**phone.visit(desk.door("1-1-202"), "absent"), "mends": wrong["id"]}
    phone.send([wrong])
    phone.send([right])
    assert Refusal.objects.get().mended_by == right["id"]


def test_what_is_refused_anew_stands_in_the_place_of_what_it_mends(desk: Desk) -> None:
    phone = desk.phone()
    wrong = phone.visit(desk.door("1-1-202"), "absent", answers={"nonsense": 1})
    again = {**wrong, "id": new_id(), "mends": wrong["id"]}
    phone.send([wrong])
    assert phone.send([again])[0]["verdict"] == "rejected"
    assert Refusal.objects.get(mended_by=None).record == again["id"]


def test_a_record_from_before_ones_duty_counts_once_it_is_sent_under_another_id(desk: Desk) -> None:
    phone = desk.phone("outsider")
    early = phone.visit(desk.door("1-1-202"), "absent")
    assert phone.send([early])[0]["code"] == "record.outside_grant"
    give_grant(
        worker=desk.world.workers["outsider"], role=Role.FIELD, place=desk.world.places["compound"],
        since=early["device_at"] - timedelta(days=1), by=None,
    )  # fmt: skip
    assert phone.send([early])[0]["code"] == "record.outside_grant"
    [verdict] = phone.send([{**early, "id": new_id(), "mends": early["id"]}])
    assert (verdict["verdict"], verdict.get("code")) == ("accepted", None)
    assert not Refusal.objects.filter(mended_by=None).exists()


def test_nobody_settles_another_ones_refused_record_by_mending_it(desk: Desk) -> None:
    phone, other = desk.phone(), desk.phone("outsider")
    wrong = phone.visit(desk.door("1-1-202"), "absent", answers={"nonsense": 1})
    phone.send([wrong])
    other.send([{**other.visit(desk.door("village group 1号"), "absent"), "mends": wrong["id"]}])
    assert Refusal.objects.get().mended_by is None


def test_a_record_that_refers_to_something_not_here_yet_is_held(desk: Desk) -> None:
    phone = desk.phone()
    [verdict] = phone.send([phone.visit(new_id(), "absent")])
    assert (verdict["verdict"], verdict["code"]) == ("held", "record.waiting")
    assert Held.objects.get().verdict == ""


def test_a_held_record_sent_again_is_still_held_and_kept_once(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(new_id(), "absent")
    phone.send([visit])
    [verdict] = phone.send([visit])
    assert verdict["verdict"] == "held"
    assert Held.objects.count() == 1


def test_another_content_under_a_held_id_is_rejected(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(new_id(), "absent")
    phone.send([visit])
    [verdict] = phone.send([{**visit, "door": desk.door("1-1-202")}])
    assert verdict["code"] == "record.id_reused"


def test_one_bad_record_never_sinks_the_rest(desk: Desk) -> None:
    phone = desk.phone()
    good = phone.visit(desk.door("1-1-202"), "absent")
    unknown = phone.visit(desk.door("1-1-202"), "abducted")
    bad: list[Any] = [unknown, {"id": "seven"}, phone.record("haunting"), None, 7, []]
    verdicts = phone.send([*bad, good])
    assert [verdict["verdict"] for verdict in verdicts] == ["rejected"] * 6 + ["accepted"]
    assert [verdict["index"] for verdict in verdicts] == list(range(7))


def test_a_clock_two_days_ahead_is_accepted_flagged_and_dated_now(desk: Desk) -> None:
    phone = desk.phone()
    before = timezone.now()
    visit = phone.visit(desk.door("1-1-202"), "absent", at=timezone.now() + timedelta(days=2))
    [verdict] = phone.send([visit])
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["clock"])
    assert before <= Record.objects.get().at <= timezone.now()


def test_a_clock_two_days_behind_is_put_right_by_the_offset_and_flagged(desk: Desk) -> None:
    phone = desk.phone()
    two_days = timedelta(days=2)
    [verdict] = phone.send(
        [phone.visit(desk.door("1-1-202"), "absent", at=phone.now - two_days)],
        offset_ms=int(two_days.total_seconds() * 1000),
    )
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["clock"])
    assert Record.objects.get().at == phone.now
