"""`check-scaleout`: each rule of schema-based sharding, broken on purpose, is named with its place; ours are kept."""

import argparse
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

import qiaomen
from qiaomen.cli.commands import check_scaleout
from qiaomen.cli.scaleout import code, live, statements
from qiaomen.cli.scaleout.findings import ALLOWED, RULES, Finding, allowed

BROKEN = {
    "trigger": ["CREATE TRIGGER t AFTER INSERT ON x EXECUTE FUNCTION f()", "CREATE OR REPLACE CONSTRAINT TRIGGER t"],
    "function": ["CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
    "merge": ["MERGE INTO door d USING (VALUES (1)) v (id) ON d.id = v.id WHEN MATCHED THEN DO NOTHING"],
    "cross_schema": [
        "SELECT * FROM north.door",
        "SELECT * FROM door d, north.visit v",
        "WITH a AS (SELECT 1) SELECT * FROM a JOIN \"north\".visit USING (id)",
        "INSERT INTO {}.door SELECT 1",
        "UPDATE north.door SET name = ''",
    ],
    "deferrable": ["ALTER TABLE x ADD FOREIGN KEY (y) REFERENCES z DEFERRABLE", "SET CONSTRAINTS ALL DEFERRED"],
    "session": [
        "SET work_mem = '1GB'",
        "LISTEN doors",
        "SELECT set_config('work_mem', '1GB', false)",
        "SELECT pg_advisory_lock(hashtext(current_schema()))",
        "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
        "PREPARE p AS SELECT 1",
    ],
    "temporary": ["CREATE TEMP TABLE x (y int)", "CREATE TEMPORARY VIEW x AS SELECT 1"],
    "lock": ["SELECT pg_advisory_xact_lock(hashtext('doors'))"],
    "extension": ["CREATE EXTENSION IF NOT EXISTS postgis"],
    "kind": ["CREATE FOREIGN TABLE x (y int) SERVER z", "CREATE POLICY p ON x"],
}  # fmt: skip
KEPT = [
    "SELECT extract(epoch FROM d.at), substring(d.name FROM d.start) FROM door d WHERE d.a IS DISTINCT FROM d.b",
    "INSERT INTO door (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
    "SELECT d.id FROM door d JOIN LATERAL unnest(d.a, d.b) AS n(x) ON true, visit v WHERE v.x = 1 FOR UPDATE OF d",
    "SET LOCAL enable_nestloop = off",
    "SELECT set_config('work_mem', %s, true)",
    "SELECT pg_advisory_xact_lock(hashtext('doors'), hashtext(current_schema()))",
    "MERGE INTO door d USING visit v ON d.id = v.door WHEN NOT MATCHED THEN INSERT VALUES (v.door)",
    "SELECT 1 FROM pg_catalog.pg_class -- FROM north.door",
    "SELECT 'CREATE TRIGGER' FROM door",
    "ALTER TABLE x ADD FOREIGN KEY (y) REFERENCES z NOT DEFERRABLE",
    "CREATE EXTENSION pg_trgm",
    "UPDATE door d SET name = v.name FROM visit v WHERE v.door = d.id RETURNING d.id, v.name",
]


def found(text: str) -> list[Finding]:
    module = f"STATEMENT = {text!r}\n"
    return [one for sql in code.sql_of(code.read(module, "planted.py")) for one in statements.of_sql(sql)]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, several in BROKEN.items() for text in several])
def test_a_statement_that_breaks_a_rule_is_named_with_its_line(rule: str, text: str) -> None:
    assert (rule, "planted.py:1") in {(one.rule, one.where) for one in found(text)}
    assert all(one.todo for one in found(text))


@pytest.mark.parametrize("text", KEPT)
def test_a_statement_that_keeps_the_rules_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_every_rule_is_broken_by_a_test() -> None:
    assert RULES.keys() - BROKEN.keys() == {"run_sql", "identity"}  # in Python and in the live schema, below


def test_what_python_says_of_the_schema_is_seen_too() -> None:
    source = (
        "TWO = ['ALTER TABLE a SET (x = 1)', 'DROP TABLE a; DROP TABLE b']\n"
        "operations = [RunSQL(TWO), RunSQL('SELECT 1;'), HStoreExtension(), CreateExtension('postgis')]\n"
        "UniqueConstraint(fields=['a'], name='b', deferrable=Deferrable.DEFERRED)\n"
    )
    named = [(one.where, one.rule) for one in statements.of_python(code.read(source, "m.py"))]
    assert named == [("m.py:3", "deferrable"), ("m.py:2", "run_sql"), *[("m.py:2", "extension")] * 2]


def test_a_part_that_is_put_in_hides_no_table_and_a_docstring_is_prose() -> None:
    source = 'def f(s):\n    """SELECT * FROM north.door"""\n    return f"SELECT 1 FROM {s}.door"\n'
    (sql,) = code.sql_of(code.read(source, "m.py"))
    assert [(one.where, one.what) for one in statements.of_sql(sql)] == [
        ("m.py:3", "a schema put in when it runs.door")
    ]


def test_our_code_keeps_the_rules_and_nothing_is_allowed_that_is_not_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = statements.check(Path(qiaomen.__file__).parent)
    assert {why for one in ours if (why := allowed(one))} == set(ALLOWED.values())
    words = argparse.ArgumentParser()
    check_scaleout.add_arguments(words)
    monkeypatch.setattr(statements, "check", lambda root: ours)
    assert check_scaleout.run(words.parse_args(["--code"])) == 0, capsys.readouterr().out
    monkeypatch.setattr(statements, "check", lambda root: [*ours, Finding("a.py:1", "merge", "MERGE … VALUES")])
    assert check_scaleout.run(words.parse_args(["--code"])) == 1
    assert "a.py:1: merge: MERGE … VALUES\n    Write INSERT" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_the_migrations_made_keeps_the_rules() -> None:
    assert live.check(ask, settings.SCHEMA) == []


PLANTED = """
CREATE SCHEMA north;
CREATE TABLE north.door (id bigint PRIMARY KEY);
CREATE TABLE planted (id int GENERATED BY DEFAULT AS IDENTITY, door bigint REFERENCES north.door);
CREATE TABLE planted_parts (id int) PARTITION BY LIST (id);
ALTER TABLE planted ADD CONSTRAINT later UNIQUE (door) DEFERRABLE;
CREATE FUNCTION planted_f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER planted_t BEFORE INSERT ON planted FOR EACH ROW EXECUTE FUNCTION planted_f();
CREATE VIEW planted_v AS SELECT * FROM north.door;
CREATE RULE planted_r AS ON DELETE TO planted DO INSTEAD NOTHING;
"""


@pytest.mark.django_db
def test_what_is_planted_in_the_live_schema_is_named() -> None:
    for statement in PLANTED.strip().splitlines():
        with connection.cursor() as cursor:
            cursor.execute(statement)
    named = {(one.rule, one.where.split()[0], one.what) for one in live.check(ask, settings.SCHEMA)}
    assert named == {
        ("cross_schema", "table", "foreign key planted_door_fkey to north.door"),
        ("cross_schema", "view", "reads north.door"),
        ("deferrable", "table", "constraint later"),
        ("function", "function", "a function of ours"),
        ("identity", "table", "column id is integer"),
        ("kind", "table", "partitioned"),
        ("kind", "table", "rule planted_r"),
        ("trigger", "table", "trigger planted_t"),
    }


def ask(statement: str, parameters: list[Any]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_two_districts_in_one_database_do_not_wait_for_each_others_locks() -> None:
    from qiaomen.ledger.append import ALONE

    def held(schema: str) -> psycopg.Connection[tuple[Any, ...]]:
        parts = connection.get_connection_params()
        parts = {key: parts[key] for key in ("dbname", "user", "password", "host", "port") if parts.get(key)}
        own = psycopg.connect(**parts, options=f"-c search_path={schema} -c lock_timeout=5s")
        own.execute(ALONE.encode())
        return own

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA t_lock_a")
        cursor.execute("CREATE SCHEMA t_lock_b")
    try:
        with held("t_lock_a"), held("t_lock_b"), pytest.raises(psycopg.errors.LockNotAvailable):
            held("t_lock_a")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA t_lock_a")
            cursor.execute("DROP SCHEMA t_lock_b")
