"""A database that the first migrations made, with work in it, brought up to date by whichever command comes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from qiaomen.testing.desk import Desk

pytestmark = pytest.mark.slow

# Each package's first migration, as far as it stands on first migrations alone: what the first release began with.
FIRST = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from qiaomen.cli.schema import _EXTENSIONS
with connection.cursor() as cursor:
    for name in _EXTENSIONS:
        cursor.execute(f"CREATE EXTENSION {name}")
executor = MigrationExecutor(connection)
graph = executor.loader.graph
roots = {root for app, _name in graph.nodes for root in graph.root_nodes(app)}
ours = {app for app, _name in roots if django.apps.apps.get_app_config(app).name.startswith("qiaomen.")}
first = [one for one in roots if all(each in roots or each[0] not in ours for each in graph.forwards_plan(one))]
executor.migrate(first)
"""
BROUGHT = ("django_", "auth_", "base_clock")  # what migrations write themselves
COLUMNS = """
SELECT table_name, array_agg(column_name::text) FROM information_schema.columns
WHERE table_schema = 'public' AND is_generated = 'NEVER' GROUP BY table_name
"""


@pytest.fixture
def first(tmp_path: Path) -> Iterator[str]:
    """A database with the first migrations' schema; its address."""
    server, name = os.environ["QIAOMEN_DATABASE_URL"], f"upgrade_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = psycopg.conninfo.make_conninfo(server, dbname=name)
        try:
            made = call(tmp_path, url, "-c", FIRST)
            assert made.returncode == 0, made.stderr
            yield url
        finally:
            session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def call(data: Path, url: str, *words: str) -> "subprocess.CompletedProcess[str]":
    env = {
        "QIAOMEN_DATA": str(data),
        "QIAOMEN_DATABASE_URL": url,
        "QIAOMEN_KEY_FILE": str(settings.KEY_FILE),
        "DJANGO_SETTINGS_MODULE": "qiaomen.settings",
    }
    return subprocess.run([sys.executable, *words], env=os.environ | env, capture_output=True, text=True, check=False)


def columns_of(cursor: "psycopg.Cursor[tuple[str, list[str]]]") -> dict[str, list[str]]:
    return dict(cursor.execute(COLUMNS.encode()).fetchall())


def carry_rows(url: str) -> int:
    """Write what this test's database holds into the old one, as far as that knew it; answers how many rows."""
    carried = 0
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    with psycopg.connect(url) as old, connection.cursor() as now:
        knew, knows = columns_of(psycopg.Cursor(old)), columns_of(now.cursor)
        for table in (table for table in tables if table in knew and not table.startswith(BROUGHT)):
            names = sql.SQL(", ").join(map(sql.Identifier, sorted(set(knew[table]) & set(knows[table]))))
            read = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(names, sql.Identifier(table))
            write = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
            cursor = old.cursor()
            with now.copy(read) as rows, cursor.copy(write) as into:
                for row in rows:
                    into.write(row)
            carried += cursor.rowcount
    return carried


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
