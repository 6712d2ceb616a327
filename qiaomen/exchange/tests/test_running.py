"""Who does the work of an import, and what happens when they die over it."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone

from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import unseal
from qiaomen.exchange import execution, models, running, uploads
from qiaomen.exchange.models import SILENCE, ImportRun, State, Upload
from qiaomen.exchange.outcomes import outcome_of
from qiaomen.exchange.reporting import Reporter, TakenOver
from qiaomen.places.models import Door
from qiaomen.testing.imports import handed_in
from qiaomen.testing.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch) -> ImportRun:
    """An import that somebody asked for and nobody has begun."""
    monkeypatch.setattr(running, "begin", lambda: None)
    found = handed_in(world).run
    upload = Upload.objects.get()
    upload.name = "新门社区.csv"
    upload.save()
    uploads.start_check(found.id)
    return found


def state(run: ImportRun) -> str:
    return str(ImportRun.objects.values_list("state", flat=True).get(pk=run.pk))


def test_the_sweeper_takes_up_what_a_dead_process_left(run: ImportRun) -> None:
    dead = timezone.now() - SILENCE - timedelta(seconds=1)
    ImportRun.objects.update(holder=run.id, heartbeat=dead, attempts=1)
    running.work()
    assert state(run) == State.CHECKED


def test_what_somebody_is_at_work_on_is_left_to_them(run: ImportRun) -> None:
    ImportRun.objects.update(holder=run.id, heartbeat=timezone.now())
    running.work()
    assert state(run) == State.CHECKING


def test_one_import_waits_for_the_other(run: ImportRun, world: World) -> None:
    other = ImportRun.objects.create(
        outbreak=world.outbreak, worker=run.worker, language="en", state=State.RUNNING, heartbeat=timezone.now()
    )
    running.work()
    assert state(run) == State.CHECKING
    ImportRun.objects.filter(pk=other.pk).update(heartbeat=timezone.now() - SILENCE)
    running.work()
    assert (state(other), state(run)) == (State.DONE, State.CHECKED)


def test_an_import_cut_off_in_the_middle_ends_when_it_is_run_again(
    run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.work()
    uploads.start(run.id, worker=run.worker)
    with monkeypatch.context() as broken:
        broken.setattr(running, "_end", _dies)
        broken.setattr(running, "_fail", lambda *_: None)
        broken.setattr(ImportRun.objects.all().__class__, "waiting", lambda rows: rows.filter(attempts=0))
        running.work()
    doors = Door.objects.count()
    ImportRun.objects.update(heartbeat=None)
    running.work()
    assert (state(run), Door.objects.count()) == (State.DONE, doors)
    assert Upload.objects.get().sealed is None


def test_an_import_that_breaks_says_so_keeps_its_files_and_can_be_tried_again(
    run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(execution, "import_register", _dies)
        running.work()
    found = ImportRun.objects.get()
    assert (found.state, found.problem) == (State.FAILED, "import.stopped")
    uploads.start_check(run.id)
    running.work()
    assert state(run) == State.CHECKED


def test_an_import_that_dies_again_and_again_is_stopped(run: ImportRun) -> None:
    ImportRun.objects.update(attempts=running.MOST_ATTEMPTS)
    running.work()
    assert state(run) == State.FAILED


def test_who_lost_an_import_to_somebody_else_writes_nothing(run: ImportRun) -> None:
    ImportRun.objects.update(holder=run.id)
    with pytest.raises(TakenOver):
        running._end(ImportRun(id=run.id, holder=None, outbreak=run.outbreak), state=State.DONE)
    reporter = Reporter(run.id, run.worker_id, {})
    reporter._write()
    with pytest.raises(TakenOver):
        reporter.tell("a.csv", 1, 2)


def test_progress_counts_the_rows_of_the_files_before(run: ImportRun) -> None:
    ImportRun.objects.update(holder=run.id)
    reporter = Reporter(run.id, run.id, {"a.csv": 100, "b.csv": 50})
    reporter.tell("b.csv", 10, 20)
    reporter._write()
    found = ImportRun.objects.get()
    assert (found.done, found.reading, found.heartbeat is not None) == (125, "1", True)


def test_a_thread_of_the_web_process_does_the_work_by_itself(run: ImportRun) -> None:
    thread = threading.Thread(target=running._work_apart)
    thread.start()
    thread.join()
    outcome = outcome_of(ImportRun.objects.get())
    assert outcome is not None
    assert (state(run), outcome.doors, outcome.problems) == (State.CHECKED, 1, [])


def test_an_import_nobody_finished_within_a_day_asks_for_its_files_again(
    run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "KEPT", -uploads.KEPT)
    uploads.forget()
    with pytest.raises(Problem) as raised:
        uploads.start_check(run.id)
    assert raised.value.code == "import.expired"
    connections.close_all()


def _dies(*_arguments: object, **_fields: object) -> None:
    raise RuntimeError


def test_to_say_which_file_is_read_no_other_is_opened(run: ImportRun, monkeypatch: pytest.MonkeyPatch) -> None:
    more = Upload(run=run, size=0)
    more.name = "东门社区.csv"
    more.save()
    opened: list[object] = []

    def noted(keys: Keys, sealed: bytes, *, row: UUID) -> bytes:
        opened.append(row)
        return unseal(keys, sealed, row=row)

    names = [upload.name for upload in run.uploads.light()]
    monkeypatch.setattr(models, "unseal", noted)
    told = []
    for run.reading in ("", "0", "1", "2"):
        told.append(run.reading_name)
    assert told == ["", *names, ""]
    assert len(opened) == 2
