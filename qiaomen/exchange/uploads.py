"""What a person does with an import in the console: hand in files, correct how they are read, try, import, drop, undo.

Personal data belongs to an outbreak, and so do files full of it: the first upload opens one where none is open.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import cast
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.roles import Verb
from qiaomen.base.outbreaks import current_or_open, hold
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal
from qiaomen.exchange import running, undoing
from qiaomen.exchange.fields import Field
from qiaomen.exchange.files import is_readable, look, preview_of
from qiaomen.exchange.load import outbreak_name
from qiaomen.exchange.models import ImportRun, ImportRunQuerySet, Kind, State, Upload
from qiaomen.exchange.preview import SheetPreview, Stored, recognised, restored, stored, under_header
from qiaomen.places.models import Place

# Above this, a file is read in the background and the request does not wait for it.
AT_ONCE = 1024 * 1024
MOST_BYTES = 64 * 1024 * 1024
KEPT = timedelta(hours=24)


class SheetCorrection(msgspec.Struct):
    """How a person wants a sheet read: its header row (from 0; None leaves it alone), column index → field or ""."""

    header_row: int | None
    columns: dict[int, str] = {}


class Correction(msgspec.Struct):
    """How a person wants a file read; `encoding` is empty for finding it out."""

    kind: str
    encoding: str
    sheets: dict[str, SheetCorrection] = {}


def visible_to(worker: Worker) -> ImportRunQuerySet:
    """The district's imports, for who administers all of it. Raises `access.not_found` or `access.forbidden`."""
    district = Place.objects.filter(parent=None).first()
    if district is not None:
        check(worker, Verb.ADMINISTER, district.path)
    return ImportRun.objects.all()


def own(worker: Worker, run: UUID) -> ImportRun:
    """An import of the worker's own: what stands in the files is nobody else's to see. Raises `access.not_found`."""
    found = visible_to(worker).filter(pk=run, worker=worker).select_related("outbreak").first()
    if found is None:
        raise Problem("access.not_found")
    return found


def receive(
    files: Iterable[tuple[str, bytes]], *, worker: Worker, kind: str = "", about: dict[str, str] | None = None
) -> ImportRun:
    """Keep the files (name, content), sealed, and read them: small ones now, else in the background.

    What they list is guessed without a `kind`; `about` is what is said of a list from outside as a whole.
    """
    outbreak = current_or_open(name=outbreak_name())
    size = 0
    with transaction.atomic():
        hold(outbreak.id)
        run = ImportRun.objects.create(outbreak=outbreak, worker=worker, language=get_language() or "")
        for name, content in files:
            upload = Upload(run=run, size=len(content), kind=kind, about=about or {})
            upload.name = name[-200:]
            upload.sealed = seal(outbreak.keys, content, row=upload.id)
            upload.save(force_insert=True)
            size += len(content)
        audit.write(worker, "import.received", run.id, files=run.uploads.count(), bytes=size)
        _read(run, size=size)
    return run


def correct(upload: Upload, wanted: Correction) -> None:
    """Read a file as a person wants it read. What the dry run said no longer holds. Raises `import.busy`.

    Another encoding means another file: its kind and columns are recognised anew; but what was handed in as a list from
    outside stays one, for nothing in the file tells it from a register. Another kind means other columns.
    """
    with transaction.atomic():
        run = _taken(upload.run_id, State.READ, State.CHECKED, State.FAILED)
        keys = run.outbreak.keys
        _reset(run)
        if wanted.encoding != upload.encoding:
            upload.encoding, upload.kind = wanted.encoding, Kind.OUTSIDE if upload.about else ""
            upload.save()
            _read(run, size=upload.size, only=upload)
        elif wanted.kind != upload.kind and not upload.problem:
            upload.kind = Kind(wanted.kind)
            upload.mapping = recognised(preview_of(upload, keys), Kind(upload.kind))
            upload.save()
        else:
            sheets = preview_of(upload, keys).sheets
            upload.mapping = {sheet.name: _corrected(upload, sheet, wanted.sheets.get(sheet.name)) for sheet in sheets}
            upload.save()


def start_check(run: UUID) -> None:
    """Begin the dry run. Raises `import.busy`, or `import.nothing_readable`."""
    _begin(run, State.CHECKING, State.READ, State.CHECKED, State.FAILED)


def start(run: UUID, *, worker: Worker) -> None:
    """Begin the import, which a dry run has to precede. Raises `import.busy`."""
    with transaction.atomic():
        _begin(run, State.RUNNING, State.CHECKED)
        audit.write(worker, "import.started", run)


def drop(run: UUID) -> None:
    """Forget an import that never happened, files and all. Raises `import.busy` for what is under way or done."""
    with transaction.atomic():
        _taken(run, State.READ, State.CHECKED, State.FAILED, State.RECEIVED).delete()


def take_back(run: UUID, *, worker: Worker) -> None:
    """Begin to take an import's lists back. Raises `import.busy`, `import.nothing_to_take_back`.

    Whoever may bring a list in may do so: `access.forbidden` or `access.not_found` else.
    """
    check(worker, Verb.DECIDE, Place.objects.get(parent=None).path)
    with transaction.atomic():
        found = _taken(run, State.DONE)
        planned = undoing.plan_of(found)
        if not planned.free:
            raise Problem("import.nothing_to_take_back")
        # Asked once more, after it stopped: what was taken back then is part of what the import had brought.
        found.taken_back.setdefault("brought", planned.rows)
        found.taken_back_by, found.taken_back_at = worker, timezone.now()
        found.state, found.problem, found.expected = State.UNDOING, "", len(planned.free)
        found.done, found.attempts, found.heartbeat, found.holder, found.reading = 0, 0, None, None, ""
        found.save()
        audit.write(worker, "import.take_back", run, rows=len(planned.free))
        transaction.on_commit(running.begin)


def forget() -> None:
    """Delete what files of a day ago hold, and the contents of refused rows; an import that stood still has ended."""
    old = ImportRun.objects.filter(created_at__lte=timezone.now() - KEPT).exclude(
        pk__in=ImportRun.objects.alive().values("pk")
    )
    with transaction.atomic():
        Upload.objects.filter(run__in=old, sealed__isnull=False).update(sealed=None, sealed_preview=None)
        old.filter(sealed_refused__isnull=False).update(sealed_refused=None)
        ended = [State.DONE, State.FAILED, State.UNDOING, State.UNDONE]
        old.exclude(state__in=ended).update(state=State.FAILED, problem="import.expired")


def _read(run: ImportRun, *, size: int, only: Upload | None = None) -> None:
    """Look at the files that nobody has looked at: now, or in the background."""
    if size > AT_ONCE:
        run.state = State.RECEIVED
        run.save(update_fields=["state"])
        if only is not None:
            only.rows, only.problem, only.mapping, only.sealed_preview = 0, {}, {}, None
            only.save()
        transaction.on_commit(running.begin)
        return
    for upload in [only] if only else run.uploads.all():
        look(upload, run.outbreak.keys)
    run.state = State.READ
    run.save(update_fields=["state"])


def _begin(run: UUID, state: State, *allowed: State) -> None:
    with transaction.atomic():
        found = _taken(run, *allowed)
        files = [upload for upload in found.uploads.light() if is_readable(upload)]
        if not files:
            raise Problem("import.nothing_readable")
        _reset(found)
        found.state, found.expected = state, sum(upload.rows for upload in files)
        found.save()
        transaction.on_commit(running.begin)


def _taken(run: UUID, *allowed: State) -> ImportRun:
    """The import, locked. Raises `import.busy` when its state is none of these."""
    found = ImportRun.objects.select_for_update(of=("self",)).select_related("outbreak").get(pk=run)
    if found.state not in allowed:
        raise Problem("import.busy")
    if found.problem == "import.expired":
        raise Problem("import.expired")
    return found


def _reset(run: ImportRun) -> None:
    run.state, run.sealed_result, run.sealed_refused, run.problem = State.READ, None, None, ""
    run.done, run.attempts, run.heartbeat, run.holder, run.reading = 0, 0, None, None, ""
    run.save()


def _corrected(upload: Upload, sheet: SheetPreview, wanted: SheetCorrection | None) -> Stored | None:
    """The sheet as it is stored: below a new header row recognised anew, else with some columns put right."""
    before = cast(Stored | None, upload.mapping.get(sheet.name))
    if wanted is None:
        return before
    if wanted.header_row != (before["header_row"] if before else None):
        return under_header(sheet, Kind(upload.kind), wanted.header_row)
    mapping = restored(before, sheet.as_sheet())
    if mapping is None:
        return None
    for index, word in wanted.columns.items():
        field = Field(word) if word else None
        if index < len(mapping.columns) and mapping.columns[index].field != field:
            mapping = mapping.with_field(index, field)
    return stored(mapping)
