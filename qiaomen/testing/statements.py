"""The statements that reach the database meanwhile: Django's, and those of `base.sql`, which Django never sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg


@contextmanager
def sent() -> Iterator[list[str]]:
    """The texts of all statements that are executed inside the block, in order."""
    texts: list[str] = []
    execute: Any = psycopg.Cursor.execute

    def noted(self: object, query: object, *more: object, **given: object) -> object:
        texts.append(query.decode() if isinstance(query, bytes) else str(query))
        return execute(self, query, *more, **given)

    with patch.object(psycopg.Cursor, "execute", noted):
        yield texts


@contextmanager
def brought() -> Iterator[list[int]]:
    """How many rows each statement inside the block brings, in order: what a page works through, however fast."""
    numbers: list[int] = []
    execute: Any = psycopg.Cursor.execute

    def noted(self: Any, query: object, *more: object, **given: object) -> object:
        done = execute(self, query, *more, **given)
        numbers.append(max(self.rowcount, 0))
        return done

    with patch.object(psycopg.Cursor, "execute", noted):
        yield numbers
