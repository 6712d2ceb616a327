"""Rebuilding: what it mends, what it tells, and that nothing is left out of it."""

from argparse import Namespace

import pytest
from django.apps import apps
from django.db import connection

from qiaomen.base.models import Change, Clock, TableClass
from qiaomen.base.sql import run
from qiaomen.campaigns.models import HourTally, Roll, Tally, Target
from qiaomen.campaigns.states import State
from qiaomen.cli.commands import rebuild as command
from qiaomen.ledger import rebuild, stages
from qiaomen.ledger.models import Record
from qiaomen.sync.models import Bundle, Scope
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.desk import Desk, at


def visited(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-301"), people=desk.everyone("1-1-301")[:3])])
    phone.send([phone.visit(desk.door("1-1-202"), people=desk.everyone("1-1-202"), at=at(21, 10))])
    phone.send([phone.visit(desk.door("alley 3号"), "absent")])


def test_every_table_of_state_is_rebuilt_or_is_a_cache() -> None:
    state = {
        model._meta.db_table for model in apps.get_models() if getattr(model, "table_class", None) is TableClass.STATE
    }
    assert state == {table for step in stages.rebuilds for table in step.tables} | set(stages.caches)


def test_every_model_of_ours_says_what_may_happen_to_its_table() -> None:
    silent = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("qiaomen.") and not isinstance(getattr(model, "table_class", None), TableClass)
    ]
    assert silent == []


def test_state_that_was_thrown_away_is_folded_again(desk: Desk) -> None:
    visited(desk)
    before = list(Target.objects.order_by("door_id").values_list("door_id", "state", "attempts", "team_id", "people"))
    for model in (Target, Roll, Tally, HourTally):
        model.objects.all().delete()
    assert rebuild.rebuild() == 6
    after = list(Target.objects.order_by("door_id").values_list("door_id", "state", "attempts", "team_id", "people"))
    assert after == before
    assert (Roll.objects.count(), HourTally.objects.count()) == (6, 1)


BROKEN = [
    ("UPDATE campaigns_target SET state = 10 WHERE attempts = 0", "campaigns_target"),
    ("UPDATE campaigns_target SET team_id = gen_random_uuid()", "campaigns_target"),
    ("DELETE FROM campaigns_target WHERE attempts = 1", "campaigns_target"),
    ("UPDATE campaigns_roll SET presence = 'seen', at = now()", "campaigns_roll"),
    ("DELETE FROM campaigns_roll", "campaigns_roll"),
    ("UPDATE campaigns_tally SET absent = absent + 1", "campaigns_tally"),
    ("INSERT INTO campaigns_hourtally SELECT campaign_id, place_id, now(), 7 FROM campaigns_tally",
     "campaigns_hourtally"),
    ("UPDATE campaigns_tally SET place_id = gen_random_uuid()", "campaigns_tally"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "table"), BROKEN)
def test_state_that_does_not_follow_from_the_records_is_told_and_mended(desk: Desk, damage: str, table: str) -> None:
    visited(desk)
    with connection.cursor() as cursor:
        cursor.execute(damage)
    assert table in {difference.table for difference in rebuild.differences()}
    rebuild.rebuild()
    assert_rebuild_agrees()


def test_checking_touches_nothing(desk: Desk) -> None:
    visited(desk)
    run("UPDATE campaigns_target SET state = 5")
    changes = Change.objects.count()
    rebuild.differences()
    assert set(Target.objects.values_list("state", flat=True)) == {State.UNVERIFIED}
    assert Change.objects.count() == changes
    rebuild.rebuild()


def test_rebuilding_does_not_authorise_again(desk: Desk) -> None:
    visited(desk)
    desk.world.workers["field"].grants.all().delete()
    assert_rebuild_agrees()
    rebuild.rebuild()
    assert Target.objects.filter(attempts=1).count() == 3


def test_statements_prepared_before_do_not_mislead_the_comparison(desk: Desk) -> None:
    phone = desk.phone()
    for hour in range(9, 17):  # often enough that the connection prepares its statements
        phone.send([phone.visit(desk.door("1-1-202"), "absent", at=at(21, hour))])
    assert_rebuild_agrees()
    phone.send([phone.visit(desk.door("1-1-202"), "refused", at=at(21, 18))])
    assert desk.state("1-1-202") == State.REFUSED


def test_caches_are_dropped_and_phones_go_on(desk: Desk) -> None:
    phone = desk.phone()
    cursor = phone.pull(phone.pull()["cursor"])["cursor"]
    rebuild.rebuild()
    assert not Bundle.objects.exists()
    assert not Scope.objects.exists()
    assert len(phone.pull(cursor)["targets"]) == 32


def test_the_command_tells_and_exits_with_one(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    visited(desk)
    assert command.run(Namespace(check=True)) == 0
    run("UPDATE campaigns_target SET attempts = 9 WHERE door_id = %b", [desk.door("1-1-202")])
    assert command.run(Namespace(check=True)) == 1
    told = capsys.readouterr().out
    assert "campaigns_target: stored 1" in told
    assert "campaigns_target: missing 1" in told
    assert not [secret for secret in desk.world.secrets() if secret in told]
    assert command.run(Namespace(check=False)) == 0
    assert command.run(Namespace(check=True)) == 0


def test_rebuilding_takes_numbers_from_the_clock_without_gaps(desk: Desk) -> None:
    visited(desk)
    rebuild.rebuild()
    assert Change.objects.count() == Clock.objects.get().seq
    assert Record.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_everything_is_read_as_of_one_moment(desk: Desk) -> None:
    visited(desk)
    assert rebuild.differences() == []
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)
    rebuild.rebuild()
