"""The machine's part of an import: reading large files, the dry run, the import, taking it back.

A thread of the web process does it, started by the request that asks for it: it begins at once and needs no queue. If
that process dies, nothing is lost: the state stands in the row with a heartbeat, and a sweeper of the job worker takes
up whatever has been silent for 30 seconds. Running it again is safe, for an import finds what is there already. Imports
run one after the other, because two that bring the same doors would trip over each other.
"""

import logging
import threading
from uuid import UUID

from django.db import connection, connections, transaction
from django.utils import timezone, translation

from qiaomen.access import audit
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.exchange import undoing
from qiaomen.exchange.execution import execute
from qiaomen.exchange.files import look
from qiaomen.exchange.models import ImportRun, ImportRunQuerySet, State, Upload
from qiaomen.exchange.reporting import Reporter, TakenOver

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5


def begin() -> None:
    """Do what waits, in a thread of this process."""
    threading.Thread(target=_work_apart, name="import", daemon=True).start()


def work() -> None:
    """Do what waits, one import after the other; nothing while somebody else is at it."""
    while (run := _claim()) is not None:
        _attempt(run)


def _work_apart() -> None:
    try:
        work()
    finally:
        connections.close_all()


def _claim() -> ImportRun | None:
    """The next import that waits, now this thread's; None when there is none or one is being worked on.

    Whoever asks for an import commits that first and calls `work` afterwards, so either the thread at work finds it
    when it comes back here, or it has gone and the new one does.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('qiaomen.exchange'), hashtext(current_schema()))")
        if ImportRun.objects.alive().exists():
            return None
        run = ImportRun.objects.waiting().select_related("outbreak").first()
        if run is not None:
            run.holder, run.heartbeat = new_id(), timezone.now()
            run.attempts += 1
            run.save(update_fields=["holder", "heartbeat", "attempts"])
    return run


def _attempt(run: ImportRun) -> None:
    """One step of an import; what stops it is kept for the page, and in the log without any value."""
    rows = {upload.name: upload.rows for upload in run.uploads.light()}
    if run.state == State.UNDOING:
        rows = {undoing.ROWS: run.expected}
    try:
        if run.attempts > MOST_ATTEMPTS:
            raise Problem("import.stopped")
        with translation.override(run.language or None), Reporter(run.id, run.holder or run.id, rows) as report:
            _step(run, report)
    except TakenOver:
        log.warning("an import was taken over by another process")
    except Problem as problem:
        _fail(run, problem.code)
    except Exception:
        log.exception("an import stopped")
        if run.state == State.UNDOING:  # what was taken back is so, and the next attempt goes on
            _mine(run.id, run.holder).update(heartbeat=None, holder=None)
        else:
            _fail(run, "import.stopped")


def _step(run: ImportRun, report: Reporter) -> None:
    if run.state == State.RECEIVED:
        for upload in run.uploads.filter(sealed_preview=None):
            look(upload, run.outbreak.keys)
        _end(run, state=State.READ)
    elif run.state == State.CHECKING:
        outcome, refused = execute(run, dry_run=True, tell=report.tell)
        _end(run, state=State.CHECKED, sealed_result=outcome, sealed_refused=refused)
    elif run.state == State.UNDOING:
        taken = undoing.take_back(run, tell=report.tell)
        with transaction.atomic():
            _end(run, state=State.UNDONE, taken_back=taken)
            audit.write(run.taken_back_by_id, "import.taken_back", run.id, rows=taken["rows"])
    else:
        outcome, refused = execute(run, dry_run=False, tell=report.tell)
        with transaction.atomic():
            _end(run, state=State.DONE, sealed_result=outcome, sealed_refused=refused, finished_at=timezone.now())
            # From here on the register has what the files had.
            Upload.objects.filter(run=run).update(sealed=None, sealed_preview=None)
            audit.write(run.worker_id, "import.done", run.id)


def _end(run: ImportRun, **fields: object) -> None:
    """Write what came of a step. Raises TakenOver when it is no longer this thread's to write."""
    if not _mine(run.id, run.holder).update(heartbeat=None, holder=None, **fields):
        raise TakenOver


def _fail(run: ImportRun, code: str) -> None:
    """Keep what stopped it. An import that could not be taken back is as it was, and may be asked again."""
    state = State.FAILED
    if run.state == State.UNDOING:
        state, code = State.DONE, "import.take_back_stopped"
    _mine(run.id, run.holder).update(heartbeat=None, holder=None, state=state, problem=code)


def _mine(run: UUID, holder: UUID | None) -> ImportRunQuerySet:
    return ImportRun.objects.filter(pk=run, holder=holder)
