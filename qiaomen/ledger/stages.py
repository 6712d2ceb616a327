"""What packages add to submit, registered at start-up, so that the ledger never names them.

In the order in which submit uses them: `references` (what a body refers to), `tables` (where that is found by id),
`provides` (what an accepted record brings into being), `checks` (rules beyond types), `registers` (rows that records
create; they answer the doors beside their own whose state that changes), `folds` (state of the touched subjects).
`rebuilds` make state anew out of registers and ledger; `caches` are tables that may be emptied at any time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.ledger.entries import Entry, Need


@dataclass(slots=True)
class Touched:
    """The subjects whose state must be folded anew."""

    doors: set[UUID] = field(default_factory=set)
    people: set[UUID] = field(default_factory=set)
    fresh: dict[UUID, list[Entry]] = field(default_factory=dict)


class Provided(msgspec.Struct, frozen=True, gc=False):
    """Something that an accepted record brings into being; a door or place comes with the container it stands in."""

    what: str
    id: UUID
    place: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rebuild:
    """State by container: `refold` makes the rows of these places anew, in the tables named, under a change.

    `orphans` deletes rows of places and doors that no longer exist.
    """

    tables: tuple[str, ...]
    refold: Callable[[Sequence[UUID], UUID], None]
    orphans: Callable[[], None]


References = Callable[[Entry], Iterable[Need]]
Provides = Callable[[Entry], Iterable[Provided]]
Checks = Callable[[Sequence[Entry]], None]
Registers = Callable[[Sequence[Entry], UUID], set[UUID]]
Fold = Callable[[Touched, UUID, datetime], None]

references: dict[str, References] = {}
tables: dict[str, LiteralString] = {}
provides: dict[str, Provides] = {}
checks: dict[str, Checks] = {}
registers: list[Registers] = []
folds: list[Fold] = []
rebuilds: list[Rebuild] = []
caches: list[str] = []
