"""Bringing the files of one import in, or trying to: zones first, then households, lists from outside last."""

from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal
from qiaomen.exchange.cells import RefusedRow
from qiaomen.exchange.files import content_of, is_readable, mappings_of
from qiaomen.exchange.incoming import IncomingFile
from qiaomen.exchange.lists_load import ListResult
from qiaomen.exchange.load import Progress, import_register
from qiaomen.exchange.models import ImportRun, Kind, Upload
from qiaomen.exchange.outcomes import Outcome, seal_refused
from qiaomen.exchange.outside_load import about_of, import_outside
from qiaomen.exchange.results import FileProblem
from qiaomen.exchange.tables import read_table
from qiaomen.exchange.workforce_load import import_organisations, import_workers
from qiaomen.exchange.zones_load import import_zones

_LISTS: dict[str, Callable[..., ListResult]] = {
    Kind.ZONES: import_zones,
    Kind.ORGANISATIONS: import_organisations,
    Kind.WORKERS: import_workers,
    Kind.OUTSIDE: import_outside,
}
_ORDER = [kind.value for kind in Kind]


def in_order(run: ImportRun) -> list[Upload]:
    """The files that can be read, without their content, in the order in which they go in."""
    found = [upload for upload in run.uploads.light() if is_readable(upload)]
    return sorted(found, key=lambda upload: (_ORDER.index(upload.kind), upload.name))


def execute(run: ImportRun, *, dry_run: bool, tell: Progress) -> tuple[bytes, bytes]:
    """All of it; answers the outcome and the refused rows, both sealed. Raises `import.expired`.

    A file that cannot be read or placed is refused whole and said; the others go on.
    """
    outcome, refused = Outcome(dry_run=dry_run), list[RefusedRow]()
    outcome.problems += [_unread(upload) for upload in run.uploads.light() if not is_readable(upload)]
    files = in_order(run)
    for upload in files:
        if upload.kind in _LISTS and upload.kind != Kind.OUTSIDE:
            _list(run, upload, outcome, refused, tell, dry_run=dry_run)
    registers = [upload for upload in files if upload.kind not in _LISTS]
    if registers:
        result = import_register(_incoming(run, registers), dry_run=dry_run, progress=tell, worker=run.worker_id)
        outcome.add_register(result)
        refused += result.refused_rows
    for upload in files:
        # Linked to the register as it is by now.
        if upload.kind == Kind.OUTSIDE:
            _list(run, upload, outcome, refused, tell, dry_run=dry_run)
    sealed = seal(run.outbreak.keys, msgspec.json.encode(outcome), row=run.id)
    return sealed, seal_refused(refused, run, run.outbreak.keys)


def _list(
    run: ImportRun, upload: Upload, outcome: Outcome, refused: list[RefusedRow], tell: Progress, *, dry_run: bool
) -> None:
    tell(upload.name, 0, 1)
    keys = run.outbreak.keys
    more = {"about": about_of(upload), "tell": partial(tell, upload.name)} if upload.kind == Kind.OUTSIDE else {}
    try:
        table = read_table(content_of(upload, keys), upload.name, encoding=upload.encoding or None)
        read = _LISTS[upload.kind]
        result = read(table, mappings=mappings_of(upload, keys), dry_run=dry_run, worker=run.worker_id, **more)
    except Problem as problem:
        if problem.code == "import.expired":
            raise
        outcome.problems.append(FileProblem(upload.name, problem.code, problem.message))
        return
    outcome.add_list(upload.kind, upload.name, result)
    refused += result.refused_rows


def _incoming(run: ImportRun, files: list[Upload]) -> Iterator[IncomingFile]:
    """One file at a time: together they may be more than memory holds."""
    keys = run.outbreak.keys
    for upload in files:
        yield IncomingFile(
            name=upload.name,
            content=content_of(upload, keys),
            encoding=upload.encoding or None,
            mappings=mappings_of(upload, keys),
            lists_buildings=upload.kind == Kind.BUILDINGS,
        )


def _unread(upload: Upload) -> FileProblem:
    problem = Problem("file.no_header", file=upload.name)
    if upload.problem:
        problem = Problem(upload.problem["code"], **upload.problem["details"])
    return FileProblem(upload.name, problem.code, problem.message)
