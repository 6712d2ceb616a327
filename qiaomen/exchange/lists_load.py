"""What the imports of organisations, workers and zones share: one change or a trial of it, and the result."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.exchange.cells import CellIssue, RefusedRow


class ListResult(msgspec.Struct):
    """What a list did, by noun: how many it names, how many were new, how many changed."""

    total: dict[str, int]
    added: dict[str, int]
    changed: dict[str, int]
    cells: list[CellIssue] = []
    refused_rows: list[RefusedRow] = []
    dry_run: bool = False
    opens: str = ""
    """The id of the list that it made, where there is one to look at."""

    def as_dict(self) -> dict[str, Any]:
        """The shape of `--json`: the totals stand on the first level."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        where = [{key: row[key] for key in ("file", "sheet", "row", "reason")} for row in plain.pop("refused_rows")]
        return {**plain.pop("total"), **plain, "refused": len(where), "refused_rows": where}


@contextmanager
def one_change(what: str, *, dry_run: bool, worker: UUID | None = None) -> Iterator[UUID]:
    """One change; in a dry run the same, taken back, and without a number from the district's clock."""
    if not dry_run:
        with changes.change(what, worker=worker) as opened:
            yield opened.id
        return
    with transaction.atomic():
        yield new_id()
        transaction.set_rollback(True)
