"""Commands share one server, and what is killed does not count."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from qiaomen import postgres
from qiaomen.postgres import paths, postmaster
from qiaomen.postgres.postmaster import Postmaster

Spawn = Callable[..., "subprocess.Popen[str]"]
FAST = {"fsync": "off", "shared_buffers": "16MB"}


def server_of(data_dir: Path) -> Postmaster | None:
    layout = paths.locate(data_dir)
    return postmaster.read(layout.cluster) if layout else None


def leave(user: "subprocess.Popen[str]") -> None:
    user.communicate("\n")
    assert user.returncode == 0


def ends(data_dir: Path) -> bool:
    deadline = time.monotonic() + 30
    while server_of(data_dir) and time.monotonic() < deadline:
        time.sleep(0.05)
    return server_of(data_dir) is None


def test_overlapping_commands_share_one_server_and_the_last_one_stops_it(data_dir: Path, spawn_user: Spawn) -> None:
    first = spawn_user("first")
    server = server_of(data_dir)
    second = spawn_user("second")
    assert server_of(data_dir) == server
    leave(first)
    assert server_of(data_dir) == server
    leave(second)
    assert server_of(data_dir) is None


def test_a_command_that_was_killed_is_no_holder(data_dir: Path, spawn_user: Spawn) -> None:
    killed = spawn_user("killed")
    killed.kill()
    killed.wait()
    server = server_of(data_dir)
    with postgres.running(data_dir, tuning=FAST):
        assert server_of(data_dir) == server
    assert server_of(data_dir) is None


def test_stop_names_the_commands_that_use_the_server_and_leaves_it(data_dir: Path, spawn_user: Spawn) -> None:
    user = spawn_user("import-register")
    assert postgres.stop(data_dir) == [postgres.Holder(user.pid, "import-register")]
    assert server_of(data_dir) is not None


def test_stop_by_force_stops_the_server_under_its_users(data_dir: Path, spawn_user: Spawn) -> None:
    spawn_user("import-register")
    assert postgres.stop(data_dir, force=True) == []
    assert server_of(data_dir) is None


def test_stop_ends_a_server_whose_users_are_all_dead(data_dir: Path, spawn_user: Spawn) -> None:
    killed = spawn_user("killed")
    killed.kill()
    killed.wait()
    assert postgres.stop(data_dir) == []
    assert server_of(data_dir) is None


def test_stopping_where_there_is_no_database_does_nothing(data_dir: Path) -> None:
    assert postgres.stop(data_dir) == []
    assert not data_dir.exists()


def test_a_tethered_server_ends_with_its_killed_owner(data_dir: Path, spawn_user: Spawn) -> None:
    owner = spawn_user("serve", "tethered")
    owner.kill()
    owner.wait()
    assert ends(data_dir)


def test_a_committed_row_survives_the_killing_of_server_and_holder(data_dir: Path, spawn_user: Spawn) -> None:
    user = spawn_user("killed")
    server = server_of(data_dir)
    assert server is not None
    address = f"host={server.socket_folder} user=qiaomen dbname=qiaomen"
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE knock (door text)")
        connection.execute("INSERT INTO knock VALUES ('3-2-501')")
    os.kill(server.pid, signal.SIGKILL)
    user.kill()
    user.wait()
    with postgres.running(data_dir, tuning=FAST) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT door FROM knock").fetchall() == [("3-2-501",)]


def test_an_owner_revives_a_server_that_was_killed_under_the_same_address(data_dir: Path) -> None:
    server = postgres.Server(data_dir, tuning=FAST, tethered=True)
    address = server.join()
    running = server_of(data_dir)
    assert running is not None
    os.kill(running.pid, signal.SIGKILL)
    assert ends(data_dir)
    assert not server.alive()
    assert server.revive() == address
    assert server.alive()
    server.leave()
    assert server_of(data_dir) is None


def test_a_command_that_fails_to_start_the_server_leaves_no_claim(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(postgres.PostgresError, match="no_such_setting"):
        postgres.Server(data_dir, tuning=FAST | {"no_such_setting": "1"}).join()
    assert postgres.stop(data_dir) == []
    with postgres.running(data_dir, tuning=FAST) as url:
        assert psycopg.connect(url).info.dbname == "qiaomen"
