"""A server killed with everything it had, and restored from what was carried away: to the end, and to a moment."""

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from qiaomen import postgres
from qiaomen.backup import BackupError, dumping, restoring, sealed, state, store
from qiaomen.backup.keeper import Keeper, last_hour
from qiaomen.backup.plan import Plan, one, plan, source
from qiaomen.cli.commands import backup
from qiaomen.postgres import paths, postmaster

FAST = {"fsync": "off", "shared_buffers": "16MB"}
EVERY = 1
WINDOW = EVERY + 30
"""Seconds; in service two or three more than `EVERY`. The rest is for machines that are busy with other tests."""


@dataclass
class Place:
    """A data directory under archiving, the folder of its backups, and rows that were committed, by time."""

    folder: Path
    plan: Plan
    keys: list[sealed.Identity]
    committed: list[tuple[int, datetime]] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def rows(self, data: Path) -> list[int]:
        with postgres.running(data, tuning=FAST) as url, psycopg.connect(url) as session:
            return [row[0] for row in session.execute("SELECT n FROM knock ORDER BY n").fetchall()]


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="qiaomen-backup-"))
    folder.chmod(0o755)  # the server's account passes through
    monkeypatch.setenv("QIAOMEN_POSTGRES_ELSEWHERE", str(folder / "elsewhere"))
    monkeypatch.setenv("QIAOMEN_BACKUP_SECONDS", str(EVERY))
    recipient = sealed.new_key(folder / "key")
    chosen = plan(folder / "backups", recipient)
    assert chosen is not None
    yield Place(folder, chosen, sealed.identities(folder / "key"))
    for data in (folder / "data", folder / "new", folder / "then"):
        if (data / "postgres").is_dir():
            postgres.remove(data)
    shutil.rmtree(folder)


def knock(place: Place, url: str, until: float) -> None:
    with psycopg.connect(url, autocommit=True) as session:
        while time.monotonic() < until:
            session.execute("INSERT INTO knock VALUES (%s)", [len(place.committed)])
            place.committed.append((len(place.committed), datetime.now(UTC)))
            time.sleep(0.02)


def test_after_the_loss_of_the_disk_all_but_the_window_is_there_and_any_moment_can_be_had(place: Place) -> None:
    server = postgres.Server(place.data, tuning=FAST, archive_every=EVERY)
    url = server.join()
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("CREATE TABLE knock (n int)")
    stop = threading.Event()
    keeper = threading.Thread(target=Keeper(place.data, place.plan, spare=0).run, args=[stop.is_set])
    keeper.start()
    while not state.read(place.data).whole_at:
        time.sleep(0.05)
    knock(place, url, time.monotonic() + 3)
    running = postmaster.read(paths.locate(place.data).cluster)  # type: ignore[union-attr]
    assert running is not None
    stop.set()
    os.kill(running.pid, signal.SIGKILL)
    killed = datetime.now(UTC)
    keeper.join()
    postgres.remove(place.data)

    restored = restoring.restore(place.folder / "new", place.plan.folder, place.keys, at=None)
    there = place.rows(place.folder / "new")
    assert there == list(range(len(there))), "no hole in the middle"
    lost = [at for number, at in place.committed if number >= len(there)]
    assert all((killed - at).total_seconds() <= WINDOW for at in lost)
    assert restored.pieces > 0
    with pytest.raises(BackupError, match="has a database already"):
        restoring.restore(place.folder / "new", place.plan.folder, place.keys, at=None)
    with pytest.raises(BackupError, match="The archive ends at"):
        restoring.restore(place.folder / "then", place.plan.folder, place.keys, at=datetime.now(UTC))

    number, moment = place.committed[len(there) // 2]
    restoring.restore(place.folder / "then", place.plan.folder, place.keys, at=moment)
    assert place.rows(place.folder / "then") == list(range(number + 1))


def test_a_restore_that_was_broken_off_is_no_database_and_can_be_begun_again(place: Place) -> None:
    data = paths.prepare(place.data)
    layout, _binaries = paths.settle(data)
    layout.cluster.mkdir()
    (layout.home / "restoring").touch()
    with pytest.raises(postgres.PostgresError, match="restore it again"):
        postgres.Server(data).join()
    with pytest.raises(BackupError, match="no complete backup"):
        restoring.restore(data, place.plan.folder, place.keys, at=None)


def test_of_an_external_server_a_dump_is_kept_and_goes_into_an_empty_schema_only(place: Place) -> None:
    there = dumping.Elsewhere(os.environ["QIAOMEN_DATABASE_URL"], f"backup_{os.getpid()}")
    with psycopg.connect(there.url, autocommit=True) as session:
        session.execute(f"CREATE SCHEMA {there.schema}".encode())
        session.execute(f"CREATE TABLE {there.schema}.knock AS SELECT generate_series(1, 500) AS n".encode())
        session.execute(f"REVOKE UPDATE ON {there.schema}.knock FROM CURRENT_USER".encode())
        try:
            made = dumping.copy(there, place.plan, told=lambda done, total: None)
            with pytest.raises(BackupError, match="has tables already"):
                dumping.restore(there, made, place.keys)
            session.execute(f"DROP SCHEMA {there.schema} CASCADE".encode())
            dumping.restore(there, made, place.keys)
            assert one(session, f"SELECT sum(n) FROM {there.schema}.knock") == 125_250
            # Privileges name roles, which the other server does not have: they are taken away there again.
            assert one(session, f"SELECT relacl IS NULL FROM pg_class WHERE oid = '{there.schema}.knock'::regclass")
        finally:
            session.execute(f"DROP SCHEMA {there.schema} CASCADE".encode())


def test_no_program_has_the_databases_password_among_its_arguments(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = os.environ["QIAOMEN_DATABASE_URL"]
    password = str(psycopg.conninfo.conninfo_to_dict(given).get("password") or "open-sesame")
    url = psycopg.conninfo.make_conninfo(given, password=password)
    program, there = place.folder / "program", dumping.Elsewhere(url, f"backup_{os.getpid()}")
    program.write_text(f'#!/bin/sh\necho "$@" "[$PGPASSWORD]" >> {place.folder}/told\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setattr(dumping, "_program", lambda name: str(program))
    with pytest.raises(BackupError, match="could not be dumped"):
        dumping.copy(there, place.plan, told=lambda done, total: None)
    arguments, _, known = (place.folder / "told").read_text().strip().rpartition(" ")
    assert (password in arguments, known) == (False, f"[{password}]")


@pytest.mark.parametrize("shared", [False, True])
def test_what_is_to_be_forgotten_is_asked_where_the_server_is_backed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool
) -> None:
    district = tmp_path / "districts" / "north"
    district.mkdir(parents=True)
    monkeypatch.delenv("QIAOMEN_DATABASE_OF", raising=False)
    if shared:
        monkeypatch.setenv("QIAOMEN_DATABASE_OF", str(tmp_path))
    state.ask_forget(district)
    assert state.asked_to_forget(tmp_path if shared else district)
    assert not state.asked_to_forget(district if shared else tmp_path)


def test_what_is_asked_while_a_copy_is_made_stays_asked(tmp_path: Path) -> None:
    state.forgotten(tmp_path, state.asked_to_forget(tmp_path))
    state.ask_forget(tmp_path)
    before = state.asked_to_forget(tmp_path)
    os.utime(tmp_path / "forget-backups", ns=(before - 1, before - 1))  # as if asked again, whatever the clock says
    state.forgotten(tmp_path, before)
    assert state.asked_to_forget(tmp_path)
    state.forgotten(tmp_path, before - 1)
    assert not state.asked_to_forget(tmp_path)


def test_a_dump_answers_what_is_to_be_forgotten_too(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there, data = dumping.Elsewhere("dbname=x", "north"), place.folder
    monkeypatch.setenv("QIAOMEN_DATA", str(data))
    monkeypatch.setattr(backup, "elsewhere", lambda: there)

    def copy(source: dumping.Elsewhere, plan: Plan, *, told: object) -> store.Whole:
        begun, own = datetime.now(UTC), source.line(plan.folder)
        own.provide(system=source.name)
        store.finish(own.new_whole(begun), begun=begun, ended=begun, bytes=1, needs="", version="18")
        return own.wholes()[-1]

    monkeypatch.setattr(dumping, "copy", copy)
    backup._dump(place.plan, forget=False)
    backup._dump(place.plan, forget=False)
    assert len(there.line(place.plan.folder).wholes()) == 2
    state.ask_forget(data)
    backup._dump(place.plan, forget=False)
    assert len(there.line(place.plan.folder).wholes()) == 1
    assert not state.asked_to_forget(data)


@pytest.mark.parametrize(("now", "due"), [("18:59", "2022-06-27T19:00"), ("19:00", "2022-06-28T19:00")])
def test_a_copy_is_due_at_its_hour_each_day(place: Place, now: str, due: str) -> None:
    moment = datetime.fromisoformat(f"2022-06-28T{now}+00:00")
    assert last_hour(place.plan, moment) == datetime.fromisoformat(f"{due}+00:00")


def test_without_a_running_server_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="is running"):
        source(tmp_path)
