"""Hot paths speak to PostgreSQL directly: server-side binding, binary arrays, statements prepared once."""

from typing import Any, LiteralString

import psycopg
from django.db import connection


def run(statement: LiteralString, parameters: list[Any] | tuple[Any, ...] = ()) -> "psycopg.Cursor[tuple[Any, ...]]":
    """Run one statement in the current transaction; parameters are written `%b` (binary) or `%s`."""
    connection.ensure_connection()
    raw = connection.connection
    cursor: psycopg.Cursor[tuple[Any, ...]] = psycopg.Cursor(raw)
    return cursor.execute(statement, parameters)


def rows(statement: LiteralString, parameters: list[Any] | tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    return run(statement, parameters).fetchall()
