"""Whom to follow up, and what is due with each: the phone's list and the console's board."""

from typing import Any

from qiaomen.base.ids import new_id
from qiaomen.monitoring.escalating import escalate
from qiaomen.monitoring.queries import board, followups, numbers
from qiaomen.monitoring.tests.watch import Watch
from qiaomen.testing.desk import at


def test_a_row_says_which_day_it_is_of_how_many_and_what_is_due_today(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(20, 8), 14)
    watch.told("check", "解军", at(23, 9), how="seen", temperature=36.4)
    [row] = followups(now=at(23, 10), worker=watch.world.workers["field"])
    assert (row.day, row.days, row.measure_name.zh) == (3, 14, "居家隔离")
    assert [check.due for check in row.checks] == [at(23, 20)]
    assert (row.missed, row.temperature) == (4, 36.4)


def test_each_worker_has_the_people_of_their_own_places(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(20, 8), 14)
    assert followups(now=at(22, 9), worker=watch.world.workers["outsider"]) == []
    assert board(watch.world.workers["lead"], now=at(22, 9))[0].name == "解军"
    assert not board(watch.world.workers["field"], now=at(22, 9))


def test_a_phone_asks_for_its_own_doors(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(20, 8), 14)
    doors = watch.world.doors
    assert [row.label for row in followups(now=at(22, 9), doors=[doors["1-1-302"].id])] == ["1-1-302"]
    assert followups(now=at(22, 9), doors=[doors["1-1-301"].id]) == []


def test_police_see_no_health_data(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(20, 8), 14)
    watch.told("check", "解军", at(22, 9), how="seen", temperature=36.4, symptoms=["dry_cough"])
    [row] = followups(now=at(22, 10), worker=watch.world.workers["police"])
    assert (row.temperature, row.symptoms) == (None, [])


def test_what_is_late_comes_first_and_a_referral_before_all(watch: Watch) -> None:
    for name in ("韩德福", "解军", "丁长林"):
        watch.under(name, "home", at(21, 14), at(20, 8), 14)
        watch.told("check", name, at(21, 15), how="seen", temperature=36.4)
    watch.told("check", "丁长林", at(22, 9), how="seen", temperature=38.4)
    watch.told("check", "韩德福", at(22, 9), how="seen", temperature=36.4)
    escalate(at(22, 13))
    rows = board(watch.world.workers["lead"], now=at(22, 13))
    assert [row.name for row in rows] == ["丁长林", "解军", "韩德福"]
    assert [[one.what for one in row.late] for row in rows] == [["referral_waiting"], ["check_missed"], []]


def test_the_head_counts_what_the_lists_hold(watch: Watch) -> None:
    watch.under("韩德福", "home", at(21, 14), at(20, 8), 14)
    watch.under("解军", "watch", at(21, 14), at(20, 8), 1, rule="watched")
    watch.under("丁长林", "home", at(21, 14), at(20, 8), 1)
    watch.told("check", "解军", at(21, 15), how="seen", temperature=36.4)
    watch.status("解军", "", at(22, 0))
    watch.status("丁长林", "", at(22, 0))
    asked: dict[str, Any] = {"id": new_id(), "to": ["cdc"], "text": "问"}
    watch.told("call", "韩德福", at(22, 9), outcome="talked", questions=[asked])
    found = numbers(watch.world.workers["lead"])
    assert (found.open, found.to_release, found.questions, found.referrals) == (1, 1, 1, 0)


def test_open_questions_say_who_has_not_answered(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(20, 8), 14)
    asked = {"id": new_id(), "to": ["street", "cdc"], "topic": "room", "text": "能否同住"}
    watch.told("call", "解军", at(21, 11), outcome="talked", questions=[asked])
    watch.told("answer", "解军", at(21, 12), question=asked["id"], body="street", says="no")
    [row] = followups(now=at(21, 13), worker=watch.world.workers["field"])
    assert [(one.topic, one.waits_for) for one in row.questions] == [("room", ["cdc"])]
