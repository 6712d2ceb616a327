"""State can be thrown away and folded again: `rebuild` does so, `differences` tells whether it would change anything.

Both run the same functions as submit over all containers, without authorising again. What a package must do for its
tables stands in `stages.rebuilds`.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.sql import rows, run
from qiaomen.ledger import stages
from qiaomen.ledger.append import ALONE, LOCK

# Containers at a time: about 20 doors each.
CHUNK = 200
# Rows shown of one table and side.
SHOWN = 20

PLACES = "SELECT DISTINCT place_id FROM places_door ORDER BY 1"
PEOPLE = "SELECT DISTINCT person FROM ledger_record WHERE kind = ANY(%b) AND person IS NOT NULL ORDER BY 1"
RECORDS = "SELECT id FROM ledger_record WHERE kind = ANY(%b) AND root IS NULL ORDER BY 1"
SCHEMA = """
SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(%s)
"""
COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped AND attname <> 'change'
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows of one table that are `stored` but do not follow from the records, or that follow and are `missing`."""

    table: str
    side: str
    count: int
    examples: Sequence[str]


def rebuild(*, worker: UUID | None = None) -> int:
    """Fold all state anew in place, some containers a transaction; answers how many containers. Phones may go on."""
    places = [row[0] for row in rows(PLACES)]
    for chunk in _chunks(places):
        with changes.change("rebuild", worker=worker) as change:
            run(LOCK, [chunk])
            for step in _steps("places"):
                step.refold(chunk, change.id)
    for step in _steps("records") + _steps("people"):
        for chunk in _chunks(_subjects(step)):
            with changes.change("rebuild", worker=worker) as change:
                run(ALONE)
                step.refold(chunk, change.id)
    with changes.change("rebuild", worker=worker):
        for step in stages.rebuilds:
            step.orphans()
        drop_caches()
    return len(places)


def differences() -> list[Difference]:
    """Fold everything beside what is stored, in temporary tables, and compare; nothing of it stays."""
    found: list[Difference] = []
    with _frozen():
        others = [(step, _subjects(step)) for step in _steps("records") + _steps("people")]
        idle = _idle([step for step, subjects in others if not subjects])
        tables = [table for step in stages.rebuilds for table in step.tables if table not in idle]
        with _shadowed(tables) as schema:
            change = new_id()
            for chunk in _chunks([row[0] for row in rows(PLACES)]):
                for step in _steps("places"):
                    step.refold(chunk, change)
            for step, subjects in others:
                for chunk in _chunks(subjects):
                    step.refold(chunk, change)
            for table in tables:
                found += _compare(table, schema)
        found += [Difference(table, "missing", 1, ["folded by a step that does not name it"]) for table in _held(idle)]
    return found


def _idle(steps: Sequence[stages.Rebuild]) -> set[str]:
    """Tables of these steps, which have nothing to fold, that are empty as they should be."""
    tables = {table for step in steps for table in step.tables}
    return tables - _held(tables)


def _held(tables: Collection[str]) -> set[str]:
    """Those that hold any row."""
    if not tables:
        return set()
    [held] = rows("SELECT " + ", ".join(f"EXISTS (SELECT FROM {table})" for table in sorted(tables)))
    return {table for table, any_row in zip(sorted(tables), held, strict=True) if any_row}


def drop_caches() -> None:
    """Empty what is only kept to save work."""
    for table in stages.caches:
        run(f"DELETE FROM {table}")


@contextmanager
def _frozen() -> Iterator[None]:
    """One moment for all that is read, as far as the transaction is our own; and whatever is written is undone."""
    inside = connection.in_atomic_block
    with transaction.atomic():
        if not inside:
            run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
        transaction.set_rollback(True)


@contextmanager
def _shadowed(tables: Sequence[str]) -> Iterator[str]:
    """Empty temporary tables of the same names: PostgreSQL looks for a table among the temporary ones first.

    Statements that this connection prepared earlier would still mean the stored tables, so nothing prepared is used.
    Answers the schema of the stored ones. They go with the transaction.
    """
    [(schema,)] = rows(SCHEMA, [tables[0]])
    prepares = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = None
    try:
        for table in tables:
            run(f'CREATE TEMPORARY TABLE {table} (LIKE "{schema}".{table} INCLUDING ALL)')
        yield schema
    finally:
        connection.connection.prepare_threshold = prepares


def _compare(table: str, schema: str) -> Iterator[Difference]:
    [(columns,)] = rows(COLUMNS, [table])
    stored, folded = f'SELECT {columns} FROM "{schema}".{table}', f"SELECT {columns} FROM pg_temp.{table}"
    for side, these, those in (("stored", stored, folded), ("missing", folded, stored)):
        statement: Any = f"""
            SELECT count(*) OVER (), to_jsonb(d)::text FROM ({these} EXCEPT ALL {those}) d ORDER BY d LIMIT {SHOWN}
        """
        if unlike := rows(statement):
            yield Difference(table, side, unlike[0][0], [row for _count, row in unlike])


def _steps(over: str) -> list[stages.Rebuild]:
    return [step for step in stages.rebuilds if step.over == over]


def _subjects(step: stages.Rebuild) -> list[UUID]:
    """The people or records that a step goes over: those of its kinds."""
    return [row[0] for row in rows(RECORDS if step.over == "records" else PEOPLE, [list(step.kinds())])]


def _chunks(places: Sequence[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(places), CHUNK):
        yield list(places[start : start + CHUNK])
