"""Asking the database: named parameters, bound so that each statement is planned for the area that it asks about."""

from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
from django.db import connection, transaction

CHUNK = 2000


def ask(statement: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of one statement; parameters are written `%(name)s`.

    A plan made for any area would be a wrong one for a district or for a stairwell, so none is kept.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(parameters))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def stream(statement: str, parameters: Mapping[str, Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of one statement, and so of one moment, in chunks that are never held all at once."""
    with transaction.atomic():
        connection.ensure_connection()
        with psycopg.ServerCursor(connection.connection, "qiaomen_list") as cursor:
            cursor.execute(statement, dict(parameters))
            while chunk := cursor.fetchmany(CHUNK):
                yield chunk
