"""Writing transactions: every one opens a change, and its last statement takes the district's next number.

The clock row stays locked from that statement to the commit, so numbers follow commit order and have no gaps: a reader
that has seen number n will never find a smaller one later.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from qiaomen.base.ids import new_id

# One statement: number, time and row of the change. The clock is the last lock that a transaction takes. Where its row
# is missing a new generation begins, by which phones know that they have to send again what they kept.
CLOSE = """
WITH tick AS (INSERT INTO base_clock (id, generation, seq) VALUES (1, gen_random_uuid(), 1)
              ON CONFLICT (id) DO UPDATE SET seq = base_clock.seq + 1 RETURNING seq)
INSERT INTO base_change (id, seq, at, what, worker)
SELECT %s, tick.seq, clock_timestamp(), %s, %s FROM tick
RETURNING seq, at
"""


@dataclass(slots=True)
class Open:
    """A change that is being made; `seq` and `at` are known once the block has ended."""

    id: UUID
    seq: int | None = None
    at: datetime | None = None


@contextmanager
def change(what: str, *, worker: UUID | None = None) -> Iterator[Open]:
    """A transaction that is a change. Must be the outermost one: the clock is held to its commit."""
    with transaction.atomic(durable=False):
        opened = Open(id=new_id())
        yield opened
        with connection.cursor() as cursor:
            cursor.execute(CLOSE, [opened.id, what, worker])
            opened.seq, opened.at = cursor.fetchone()


def now_seq() -> int:
    """The number of the last committed change; 0 before the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce((SELECT seq FROM base_clock WHERE id = 1), 0)")
        (seq,) = cursor.fetchone()
    return int(seq)
