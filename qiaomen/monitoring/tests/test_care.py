"""Symptoms open referrals; what is overdue is told to the leads, once."""

from datetime import timedelta

from qiaomen.base.ids import new_id
from qiaomen.ledger.models import Record
from qiaomen.monitoring import actions
from qiaomen.monitoring.escalating import escalate
from qiaomen.monitoring.models import Overdue, Referred
from qiaomen.monitoring.queries import waiting
from qiaomen.monitoring.tests.watch import Watch
from qiaomen.testing.desk import at


def whats(watch: Watch) -> list[str]:
    return [one.late.what for one in waiting(watch.world.workers["lead"])]


def test_a_fever_at_a_check_opens_a_referral_by_itself(watch: Watch) -> None:
    watch.told("check", "解军", at(22, 9), "lead", how="seen", temperature=37.9)
    referred = Referred.objects.get()
    assert (referred.state, referred.by_system, referred.symptoms) == ("waiting", True, ["fever"])
    assert (referred.at, referred.temperature, referred.to) == (at(22, 9), 37.9, "fever_clinic")


def test_exactly_37_3_is_no_fever(watch: Watch) -> None:
    watch.told("check", "解军", at(22, 9), how="seen", temperature=37.3)
    assert not Referred.objects.exists()


def test_a_person_is_referred_once_a_day(watch: Watch) -> None:
    watch.told("check", "解军", at(22, 9), how="seen", temperature=37.9)
    watch.told("check", "解军", at(22, 18), how="seen", symptoms=["dry_cough"])
    assert Referred.objects.count() == 1
    watch.told("check", "解军", at(23, 9), how="phone", symptoms=["dry_cough"])
    assert list(Referred.objects.order_by("at").values_list("to", flat=True)) == ["fever_clinic", "community_doctor"]


def test_the_referral_stays_when_the_check_is_taken_back_until_somebody_ends_it(watch: Watch) -> None:
    check = watch.told("check", "解军", at(22, 9), how="seen", temperature=39.0)
    actions.take_back(check, reason="量错了", by=watch.world.workers["lead"], now=at(22, 9, 5))
    referred = Referred.objects.get()
    assert referred.state == "waiting"
    watch.told("referral_step", "解军", at(22, 9, 6), referral=referred.id, step="ended", outcome="unfounded")
    assert Referred.objects.get().state == "ended"


def test_a_referral_that_nobody_took_on_is_escalated_after_30_minutes_and_once(watch: Watch) -> None:
    watch.told("check", "解军", at(22, 9), how="seen", temperature=38.5)
    assert escalate(at(22, 9, 29)) == 0
    assert escalate(at(22, 9, 30)) == 1
    assert escalate(at(22, 9, 45)) == 0
    assert whats(watch) == ["referral_waiting"]
    assert Overdue.objects.get().leads == [watch.world.workers["lead"].id]


def test_taking_a_referral_on_settles_what_was_overdue(watch: Watch) -> None:
    watch.told("check", "解军", at(22, 9), how="seen", temperature=38.5)
    escalate(at(22, 10))
    watch.told("referral_step", "解军", at(22, 10, 5), referral=Referred.objects.get().id, step="acknowledged")
    assert whats(watch) == []
    assert Overdue.objects.get().settled_at == at(22, 10, 5)


def test_a_referral_that_was_taken_on_in_time_is_not_escalated(watch: Watch) -> None:
    watch.told("check", "解军", at(22, 9), how="seen", temperature=38.5)
    watch.told("referral_step", "解军", at(22, 9, 10), referral=Referred.objects.get().id, step="on_the_way")
    assert escalate(at(22, 12)) == 0


def test_a_missed_check_is_told_to_the_lead_and_the_check_settles_it(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    assert escalate(at(21, 12, 59)) == 0
    assert escalate(at(21, 13)) == 1
    assert escalate(at(21, 13, 1)) == 0
    assert whats(watch) == ["check_missed"]
    watch.told("check", "解军", at(21, 13, 30), how="phone", temperature=36.5)
    assert whats(watch) == []


def test_a_check_in_time_leaves_nothing_overdue(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    watch.told("check", "解军", at(21, 11), how="seen", temperature=36.5)
    assert escalate(at(21, 20)) == 0


def test_after_three_days_of_standstill_the_leads_hear_of_one_day_and_no_end_moved(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    end = watch.episode("解军").due_end
    escalate(at(24, 22))
    slots = Overdue.objects.filter(what="check_missed").values_list("on", "slot")
    assert sorted(slots) == [(at(24, 0).date(), 0), (at(24, 0).date(), 1)]
    assert watch.episode("解军").due_end == end


def test_who_was_not_seen_for_three_days_is_flagged_once_a_stretch(watch: Watch) -> None:
    watch.under("解军", "watch", at(21, 10), at(21, 8), 7, rule="watched")
    for day in (21, 22, 23, 24):
        watch.told("check", "解军", at(day, 11), how="phone", temperature=36.5)
        escalate(at(day, 12))
    assert whats(watch) == ["not_seen"]
    watch.told("check", "解军", at(24, 15), how="seen", temperature=36.5)
    assert whats(watch) == []


def test_a_question_past_its_time_and_a_promise_not_kept_are_overdue(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 14), at(21, 8), 14)
    asked = {"id": new_id(), "to": ["cdc"], "due": at(21, 16), "text": "费用谁出"}
    watch.told(
        "call", "解军", at(21, 15), outcome="promised", promise_due=at(21, 18), promise="送菜", questions=[asked]
    )
    escalate(at(21, 17))
    assert whats(watch) == ["question_overdue"]
    escalate(at(21, 18, 30))
    assert whats(watch) == ["question_overdue", "promise_overdue"]
    watch.told("answer", "解军", at(21, 19), question=asked["id"], body="cdc", says="text", text="由区里出")
    watch.told("call", "解军", at(21, 19), outcome="talked")
    assert whats(watch) == []


def test_a_lead_takes_notice_and_says_what_is_done(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    escalate(at(21, 13))
    late = Overdue.objects.get()
    watch.told("escalation_seen", "解军", at(21, 13, 10), escalation=late.id, note="志愿者马上上门")
    assert whats(watch) == []
    late.refresh_from_db()
    assert (late.seen_by, late.settled_at) == (watch.world.workers["lead"].id, None)


def test_what_the_system_tells_cannot_be_sent_by_a_worker(watch: Watch) -> None:
    [verdict] = watch.tell("escalation", "解军", at(21, 13), what="not_seen")
    assert verdict.verdict == "rejected"
    assert not Record.objects.filter(kind="escalation").exists()


def test_an_end_of_the_measure_settles_missed_checks(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 1)
    escalate(at(22, 22))
    watch.status("解军", "", at(23, 0))
    assert whats(watch) == []
    assert escalate(at(23, 0) + timedelta(days=2)) == 0
