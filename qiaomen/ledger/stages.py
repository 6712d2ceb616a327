"""What packages add to submit, registered at start-up, so that the ledger never names them.

In the order in which submit uses them: `references` (what a body refers to), `tables` (where that is found by id),
`provides` (what an accepted record brings into being), `checks` (rules beyond types), `registers` (rows that records
create; they answer what is touched beside the records' own subjects), `folds` (state of the touched subjects).
`also_at` says at which other paths a grant is enough for a kind; `appearances` at which doors people are named, whose
state follows from who is who.
`facts` says what a kind states of people; that is folded first. `vouchers` say which of it was verified.
`rebuilds` make state anew out of registers and ledger; `caches` are tables that may be emptied at any time.
`pasts` bring registers above the ledger back to a moment (`as_of`), before state is folded for it.
`alarms` say which records of a kind somebody must be told of; the gates' ladder tells them (`gates.alarms`).
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, LiteralString
from uuid import UUID

import msgspec

from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.told import Told
from qiaomen.people.facts import FactRow

if TYPE_CHECKING:
    from qiaomen.ledger.past import Past


@dataclass(slots=True)
class Touched:
    """The subjects whose state must be folded anew, and the `records` (by their originals) that speak of them."""

    doors: set[UUID] = field(default_factory=set)
    people: set[UUID] = field(default_factory=set)
    records: set[UUID] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    fresh: dict[UUID, list[Entry]] = field(default_factory=dict)


@dataclass(slots=True)
class Beside:
    """What the registers' changes touch beside the subjects of the records: doors; people, and where they are named."""

    doors: set[UUID] = field(default_factory=set)
    people: set[UUID] = field(default_factory=set)

    def add(self, more: "Beside") -> None:
        self.doors |= more.doors
        self.people |= more.people


class Provided(msgspec.Struct, frozen=True, gc=False):
    """Something that an accepted record brings into being; a door or place comes with the container it stands in."""

    what: str
    id: UUID
    place: UUID | None = None


@dataclass(frozen=True, slots=True)
class Rebuild:
    """State by container: `refold` makes the rows of these places anew, in the tables named, under a change.

    State that is not kept by container is made anew `over` the people whom records of these `kinds` speak of, or over
    those records themselves (their originals). `orphans` deletes rows of what no longer exists. `keys` says by which
    column each table names whose its rows are: place_id, door_id, person; record or id for a record's.
    """

    keys: dict[str, str]
    refold: Callable[[Sequence[UUID], UUID], None]
    orphans: Callable[[], None]
    over: Literal["places", "people", "records"] = "places"
    kinds: Callable[[], tuple[str, ...]] = tuple

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(self.keys)


@dataclass(frozen=True, slots=True)
class FactSource:
    """How a kind of record states facts: what it `states`, and whether an entry `speaks` of any (if that is cheap)."""

    states: Callable[[Told], list[FactRow]]
    speaks: Callable[[Entry], bool] = lambda entry: True


@dataclass(frozen=True, slots=True)
class AlarmSource:
    """Which records of a kind are an alarm: `raised` answers those among them (originals) that may be one.

    `raised` asks the ledger, never state: it is asked before and while state is folded. `what` says of what a record
    is an alarm (a word of `gates.models.What`), "" where of nothing.
    """

    raised: Callable[[Collection[UUID]], set[UUID]]
    what: Callable[[Told], str]


References = Callable[[Entry], Iterable[Need]]
Provides = Callable[[Entry], Iterable[Provided]]
Checks = Callable[[Sequence[Entry]], None]
AlsoAt = Callable[[Sequence[Entry]], dict[UUID, list[str]]]
Registers = Callable[[Sequence[Entry], UUID], Beside]
Appearances = Callable[[Iterable[UUID]], set[UUID]]
Vouch = Callable[[dict[UUID, Told], dict[UUID, list[FactRow]]], None]
Fold = Callable[[Touched, UUID, datetime], None]
Shape = Callable[["Past"], None]

references: dict[str, References] = {}
tables: dict[str, LiteralString] = {}
provides: dict[str, Provides] = {}
checks: dict[str, Checks] = {}
also_at: dict[str, AlsoAt] = {}
registers: list[Registers] = []
appearances: list[Appearances] = []
facts: dict[str, FactSource] = {}
vouchers: list[Vouch] = []
folds: list[Fold] = []
rebuilds: list[Rebuild] = []
caches: list[str] = []
pasts: list[Shape] = []
alarms: dict[str, AlarmSource] = {}
