"""Alarms: who is told, one rung after the other, until somebody answers."""

from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from qiaomen.access.models import Message, Worker
from qiaomen.duty.models import DutyRole
from qiaomen.gates.models import Alarm
from qiaomen.gates.telling import escalate
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.monitoring.models import Referred
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.desk import at
from qiaomen.testing.gates import Post


@pytest.fixture
def chain(post: Post) -> Post:
    """A property manager and a cadre answer for the compound, a chief for the community."""
    post.duty("毕经理", "compound", DutyRole.PROPERTY)
    post.duty("裴干部", "compound", DutyRole.CADRE)
    post.duty("邵书记", "community", DutyRole.CHIEF)
    return post


def names(post: Post, ids: list[UUID]) -> set[str]:
    return set(Worker.objects.filter(id__in=ids).values_list("name", flat=True))


def fever(post: Post, minute: int = 5) -> UUID:
    return post.went("解军", at=at(21, 8, minute), verdict="kept_apart", temperature=38.1, second_temperature=37.9)


def test_a_fever_at_a_gate_reaches_the_duty_chain_nobody_answers_the_next_is_told_and_all_is_logged(
    chain: Post,
) -> None:
    id = fever(chain)
    alarm = chain.alarm(id)
    assert (alarm.what, alarm.level, names(chain, alarm.told)) == ("fever_resident", 0, {"毕经理", "沈知夏"})
    assert escalate(at(21, 8, 9)) == 0
    told = []
    for minute in (10, 15, 20, 25):
        assert escalate(at(21, 8, minute)) == 1
        told.append(names(chain, chain.alarm(id).told))
    assert told == [{"裴干部"}, {"邵书记"}, {"何秀英"}, {"陆文澜"}]
    assert escalate(at(21, 8, 59)) == 0
    assert chain.alarm(id).last
    levels = Record.objects.filter(kind="alarm_told").order_by("at").values_list("body__level", flat=True)
    assert list(levels) == [0, 1, 2, 3, 4]
    assert_rebuild_agrees()


def test_whoever_answers_ends_the_escalation_and_settles_it_with_a_word(chain: Post) -> None:
    id = fever(chain)
    chain.step(id, "acknowledged", at=at(21, 8, 7))
    assert escalate(at(21, 9)) == 0
    chain.step(id, "settled", at=at(21, 9), note="送发热门诊")
    alarm, lead = chain.alarm(id), chain.world.workers["lead"].id
    assert (alarm.acknowledged_by, alarm.settled_by, alarm.settled_at) == (lead, lead, at(21, 9))
    assert "送发热门诊" not in str(Record.objects.filter(kind="alarm_step").values_list("body", flat=True))


def test_handing_on_tells_the_next_one_at_once_who_has_to_answer_again(chain: Post) -> None:
    id = fever(chain)
    chain.step(id, "acknowledged", at=at(21, 8, 6))
    chain.step(id, "handed_on", at=at(21, 8, 7))
    alarm = chain.alarm(id)
    assert (alarm.level, names(chain, alarm.told), alarm.acknowledged_at) == (1, {"裴干部"}, None)
    assert escalate(at(21, 8, 12)) == 1


def test_a_residents_fever_is_a_check_of_theirs_and_opens_the_referral(chain: Post) -> None:
    fever(chain)
    referred = Referred.objects.get()
    assert (referred.person, referred.to, referred.temperature) == (
        chain.world.people["解军"].id, "fever_clinic", 37.9,
    )  # fmt: skip
    assert Record.objects.get(kind="check").body["how"] == "seen"


def test_a_visitors_fever_goes_to_the_responsible_cadre_and_opens_no_referral(chain: Post) -> None:
    id, _whom = chain.visitor(at=at(21, 8), verdict="refused", reason="fever", temperature=38, second_temperature=38)
    alarm = chain.alarm(id)
    assert (alarm.what, names(chain, alarm.told)) == ("fever_visitor", {"裴干部"})
    assert not Referred.objects.exists()


def test_a_visitors_fever_is_one_alarm_though_visitor_and_passage_say_it(chain: Post) -> None:
    whom = chain.world.outbreak.id
    chain.went(at=at(21, 8), visitor=whom, verdict="refused", temperature=38.2)
    id, _whom = chain.visitor(at=at(21, 8), id=whom, verdict="refused", temperature=38.2)
    assert [one.id for one in Alarm.objects.all()] == [id]


def test_the_second_reading_counts_and_37_3_is_no_fever(chain: Post) -> None:
    chain.went("解军", at=at(21, 8), temperature=38.0, second_temperature=36.8)
    chain.went("汪佳怡", at=at(21, 8), temperature=37.3)
    assert not Alarm.objects.exists()


def test_a_red_resident_in_labour_gets_out_and_the_record_explains_it_later(chain: Post) -> None:
    id = chain.went("汪佳怡", "out", at=at(21, 3), verdict="emergency", emergency="birth", colour_seen="red",
                    offline=True)  # fmt: skip
    assert not chain.row(id).missed_suspension
    assert (chain.alarm(id).what, chain.alarm(id).settled_at) == ("emergency", None)
    chain.step(id, "explained", at=at(21, 10), by="gate", note="临产，120 接走")
    alarm = chain.alarm(id)
    assert (alarm.explained_by, alarm.settled_at) == (chain.world.workers["gate"].id, at(21, 10))


def test_somebody_without_a_pass_gets_out_by_emergency(chain: Post) -> None:
    id = chain.went("", "out", at=at(21, 3), verdict="emergency", emergency="illness", offline=True)
    assert chain.row(id).holder is None


def test_of_a_fire_the_first_is_told(chain: Post) -> None:
    burning = [chain.passage(at=at(21, 3, n), verdict="emergency", emergency="fire") for n in range(3)]
    chain.send(burning)
    assert sorted(Alarm.objects.values_list("level", flat=True)) == [-1, -1, 0]


def test_a_correction_that_finds_no_fever_takes_the_alarm_back(chain: Post) -> None:
    id = fever(chain)
    again = chain.passage("解军", at=at(21, 8, 6), temperature=38.1, second_temperature=36.9) | {"amends": id}
    chain.send([again])
    assert not Alarm.objects.exists()
    assert_rebuild_agrees()


def test_where_nobody_answers_for_the_gate_that_is_on_record(post: Post) -> None:
    for worker in ("lead", "headquarters", "health"):
        post.world.workers[worker].grants.all().delete()
    id = post.went(at=at(21, 8), verdict="kept_apart", temperature=39)
    assert (post.alarm(id).told, post.alarm(id).last) == ([], True)


def test_whoever_is_told_gets_a_message_where_there_is_a_channel(chain: Post, settings: Settings) -> None:
    settings.MESSAGES_URL = "json://localhost/?to={phone}"
    fever(chain)
    [message] = Message.objects.all()  # the property manager has left no number
    assert (message.purpose, message.subject) == ("gate.alarm", chain.world.workers["health"].id)


def test_a_stranger_answers_no_alarm(chain: Post) -> None:
    id = fever(chain)
    assert chain.step(id, "acknowledged", at=at(21, 8, 7), by="outsider").code == "record.outside_grant"


def test_who_may_record_at_one_gate_answers_no_alarm_of_another(chain: Post) -> None:
    id = fever(chain)
    told = {"alarm": id, "step": "settled"}
    step = desk.record("alarm_step", told, at=at(21, 8, 7), place=chain.gate("south gate").id)
    [verdict] = chain.send([step])
    assert (verdict.code, verdict.field) == ("record.outside_grant", "alarm")
    assert chain.alarm(id).settled_at is None


def test_a_step_that_comes_before_its_alarm_waits_for_it(chain: Post) -> None:
    record = chain.passage("解军", at=at(21, 8), verdict="kept_apart", temperature=39)
    early = desk.record("alarm_step", {"alarm": record["id"], "step": "settled"}, at=at(21, 8, 9),
                        place=chain.gate().id)  # fmt: skip
    assert chain.send([early], by="lead")[0].verdict == "held"
    chain.send([record], now=at(21, 9))
    assert chain.alarm(record["id"]).settled_at == at(21, 8, 9)


def waits(post: Post) -> UUID:
    """Above the limit once: the phone tells that a second reading is due, and not how hot."""
    return post.went("解军", at=at(21, 8), verdict="refused", reason="second_reading")


def test_a_second_reading_that_never_comes_is_told_up_the_ladder_and_not_before_it_is_late(chain: Post) -> None:
    id = waits(chain)
    assert (chain.alarm(id).what, chain.alarm(id).due_at, chain.alarm(id).told) == ("second_reading", at(21, 8, 5), [])
    assert escalate(at(21, 8, 6)) == 0
    told = []
    for minute in (7, 12):
        assert escalate(at(21, 8, minute)) == 1
        told.append(names(chain, chain.alarm(id).told))
    assert told == [{"毕经理"}, {"裴干部"}]
    assert_rebuild_agrees()


def test_a_second_reading_that_comes_in_time_leaves_no_alarm(chain: Post) -> None:
    id = waits(chain)
    cool = chain.passage("解军", at=at(21, 8, 5), temperature=37.9, second_temperature=36.7) | {"amends": id}
    chain.send([cool])
    assert escalate(at(21, 8, 30)) == 0
    assert not Alarm.objects.exists()


def test_a_fever_that_comes_after_a_missing_reading_was_settled_is_told_anew_to_the_nearest_and_the_clinic(
    chain: Post,
) -> None:
    id = waits(chain)
    escalate(at(21, 8, 7))
    chain.step(id, "settled", at=at(21, 8, 8), note="找到人了")
    hot = chain.passage(
        "解军", at=at(21, 8, 9), verdict="kept_apart", temperature=37.9, second_temperature=38.2
    ) | {"amends": id}  # fmt: skip
    chain.send([hot])
    alarm = chain.alarm(id)
    assert (alarm.what, alarm.level, names(chain, alarm.told)) == ("fever_resident", 1, {"毕经理", "沈知夏"})
    assert (alarm.settled_at, alarm.acknowledged_at) == (None, None)
    assert_rebuild_agrees()


def test_who_answered_for_a_reading_that_is_only_due_has_not_answered_for_the_fever(chain: Post) -> None:
    id = waits(chain)
    chain.step(id, "acknowledged", at=at(21, 8, 2))
    hot = chain.passage(
        "解军", at=at(21, 8, 6), verdict="kept_apart", temperature=37.9, second_temperature=38.2, second_at=at(21, 8, 6)
    ) | {"amends": id}  # fmt: skip
    chain.send([hot], now=at(21, 8, 6))
    assert (chain.alarm(id).what, chain.alarm(id).acknowledged_at) == ("fever_resident", None)
    assert escalate(at(21, 8, 12)) == 1, "nobody has answered for the fever"
    chain.step(id, "acknowledged", at=at(21, 8, 13))
    assert chain.alarm(id).acknowledged_at == at(21, 8, 13)
    assert_rebuild_agrees()


def test_a_visitor_who_was_never_measured_again_is_told_of_too(chain: Post) -> None:
    id, _whom = chain.visitor(at=at(21, 8), verdict="refused", reason="second_reading")
    assert escalate(at(21, 8, 7)) == 1
    assert chain.alarm(id).what == "second_reading"
