"""Rows into a table by COPY, the fastest way there is; part of the current transaction."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_BATCH = 500


def copy(table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Append rows: text, numbers, booleans, uuids, bytes, lists of bytes, dates and None."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
        lines: list[str] = []
        for row in rows:
            lines.append("\t".join(map(_field, row)))
            if len(lines) == _BATCH:
                stream.write("\n".join(lines) + "\n")
                lines = []
        if lines:
            stream.write("\n".join(lines) + "\n")


def _field(value: object) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES) if "\\" in value or not value.isprintable() else value
    if value is None:
        return "\\N"
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(f'"\\\\\\\\x{item.hex()}"' for item in value) + "}"
    return value.isoformat() if isinstance(value, date) else str(value)
