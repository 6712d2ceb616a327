"""The ledger as of a moment: every query of the district answers as it would have then, unchanged.

`as_of` opens one transaction in which temporary views of the same names shadow the stored tables, as
`rebuild --check` does: PostgreSQL looks for a table among the temporary ones first. So one definition of a count holds
for the past as well. Records and spans of later changes are not there; state of subjects that nothing has touched since
is the stored one, and state of the others is folded anew by the very functions that rebuild it. The cost follows what
came since. `docs/as-of.md` says what belongs to a moment, and what the registers do not remember.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from qiaomen.base.sql import rows, run
from qiaomen.ledger import stages
from qiaomen.ledger.past import Past
from qiaomen.ledger.past_people import People
from qiaomen.ledger.past_registers import Registers

RECORDS_OF = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record WHERE person = ANY(%b) AND (kind = ANY(%b) OR root IS NOT NULL)
"""
DOORS_OF = "SELECT id, place_id FROM {table} WHERE id = ANY(%b)"
DOORS_AT = "SELECT id FROM {table} WHERE place_id = ANY(%b)"


@contextmanager
def as_of(*, seq: int, happened: datetime | None = None) -> Iterator[None]:
    """Until the block ends all tables are as the change number `seq` left them.

    With `happened` they hold only what had happened by that moment, of what was known at `seq`: a record belongs to its
    `at`, a correction to that of the record that it corrects. Nothing can be written inside; it must not be nested.
    """
    inside = connection.in_atomic_block
    with transaction.atomic(), _unprepared():
        if not inside:
            run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        try:
            _go_back(seq, happened)
            with transaction.atomic():
                run("SET LOCAL transaction_read_only = on")
                yield
        finally:
            transaction.set_rollback(True)  # with it go all temporary tables


@contextmanager
def _unprepared() -> Iterator[None]:
    """Statements that this connection prepared earlier would still mean the stored tables."""
    prepares = connection.connection.prepare_threshold
    connection.connection.prepare_threshold = None
    try:
        yield
    finally:
        connection.connection.prepare_threshold = prepares


def _go_back(seq: int, happened: datetime | None) -> None:
    past = Past(seq, happened)
    if not past.hide_records():
        return
    registers = Registers(past)
    registers.hide()
    People(past).hide()
    past.touch_by_state()
    for shape in stages.pasts:
        shape(past)
    _widen(past, registers)
    steps = [step for over in ("records", "places", "people") for step in stages.rebuilds if step.over == over]
    left = [step for step in steps if step.tables[0] not in past.folded]
    for step in left:
        past.empty(step)
    for step in left:
        past.fold(step)


def _widen(past: Past, registers: Registers) -> None:
    """What follows from what was touched: records that state facts of people, and everything at a touched container."""
    people = past.touched["people"]
    if people:
        past.touch("records", *(row[0] for row in rows(RECORDS_OF, [list(people), list(stages.facts)])))
    doors: set[UUID] = set(past.touched["doors"])
    for table in registers.doors:
        places: Any = DOORS_OF.format(table=table)
        past.touch("places", *(row[1] for row in rows(places, [list(doors)])))
    for table in registers.doors:
        standing: Any = DOORS_AT.format(table=table)
        past.touch("doors", *(row[0] for row in rows(standing, [list(past.touched["places"])])))
    past.name("asof_doors", past.touched["doors"])
