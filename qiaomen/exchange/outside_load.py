"""Bringing a list from outside in, as other lists are: one function for a trial and for the import."""

from datetime import date
from uuid import UUID

import msgspec
from django.utils import timezone

from qiaomen.access.models import Worker
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.exchange.cells import RefusedRow, text
from qiaomen.exchange.headers import Mappings
from qiaomen.exchange.lists_load import ListResult
from qiaomen.exchange.models import Upload
from qiaomen.exchange.outside_lists import read_outside
from qiaomen.exchange.tables import Table
from qiaomen.lists.bringing import About, Tell, bring
from qiaomen.lists.models import Category, Source

NOUNS = ("linked", "doubtful", "unknown")


def import_outside(
    table: Table,
    *,
    mappings: Mappings | None = None,
    dry_run: bool = False,
    worker: UUID | None = None,
    about: About,
    tell: Tell = lambda done, expected: None,
) -> ListResult:
    """Link a list's rows to the register and make them records by `worker`.

    Raises `file.no_header`, `outbreak.none_open`, `lists.no_places`, `access.forbidden`, `access.not_found`.
    """
    by = Worker.objects.filter(pk=worker).first() if worker else None
    if by is None:
        raise Problem("access.not_found")
    outbreak = Outbreak.objects.current()
    reading = read_outside(table, mappings, listed=about.dated)
    brought = bring(reading.found, about=about, outbreak=outbreak, worker=by, dry_run=dry_run, tell=tell)
    cells = {(sheet.name, index + 1): row for sheet in table.sheets for index, row in enumerate(sheet.rows)}
    name = table.sheets[0].name if table.sheets else ""
    refused = [
        RefusedRow(table.file, name, line, "row.given_back", tuple(map(text, cells.get((name, line), ()))))
        for line, _code in brought.refused
    ]
    return ListResult(
        total={"rows": len(reading.found), "rows_before": brought.before},
        added={"rows": sum(brought.counts.values()), **{noun: brought.counts[noun] for noun in NOUNS}},
        changed={},
        cells=reading.issues,
        refused_rows=reading.refused + refused,
        dry_run=dry_run,
        opens=str(brought.list_id or ""),
    )


def about_of(upload: Upload) -> About:
    """What was said of an uploaded list; of one that nobody described, what can be told from the file."""
    if upload.about:
        return msgspec.convert(upload.about, About)
    return described()


def described(
    *,
    title: str = "",
    source: str = Source.OTHER,
    category: str = Category.RETURNEE,
    dated: date | None = None,
) -> About:
    """A list by what it is about and of today, as far as nothing else is said; a file's name may be somebody's."""
    return About(title or str(Category(category).label), source, category, dated or timezone.localdate())
