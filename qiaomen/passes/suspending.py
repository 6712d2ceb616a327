"""The list of changed passes: those whose colour or state is another than codes may say that are still about.

An entry counts for codes issued before `since`, which is when the change was committed. Nothing is kept for it: a pass
is listed while what it said before may still be shown, for the longest life of a code. So the list prunes itself.
"""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.passes.keys import LONGEST, _text
from qiaomen.passes.token import COLOURS
from qiaomen.passes.verdicts import STATES

# Seconds by which a code can have been made of the state before, after the change was stamped and before it was there.
SETTLES = 3
CLOCK: LiteralString = """
SELECT generation, seq, (SELECT id FROM base_change ORDER BY seq DESC LIMIT 1) FROM base_clock WHERE id = 1
"""
# What the issuing change itself made says what all codes say.
ENTRIES: LiteralString = """
SELECT p.id, floor(extract(epoch FROM c.at))::int8, p.colour, p.state
FROM base_change c JOIN passes_pass p ON p.change = c.id
JOIN ledger_record r ON r.id = p.record AND r.change <> p.change
WHERE c.at > %b AND c.seq > %b ORDER BY c.seq, p.id
"""

Entry = tuple[str, int, int, int]


class Listing(msgspec.Struct, frozen=True):
    """Entries (first 8 bytes of the pass's id in base64url, since in s, colour, state) that are new since a cursor.

    `whole`: forget what you had. `as_of`: seconds since 1970.
    """

    cursor: str
    as_of: int
    whole: bool
    entries: list[Entry]


_whole: dict[tuple[UUID, int], Listing] = {}


def suspensions(cursor: str, *, now: datetime) -> Listing:
    """What changed since a cursor of an earlier listing; everything for "" or a cursor from before a restore."""
    generation, seq, last = next(iter(rows(CLOCK)), (UUID(int=0), 0, UUID(int=0)))
    here = f"{generation.hex}.{seq}"
    since = _seq_of(cursor, generation)
    if since is not None:
        return Listing(here, int(now.timestamp()), False, _entries(since, now) if since < seq else [])
    made = last, int(now.timestamp()) // 3600
    if made not in _whole:
        _whole.clear()
        _whole[made] = Listing(here, int(now.timestamp()), True, _entries(0, now))
    return msgspec.structs.replace(_whole[made], as_of=int(now.timestamp()))


def _entries(seq: int, now: datetime) -> list[Entry]:
    return [
        (_text(id.bytes[:8]), at + SETTLES, COLOURS.index(colour), STATES.index(state))
        for id, at, colour, state in rows(ENTRIES, [now - LONGEST, seq])
    ]


def _seq_of(cursor: str, generation: UUID) -> int | None:
    made, _dot, seq = cursor.partition(".")
    return int(seq) if made == generation.hex and seq.isdecimal() and len(seq) < 19 else None
