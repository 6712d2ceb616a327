"""A database that the first migrations made, with work in it, brought up to date by whichever command comes."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from qiaomen.cli.tests.earlier import call, carry_rows, columns_of, database
from qiaomen.testing.desk import Desk

pytestmark = pytest.mark.slow

# Each package's first migration, as far as it stands on first migrations alone: what the first release began with.
FIRST = """
graph = executor.loader.graph
roots = {root for app, _name in graph.nodes for root in graph.root_nodes(app)}
ours = {app for app, _name in roots if django.apps.apps.get_app_config(app).name.startswith("qiaomen.")}
first = [one for one in roots if all(each in roots or each[0] not in ours for each in graph.forwards_plan(one))]
executor.migrate(first)
"""


@pytest.fixture
def first(tmp_path: Path) -> Iterator[str]:
    """A database with the first migrations' schema; its address."""
    with database("upgrade", FIRST, data=tmp_path) as url:
        yield url


def work(desk: Desk) -> None:
    """Visits, one corrected, one taken back; people seen and somebody new."""
    phone = desk.phone()
    people = [
        {"person": person.id, "presence": "seen", "answers": {"temperature": 36.5}}
        for person in desk.world.household("1-1-101")
    ]
    answered = phone.visit(desk.door("1-1-101"), people=people, note="门口的鞋是红色的")
    absent, refused = (phone.visit(desk.door("1-1-102"), outcome) for outcome in ("absent", "refused"))
    taken_back = phone.record("void", amends=refused["id"])
    verdicts = phone.send([answered, absent, refused, taken_back])
    assert {verdict["verdict"] for verdict in verdicts} == {"accepted"}


def test_what_was_worked_under_the_first_schema_is_there_under_the_newest_and_state_agrees(
    desk: Desk, first: str, tmp_path: Path
) -> None:
    work(desk)
    assert carry_rows(first) > 200
    checked = call(tmp_path, first, "-m", "qiaomen", "rebuild", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with psycopg.connect(first) as new:
        assert new.execute("SELECT count(*) FROM ledger_record").fetchone() == (4,)
        assert "care_need" in columns_of(psycopg.Cursor(new)), "a table that came later"
