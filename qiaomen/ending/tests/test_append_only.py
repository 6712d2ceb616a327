"""The log of who did what is only added to: by privileges that the role which serves has taken from itself."""

from datetime import timedelta
from typing import LiteralString

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Audit
from qiaomen.base.sql import rows, run
from qiaomen.cli import schema
from qiaomen.ending import append_only, rules
from qiaomen.ending.models import Removal
from qiaomen.testing.world import World

pytestmark = pytest.mark.django_db
SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"


@pytest.fixture(autouse=True)
def _held(world: World) -> None:
    if rows(SUPERUSER) == [(True,)]:
        pytest.skip("a superuser may do everything")
    audit.write(world.workers["lead"], "export", rows=3)
    append_only.hold()


def refused(statement: LiteralString) -> bool:
    try:
        with transaction.atomic():
            run(statement)
    except ProgrammingError as error:
        return "permission denied" in str(error)
    return False


@pytest.mark.parametrize("table", append_only.TABLES)
def test_nobody_changes_or_deletes_a_line(table: LiteralString) -> None:
    assert refused(f"UPDATE {table} SET at = now()")
    assert refused(f"DELETE FROM {table}")
    assert refused(f"TRUNCATE {table}")
    assert refused(f"WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT count(*) FROM gone")
    assert refused(f"SELECT FROM {table} FOR UPDATE")


def test_lines_are_added_and_read(world: World) -> None:
    audit.write_many(world.workers["lead"], audit.SEEN, [world.workers["field"].id], where="people")
    Removal.objects.create(rule="passages", at=timezone.now(), count=1)
    assert Audit.objects.count() == 2


def test_retention_deletes_what_its_days_are_over_of_and_nothing_stays_open(world: World) -> None:
    now, long_ago = timezone.now(), timezone.now() - timedelta(days=400)
    world.outbreak.__class__.objects.update(closed_at=long_ago + timedelta(days=1))
    Audit.objects.bulk_create([Audit(action="old")])
    run("GRANT UPDATE ON access_audit TO CURRENT_USER")
    Audit.objects.filter(action="old").update(at=long_ago)
    append_only.hold()
    assert rules.forget_log(now) == 1
    assert rules.forget_log(now) == 0
    assert append_only.is_held()
    assert [one.action for one in Audit.objects.all()] == ["export"]


def test_what_retention_may_is_taken_back_where_it_fails() -> None:
    with pytest.raises(ZeroDivisionError), append_only.forgetting():
        raise ZeroDivisionError
    assert append_only.is_held()


def test_a_schema_that_was_carried_here_without_its_privileges_is_held_when_it_is_served() -> None:
    run("GRANT UPDATE, DELETE, TRUNCATE ON access_audit TO CURRENT_USER")
    assert not schema.bring_up_to_date()
    assert append_only.is_held()
