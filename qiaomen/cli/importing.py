"""What the import commands share: reading files from disk, the line of progress, printing a result."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from qiaomen.base.problems import Problem
from qiaomen.exchange.cells import CellIssue, RefusedRow
from qiaomen.exchange.incoming import IncomingFile
from qiaomen.exchange.lists_load import ListResult
from qiaomen.exchange.reasons import reason
from qiaomen.exchange.results import ImportResult
from qiaomen.exchange.tables import Table, read_table

NOUNS = {
    "organisations": pgettext_lazy("counted", "organisations"),
    "zones": pgettext_lazy("counted", "zones"),
    "places": pgettext_lazy("counted", "places"),
    "new_places": pgettext_lazy("counted", "new places"),
    "backings": pgettext_lazy("counted", "zones backed"),
    "workers": pgettext_lazy("counted", "workers"),
    "rows": pgettext_lazy("counted", "rows"),
    "rows_before": pgettext_lazy("counted", "rows here before"),
    "linked": pgettext_lazy("counted", "known for certain"),
    "doubtful": pgettext_lazy("counted", "doubtful"),
    "unknown": pgettext_lazy("counted", "unknown"),
}


def files_of(args: argparse.Namespace) -> Iterator[IncomingFile]:
    """The files of a command line, read one at a time. Raises `file.not_found`."""
    for path in args.files:
        if not path.is_file():
            raise Problem("file.not_found", file=path.name)
        yield IncomingFile(name=path.name, content=path.read_bytes(), encoding=args.encoding)


def table_of(args: argparse.Namespace) -> Table:
    """The one file of a command line, opened. Raises `file.not_found`, `file.unreadable`, `file.encoding`."""
    if not args.file.is_file():
        raise Problem("file.not_found", file=args.file.name)
    return read_table(args.file.read_bytes(), args.file.name, encoding=args.encoding)


class Line:
    """One line on the terminal that says how far an import is; nothing where nobody looks."""

    def __init__(self, *, quiet: bool) -> None:
        self.shown = not quiet and sys.stderr.isatty()

    def progress(self, file: str, done: int, expected: int) -> None:
        """`file`: so many doors done of so many."""
        if self.shown:
            share = done * 100 // expected if expected else 100
            print(f"\r\033[K{file}: {done:,} / {expected:,} ({share} %)", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def show(result: ImportResult, *, as_json: bool) -> int:
    """Print a result; the exit code is 1 when a file was refused whole."""
    print(json.dumps(result.as_dict(), ensure_ascii=False) if as_json else "\n".join(_sentences(result)))
    return 1 if result.problems else 0


def show_list(result: ListResult, *, as_json: bool) -> int:
    """Print what a list of organisations, workers or zones did."""
    print(json.dumps(result.as_dict(), ensure_ascii=False) if as_json else "\n".join(_list_sentences(result)))
    return 0


def _list_sentences(result: ListResult) -> Iterator[str]:
    if result.dry_run:
        yield _("A dry run: nothing was changed.")
    parts = ((_("In the file"), result.total), (_("New"), result.added), (_("Changed"), result.changed))
    for title, counts in parts:
        yield f"{title}: " + ", ".join(f"{count:,} {NOUNS.get(noun, noun)}" for noun, count in counts.items())
    if result.opens:
        yield _("List %(id)s: qiaomen take-back-list takes it back.") % {"id": result.opens}
    yield from _faults(result.refused_rows, result.cells)


def _sentences(result: ImportResult) -> Iterator[str]:
    if result.dry_run:
        yield _("A dry run: nothing was changed.")
    yield _("%(doors)s doors with %(people)s people in the files.") % _both(result.doors, result.people)
    yield _("New: %(doors)s doors, %(people)s people.") % _both(result.added.doors, result.added.people)
    yield _("Changed: %(doors)s doors, %(people)s people.") % _both(result.changed.doors, result.changed.people)
    if result.missing.doors or result.missing.people:
        yield _("Kept, though these files no longer name them: %(doors)s doors, %(people)s people.") % _both(
            result.missing.doors, result.missing.people
        )
        yield from (f"  {door}" for door in result.missing_doors[:20])
    yield from _faults(result.refused_rows, result.cells)
    for problem in result.problems:
        yield f"{problem.message} ({problem.code})"


def _faults(refused: Sequence[RefusedRow], cells: Sequence[CellIssue]) -> Iterator[str]:
    if refused:
        count = len(refused)
        yield ngettext("%(count)s row refused:", "%(count)s rows refused:", count) % {"count": f"{count:,}"}
        for row in refused[:20]:
            yield f"  {row.file} {row.sheet} {row.row}: {reason(row.reason)}"
    if cells:
        yield _("Cells to look at (all of them with --json):")
        for code, count in Counter(cell.reason for cell in cells).most_common():
            yield f"  {count:,} × {reason(code)}"


def _both(doors: int, people: int) -> dict[str, str]:
    return {"doors": f"{doors:,}", "people": f"{people:,}"}
