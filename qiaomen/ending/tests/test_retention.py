"""Rules of retention and the thirtieth day: what fails is told, begins again, and stops nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qiaomen.access.models import Worker
from qiaomen.access.sexes import state, stated
from qiaomen.base.models import Outbreak
from qiaomen.base.outbreaks import open_outbreak
from qiaomen.ending import closing, forgetting, rules
from qiaomen.ending.models import Closing, Remaining, Removal
from qiaomen.ledger import desk
from qiaomen.testing.world import World

NOW = datetime(2020, 6, 1, 9, 0, tzinfo=UTC)


def test_a_rule_that_fails_stops_no_other_and_is_raised_at_the_end(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(now: datetime) -> int:
        raise LookupError

    some = [replace(rule, of_open=False, remove=lambda now: 7) for rule in rules.RULES[:3]]
    some[1] = replace(some[1], remove=fail)
    monkeypatch.setattr(rules, "RULES", some)
    with pytest.raises(ExceptionGroup) as raised:
        rules.carry_out(NOW)
    assert [type(error) for error in raised.value.exceptions] == [LookupError]
    assert set(Removal.objects.values_list("rule", "count")) == {(some[0].name, 7), (some[2].name, 7)}


def test_forgetting_that_was_cut_off_begins_again_and_counts_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die() -> None:
        raise SystemExit

    body = {"first": world.now.isoformat(), "region": "420100"}
    desk.tell("stay", body, by=world.workers["lead"], now=world.now, person=world.people["解军"].id)
    ended = Closing.objects.create(
        outbreak=world.outbreak, asked_at=NOW, asked_by=world.workers["lead"].id, rewritten_at=NOW
    )
    world.outbreak.closed_at = NOW
    world.outbreak.save()
    closing.empty()
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "rebuild", die)
        with pytest.raises(SystemExit):
            forgetting.forget_closed(NOW + timedelta(days=31))
    counted = set(Remaining.objects.values_list("what", "place", "day", "count"))
    assert counted
    assert forgetting.forget_closed(NOW + timedelta(days=32)) == 1
    ended.refresh_from_db()
    assert ended.forgotten_at == NOW + timedelta(days=32)
    assert sorted(map(str, Remaining.objects.values_list("what", "place", "day", "count"))) == sorted(map(str, counted))
    assert Removal.objects.filter(rule="closed").count() == 1


def test_what_sex_a_list_stated_of_workers_goes_after_thirty_days_and_the_next_lists_stays(world: World) -> None:
    Closing.objects.create(outbreak=world.outbreak, asked_at=NOW, asked_by=world.workers["lead"].id, rewritten_at=NOW)
    Outbreak.objects.update(closed_at=NOW)
    closing.empty()
    newcomer = Worker.objects.create(name="新来的", outbreak=open_outbreak(name="the next"))
    said = [world.workers["field"].id, world.workers["headquarters"].id, newcomer.id]
    state(dict.fromkeys(said, 2), change=world.change)
    assert forgetting.forget_closed(NOW + timedelta(days=29)) == 0
    assert stated(said).keys() == set(said)
    assert forgetting.forget_closed(NOW + timedelta(days=31)) == 1
    assert stated(said).keys() == {newcomer.id}
