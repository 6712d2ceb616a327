"""Whether two schemas hold the same: every table row for row, and every sequence, index and constraint."""

from psycopg import sql

from qiaomen.cli.districts.servers import Connection

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind = 'r' ORDER BY c.relname
"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = %s"
# What an index or constraint is made by, not its text: an expression that was written and read again reads otherwise.
_INDEXES = """
SELECT c.relname, concat_ws(' ', t.relname, a.amname, i.indisunique, i.indisvalid, i.indnkeyatts, i.indpred IS NULL)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s
"""
_CONSTRAINTS = """
SELECT t.relname || '.' || k.conname, concat_ws(' ', k.contype, k.convalidated, k.condeferrable, o.relname)
FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace JOIN pg_class t ON t.oid = k.conrelid
LEFT JOIN pg_class o ON o.oid = k.confrelid WHERE n.nspname = %s
"""
# The text of a row says all of it, in any order of rows; the same on both sides as long as both write it alike.
_ALIKE = "SET TimeZone = 'UTC', DateStyle = 'ISO', bytea_output = 'hex', extra_float_digits = 1"
_DIGEST = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {}.{} t"

Digest = dict[str, tuple[str, ...]]


def digest(connection: Connection, schema: str) -> Digest:
    """What the schema holds: by table its rows and the sum of their hashes, and what else it is made of."""
    for setting in _ALIKE.removeprefix("SET ").split(", "):
        connection.execute(f"SET {setting}")
    found: Digest = {}
    for (table,) in connection.execute(_TABLES, [schema]).fetchall():
        statement = sql.SQL(_DIGEST).format(sql.Identifier(schema), sql.Identifier(str(table)))
        row = connection.execute(statement).fetchone()
        assert row is not None
        found[f"table {table}"] = tuple(str(value) for value in row)
    for kind, statement_ in (("sequence", _SEQUENCES), ("index", _INDEXES), ("constraint", _CONSTRAINTS)):
        for name, value in connection.execute(statement_, [schema]).fetchall():
            found[f"{kind} {name}"] = (str(value),)
    return found


def rows_of(found: Digest) -> int:
    """How many rows a digest tells of."""
    return sum(int(values[0]) for name, values in found.items() if name.startswith("table "))


def tables_of(found: Digest) -> int:
    return sum(name.startswith("table ") for name in found)


def differences(one: Digest, other: Digest) -> list[str]:
    """What the two do not agree about, in words; nothing where they hold the same."""
    found = []
    for name in sorted(one.keys() | other.keys()):
        here, there = one.get(name), other.get(name)
        if here != there:
            said = "other rows" if here and there and name.startswith("table ") and here[0] == there[0] else ""
            found.append(f"{name}: {said or f'{_short(here)} here, {_short(there)} there'}")
    return found


def _short(values: tuple[str, ...] | None) -> str:
    return "missing" if values is None else values[0][:60]
