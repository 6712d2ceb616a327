"""Hot paths speak to PostgreSQL directly: server-side binding, binary arrays, statements prepared once."""

from collections.abc import Sequence
from struct import pack
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.adapt import Dumper
from psycopg.pq import Format

# PostgreSQL's binary arrays: dimensions, whether there are nulls, the element's type; length and lower bound; elements.
_HEADER = "!iiIii"
_SIXTEEN = b"\x00\x00\x00\x10"
_NULL = b"\xff\xff\xff\xff"
_UUID, _UUIDS, _TEXT, _TEXTS, _BYTEA, _BYTEAS = 2950, 2951, 25, 1009, 17, 1001


class Packed:
    """An array in binary form already. psycopg's own way, element by element, took a third of a batch's time."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data


class Uuids(Packed):
    """uuid[]"""


class Texts(Packed):
    """text[]"""


class Byteas(Packed):
    """bytea[]"""


class _PackedDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Packed) -> bytes:
        return obj.data


class _UuidsDumper(_PackedDumper):
    oid = _UUIDS


class _TextsDumper(_PackedDumper):
    oid = _TEXTS


class _ByteasDumper(_PackedDumper):
    oid = _BYTEAS


for _kind, _dumper in ((Uuids, _UuidsDumper), (Texts, _TextsDumper), (Byteas, _ByteasDumper)):
    psycopg.adapters.register_dumper(_kind, _dumper)


def packed(values: Any) -> Any:
    """A list of uuids, strings or byte strings (perhaps with None) packed for PostgreSQL; anything else as it is."""
    if not isinstance(values, list):
        return values
    first = next((value for value in values if value is not None), None)
    if isinstance(first, UUID):
        return Uuids(_uuids(values))
    if isinstance(first, str):
        return Texts(_array(_TEXT, [None if value is None else value.encode() for value in values]))
    if isinstance(first, bytes):
        return Byteas(_array(_BYTEA, values))
    return values


def _uuids(values: Sequence[UUID | None]) -> bytes:
    try:
        data = [value.int.to_bytes(16, "big") for value in values]  # type: ignore[union-attr]
    except AttributeError:  # a None among them
        return _array(_UUID, [None if value is None else value.bytes for value in values])
    return pack(_HEADER, 1, 0, _UUID, len(data), 1) + _SIXTEEN + _SIXTEEN.join(data)


def _array(element: int, values: Sequence[bytes | None]) -> bytes:
    header = pack(_HEADER, 1, int(None in values), element, len(values), 1)
    parts = [_NULL if value is None else len(value).to_bytes(4, "big") + value for value in values]
    return header + b"".join(parts)


def run(statement: LiteralString, parameters: list[Any] | tuple[Any, ...] = ()) -> "psycopg.Cursor[tuple[Any, ...]]":
    """Run one statement in the current transaction; parameters are written `%b` (binary) or `%s`.

    Errors are Django's, as from its own cursors; that is also how Django learns that a connection is broken.
    """
    database = connections[DEFAULT_DB_ALIAS]  # looked up once: Django's `connection` does so at each use
    database.ensure_connection()
    cursor: psycopg.Cursor[tuple[Any, ...]] = psycopg.Cursor(database.connection)
    with database.wrap_database_errors:
        return cursor.execute(statement, [packed(value) for value in parameters])


def rows(statement: LiteralString, parameters: list[Any] | tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    return run(statement, parameters).fetchall()
