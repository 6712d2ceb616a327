"""Hot paths speak to PostgreSQL directly: server-side binding, binary arrays, statements prepared once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
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
_UUID, _TEXT, _BYTEA, _INT8, _BOOL, _MOMENT = 2950, 25, 17, 20, 16, 1184
_YEAR_2000 = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Packed:
    """An array in binary form already. psycopg's own way, element by element, took a third of a batch's time."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data


class _PackedDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Packed) -> bytes:
        return obj.data


def _kind(name: str, oid: int) -> type[Packed]:
    """A type of packed arrays that psycopg sends as the array type `oid`."""
    kind = type(name, (Packed,), {"__slots__": ()})
    psycopg.adapters.register_dumper(kind, type(f"_{name}Dumper", (_PackedDumper,), {"oid": oid}))
    return kind


_Uuids, _Texts, _Byteas = _kind("Uuids", 2951), _kind("Texts", 1009), _kind("Byteas", 1001)
_Numbers, _Bools, _Moments = _kind("Numbers", 1016), _kind("Bools", 1000), _kind("Moments", 1185)


def packed(values: Any) -> Any:
    """A list of one of the usual types (perhaps with None) packed for PostgreSQL; anything else as it is."""
    if not isinstance(values, list) or not values:
        return values
    first = next((value for value in values if value is not None), None)
    if isinstance(first, UUID):
        return _Uuids(_uuids(values))
    if isinstance(first, str) or first is None:
        return _Texts(_array(_TEXT, [None if value is None else value.encode() for value in values]))
    if isinstance(first, bytes):
        return _Byteas(_array(_BYTEA, values))
    if isinstance(first, bool):
        return _Bools(_array(_BOOL, [None if value is None else bytes((value,)) for value in values]))
    if isinstance(first, int):
        return _Numbers(_array(_INT8, [None if value is None else _eight(value) for value in values]))
    if isinstance(first, datetime) and first.tzinfo is not None:
        return _Moments(_array(_MOMENT, [None if value is None else _moment(value) for value in values]))
    return values


def _eight(value: int) -> bytes:
    return value.to_bytes(8, "big", signed=True)


def _moment(value: datetime) -> bytes:
    """Microseconds since the year 2000, UTC."""
    return _eight((value - _YEAR_2000) // _MICROSECOND)


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


Parameters = list[Any] | tuple[Any, ...] | dict[str, Any]


def run(
    statement: LiteralString, parameters: Parameters = (), *, prepare: bool | None = None
) -> "psycopg.Cursor[tuple[Any, ...]]":
    """Run one statement in the current transaction; parameters are written `%b` (binary), `%(name)b` or `%s`.

    `prepare`: at once, or never; else once it was run some times.

    Errors are Django's, as from its own cursors; that is also how Django learns that a connection is broken.
    """
    database = connections[DEFAULT_DB_ALIAS]  # looked up once: Django's `connection` does so at each use
    database.ensure_connection()
    cursor: psycopg.Cursor[tuple[Any, ...]] = psycopg.Cursor(database.connection)
    given: Any
    if isinstance(parameters, dict):
        given = {name: packed(value) for name, value in parameters.items()}
    else:
        given = [packed(value) for value in parameters]
    with database.wrap_database_errors:
        return cursor.execute(statement, given, prepare=prepare)


def rows(
    statement: LiteralString, parameters: Parameters = (), *, prepare: bool | None = None
) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    return run(statement, parameters, prepare=prepare).fetchall()
