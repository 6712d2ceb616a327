"""What an import or its dry run did, as it is kept: counts, rows and cells to blame by their place, no cell's value."""

import zlib
from collections.abc import Sequence

import msgspec

from qiaomen.base.keys import Keys
from qiaomen.base.sealing import seal, unseal
from qiaomen.exchange.cells import CellIssue, RefusedRow
from qiaomen.exchange.lists_load import ListResult
from qiaomen.exchange.models import ImportRun
from qiaomen.exchange.results import Counts, FileProblem, ImportResult

# The register keeps all of them; a page need not list more.
MOST_MISSING = 1_000


class Refused(msgspec.Struct, frozen=True):
    """Where a row was refused, and why."""

    file: str
    sheet: str
    row: int
    reason: str


class ListCounts(msgspec.Struct):
    """What a list of zones, organisations or workers did, by noun."""

    kind: str
    file: str
    total: dict[str, int]
    added: dict[str, int]
    changed: dict[str, int]
    opens: str = ""


class Outcome(msgspec.Struct):
    """All files together."""

    dry_run: bool = False
    has_register: bool = False
    doors: int = 0
    people: int = 0
    added: Counts = msgspec.field(default_factory=Counts)
    changed: Counts = msgspec.field(default_factory=Counts)
    missing: Counts = msgspec.field(default_factory=Counts)
    missing_doors: list[str] = []
    lists: list[ListCounts] = []
    refused: list[Refused] = []
    cells: list[CellIssue] = []
    problems: list[FileProblem] = []

    def add_register(self, result: ImportResult) -> None:
        """Take over what the registers did."""
        self.has_register = True
        self.doors, self.people = result.doors, result.people
        self.added, self.changed, self.missing = result.added, result.changed, result.missing
        self.missing_doors = result.missing_doors[:MOST_MISSING]
        self.cells += result.cells
        self.problems += result.problems
        self.refuse(result.refused_rows)

    def add_list(self, kind: str, file: str, result: ListResult) -> None:
        """Take over what a list did."""
        self.lists.append(ListCounts(kind, file, result.total, result.added, result.changed, result.opens))
        self.cells += result.cells
        self.refuse(result.refused_rows)

    def refuse(self, rows: Sequence[RefusedRow]) -> None:
        """Keep where the rows stand, not what stands in them."""
        self.refused += [Refused(row.file, row.sheet, row.row, row.reason) for row in rows]

    @property
    def changes(self) -> int:
        """How many things are new or changed."""
        counts = [each for part in self.lists for each in (*part.added.values(), *part.changed.values())]
        return sum(counts) + self.added.doors + self.added.people + self.changed.doors + self.changed.people


def outcome_of(run: ImportRun) -> Outcome | None:
    """What an import did, if it has come so far."""
    return msgspec.convert(run.result, Outcome) if run.result else None


def seal_refused(rows: Sequence[RefusedRow], run: ImportRun, keys: Keys) -> bytes:
    """The refused rows with what stands in them."""
    return seal(keys, zlib.compress(msgspec.json.encode(list(rows))), row=run.id)


def refused_rows(run: ImportRun) -> list[RefusedRow]:
    """The refused rows; a day later only where they stood."""
    if run.sealed_refused is None:
        outcome = outcome_of(run) or Outcome()
        return [RefusedRow(row.file, row.sheet, row.row, row.reason, ()) for row in outcome.refused]
    plain = zlib.decompress(unseal(run.outbreak.keys, bytes(run.sealed_refused), row=run.id))
    return msgspec.json.decode(plain, type=list[RefusedRow])
