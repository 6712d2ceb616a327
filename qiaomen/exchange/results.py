"""What an import did, as commands print it and pages show it."""

from collections import Counter
from typing import Any

import msgspec

from qiaomen.exchange.cells import CellIssue, RefusedRow


class Counts(msgspec.Struct):
    """Doors and people."""

    doors: int = 0
    people: int = 0


class FileProblem(msgspec.Struct):
    """A file that was refused whole."""

    file: str
    code: str
    message: str


class ImportResult(msgspec.Struct):
    """The files' doors and people, what they changed in the register, and all that could not be taken over.

    `missing` counts what the register has in the files' communities and the files have not: it is kept.
    """

    doors: int = 0
    people: int = 0
    added: Counts = msgspec.field(default_factory=Counts)
    changed: Counts = msgspec.field(default_factory=Counts)
    missing: Counts = msgspec.field(default_factory=Counts)
    missing_doors: list[str] = []
    refused_rows: list[RefusedRow] = []
    cells: list[CellIssue] = []
    problems: list[FileProblem] = []
    rows: Counter[str] = msgspec.field(default_factory=Counter)
    dry_run: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The shape of `--json`."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        refused = plain.pop("refused_rows")
        # What stood in a refused row may be personal; it goes into the list of refused rows, never to a terminal.
        where = [{key: row[key] for key in ("file", "sheet", "row", "reason")} for row in refused]
        return plain | {"refused": len(refused), "refused_rows": where}
