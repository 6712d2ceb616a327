"""Taking an import back: by the machine that brings imports in, once, and whoever dies over it."""

import pytest

from qiaomen.access.models import Audit
from qiaomen.base.problems import Problem
from qiaomen.exchange import running, undoing, uploads
from qiaomen.exchange.models import ImportRun, Kind, State
from qiaomen.exchange.tests.shared import csv_bytes
from qiaomen.ledger.models import Record
from qiaomen.ledger.submit import submit
from qiaomen.lists import actions, taking_back
from qiaomen.lists.models import Row
from qiaomen.lists.tests.lists_of import seen_by
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.imports import handed_in
from qiaomen.testing.world import World

pytestmark = pytest.mark.django_db(transaction=True)

ABOUT = {"title": "铁路推送", "source": "railway", "category": "returnee", "dated": "2020-03-21"}
HEADER = ["姓名", "来源地", "地址"]
ROWS = [[name, "北京市丰台区", "东门社区"] for name in ("无名甲", "无名乙", "无名丙", "无名丁", "无名戊")]


def brought_in(world: World) -> ImportRun:
    """A list from outside, brought in."""
    worker = world.workers["headquarters"]
    files = [("名单.csv", csv_bytes([HEADER, *ROWS], "utf-8"))]
    run = uploads.receive(files, worker=worker, kind=Kind.OUTSIDE, about=ABOUT)
    uploads.start_check(run.id)
    uploads.start(run.id, worker=worker)
    return ImportRun.objects.get(pk=run.id)


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch) -> ImportRun:
    """The import of a list, done; from here on nobody begins by themselves."""
    monkeypatch.setattr(running, "begin", running.work)
    found = brought_in(world)
    assert (found.state, Row.objects.count()) == (State.DONE, 5)
    monkeypatch.setattr(running, "begin", lambda: None)
    return found


def ask(run: ImportRun, world: World) -> None:
    uploads.take_back(run.id, worker=world.workers["headquarters"])


def now(run: ImportRun) -> ImportRun:
    return ImportRun.objects.get(pk=run.pk)


def test_an_import_is_taken_back_and_says_who_and_how_many(run: ImportRun, world: World) -> None:
    actions.tried(seen_by(world)[0], by=world.workers["lead"])
    ask(run, world)
    assert now(run).state == State.UNDOING
    running.work()
    found = now(run)
    assert (found.state, found.taken_back_by) == (State.UNDONE, world.workers["headquarters"])
    assert undoing.taken_back(found) == undoing.TakenBack(brought=5, rows=4, stays={"tried": 1})
    assert Audit.objects.get(action="import.taken_back").details == {"rows": 4}
    assert_rebuild_agrees()


def test_an_import_is_taken_back_once(run: ImportRun, world: World) -> None:
    ask(run, world)
    with pytest.raises(Problem, match=r"import\.busy"):
        ask(run, world)
    running.work()
    with pytest.raises(Problem, match=r"import\.busy"):
        ask(run, world)
    running.work()
    assert Record.objects.filter(kind="void").count() == 5


def test_where_everything_was_worked_on_nothing_is_begun(run: ImportRun, world: World) -> None:
    for one in seen_by(world):
        actions.tried(one, by=world.workers["lead"])
    with pytest.raises(Problem, match=r"import\.nothing_to_take_back"):
        ask(run, world)
    assert (now(run).state, undoing.plan_of(run).stays.total()) == (State.DONE, 5)


def test_only_who_may_bring_lists_in_takes_them_back(run: ImportRun, world: World) -> None:
    with pytest.raises(Problem, match=r"access\."):
        uploads.take_back(run.id, worker=world.workers["lead"])


def test_a_worker_that_dies_in_the_middle_is_gone_on_from_there(
    run: ImportRun, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_back, "PORTION", 2)
    ask(run, world)
    real = submit

    def dies_at_the_second(*given: object, **how: object) -> object:
        if Record.objects.filter(kind="void").exists():
            raise SystemExit
        return real(*given, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(taking_back, "submit", dies_at_the_second)
    with pytest.raises(SystemExit):
        running.work()
    monkeypatch.setattr(taking_back, "submit", real)
    assert (now(run).state, Row.objects.count()) == (State.UNDOING, 3)
    ImportRun.objects.update(heartbeat=None)
    running.work()
    assert undoing.taken_back(now(run)) == undoing.TakenBack(brought=5, rows=5)
    assert (now(run).state, Row.objects.count(), Record.objects.filter(kind="void").count()) == (State.UNDONE, 0, 5)


def test_taking_back_that_breaks_again_and_again_may_be_asked_for_again(
    run: ImportRun, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_back, "PORTION", 2)
    ask(run, world)
    real, times = submit, []

    def breaks(*given: object, **how: object) -> object:
        times.append(1)
        if len(times) == 2:
            return real(*given, **how)  # type: ignore[arg-type]
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(taking_back, "submit", breaks)
        running.work()
    assert (now(run).state, now(run).problem, Row.objects.count()) == (State.DONE, "import.take_back_stopped", 3)
    ask(run, world)
    running.work()
    assert (now(run).state, now(run).problem) == (State.UNDONE, "")
    assert undoing.taken_back(now(run)) == undoing.TakenBack(brought=5, rows=5)


def test_the_clock_leaves_what_is_being_taken_back_alone(
    run: ImportRun, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(run, world)
    monkeypatch.setattr(uploads, "KEPT", -uploads.KEPT)
    uploads.forget()
    assert now(run).state == State.UNDOING


def test_an_import_into_the_register_has_nothing_to_take_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "begin", running.work)
    found = handed_in(world).run
    uploads.start_check(found.id)
    uploads.start(found.id, worker=world.workers["headquarters"])
    assert undoing.came_of(now(found)) is None
    with pytest.raises(Problem, match=r"import\.nothing_to_take_back"):
        ask(found, world)


def test_the_file_comes_in_anew_and_is_an_import_of_its_own(
    run: ImportRun, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(run, world)
    running.work()
    monkeypatch.setattr(running, "begin", running.work)
    second = brought_in(world)
    assert Row.objects.count() == 5
    ask(second, world)
    assert (Row.objects.count(), undoing.taken_back(now(second)).rows) == (0, 5)


def test_an_import_that_brought_nothing_new_takes_nothing_of_the_other_back(
    run: ImportRun, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "begin", running.work)
    second = brought_in(world)
    assert undoing.plan_of(second).rows == 0
    with pytest.raises(Problem, match=r"import\.nothing_to_take_back"):
        ask(second, world)
