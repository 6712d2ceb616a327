"""Databases as earlier versions left them, and rows of this test's own carried into one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

# What a script that makes an earlier schema begins with.
BEGIN = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from qiaomen.cli.schema import _EXTENSIONS
with connection.cursor() as cursor:
    for name in _EXTENSIONS:
        cursor.execute(f"CREATE EXTENSION {name}")
executor = MigrationExecutor(connection)
"""
BROUGHT = ("django_", "auth_", "base_clock")  # what migrations write themselves
COLUMNS = """
SELECT table_name, array_agg(column_name::text) FROM information_schema.columns
WHERE table_schema = 'public' AND is_generated = 'NEVER' GROUP BY table_name
"""


@contextmanager
def database(name: str, migrate: str, *, data: Path) -> Iterator[str]:
    """A database with the schema that `migrate`, said to an `executor`, makes; its address."""
    server, own = os.environ["QIAOMEN_DATABASE_URL"], f"{name}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
        url = psycopg.conninfo.make_conninfo(server, dbname=own)
        try:
            made = call(data, url, "-c", BEGIN + migrate)
            assert made.returncode == 0, made.stderr
            yield url
        finally:
            session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own)))


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
