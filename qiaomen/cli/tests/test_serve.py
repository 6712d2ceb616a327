"""`qiaomen serve` as a real process: what it starts, what it starts again, what it leaves behind (nothing)."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from qiaomen import postgres
from qiaomen.cli.supervisor.leftovers import MARK
from qiaomen.postgres import paths, postmaster

pytestmark = [pytest.mark.journey, pytest.mark.slow]


class Serving:
    """One data directory and the processes that serve it."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.env = {name: value for name, value in os.environ.items() if name != "QIAOMEN_DATABASE_URL"}
        self.started: list[subprocess.Popen[bytes]] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        line = [sys.executable, "-m", "qiaomen", "--data", str(self.data_dir), *words]
        return subprocess.run(line, env=self.env, capture_output=True, text=True, check=False)

    def serve(self) -> "subprocess.Popen[bytes]":
        """Start `serve` and wait until the site answers."""
        ready = len(self.events("ready"))
        line = [sys.executable, "-m", "qiaomen", "--data", str(self.data_dir), "serve", "--port", str(self.port)]
        process = subprocess.Popen(
            [*line, "--workers", "2"], env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.started.append(process)
        until(lambda: len(self.events("ready")) > ready)
        return process

    def events(self, name: str, **fields: Any) -> list[dict[str, Any]]:
        file = self.data_dir / "logs" / "serve.log"
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [line for line in lines if line["event"] == name and fields.items() <= line.items()]

    def processes(self) -> list[int]:
        """Children of the supervisor that live, grandchildren included."""
        mark = f"{MARK}={self.data_dir}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def database(self) -> postmaster.Postmaster | None:
        layout = paths.locate(self.data_dir)
        return postmaster.read(layout.cluster) if layout else None

    def pid(self, child: str) -> int:
        return int(self.events("child.started", child=child)[-1]["pid"])


def until(condition: Callable[[], object]) -> None:
    """Wait for the condition; the limit only ends a hopeless test."""
    deadline = time.monotonic() + 300
    while not condition():
        assert time.monotonic() < deadline, "this never happened"
        time.sleep(0.1)


@pytest.fixture
def serving() -> Iterator[Serving]:
    folder = Path(tempfile.mkdtemp(prefix="qiaomen-serve-"))
    folder.chmod(0o711)
    serving = Serving(folder / "data")
    yield serving
    for process in serving.started:
        process.kill()
        process.wait()
    for pid in serving.processes():
        os.kill(pid, signal.SIGKILL)
    postgres.remove(serving.data_dir)
    shutil.rmtree(folder)


def test_serve_runs_everything_and_stop_ends_everything(serving: Serving) -> None:
    process = serving.serve()
    assert serving.database() is not None
    assert len(serving.processes()) >= 4, "granian and its two workers, and the job worker"
    answer = serving.command("stop")
    assert (answer.returncode, answer.stdout) == (0, "Stopped.\n")
    assert process.wait() == 0
    assert serving.processes() == []
    assert serving.database() is None
    order = [line["child"] for line in serving.events("child.stopped")]
    assert order == ["web", "worker"]


def test_a_second_serve_of_the_same_data_is_refused_by_process(serving: Serving) -> None:
    first = serving.serve()
    answer = serving.command("serve", "--port", "1")
    assert answer.returncode == 1
    assert f"process {first.pid}" in answer.stderr


def test_nothing_outlives_a_supervisor_that_was_killed(serving: Serving) -> None:
    process = serving.serve()
    process.kill()
    process.wait()
    until(lambda: not serving.processes())
    until(lambda: serving.database() is None)


def test_web_server_and_database_that_were_killed_come_back(serving: Serving) -> None:
    process = serving.serve()
    web, database = serving.pid("web"), serving.database()
    assert database is not None
    os.kill(web, signal.SIGKILL)
    os.kill(database.pid, signal.SIGKILL)
    until(lambda: serving.pid("web") != web)
    until(lambda: len(serving.events("database.started")) == 2)
    until(lambda: serving.database())
    assert process.poll() is None
    assert serving.command("migrate").stdout == "The schema was up to date.\n"


def test_after_the_killing_of_everything_serve_starts_again_with_every_committed_row(serving: Serving) -> None:
    process = serving.serve()
    database = serving.database()
    assert database is not None
    with psycopg.connect(host=database.socket_folder, user="qiaomen", dbname="qiaomen") as connection:
        connection.execute("CREATE TABLE knock AS SELECT '3-2-501' AS door")
    for pid in (serving.pid("web"), process.pid, database.pid):
        os.kill(pid, signal.SIGKILL)
    process.wait()
    serving.serve()
    assert serving.events("leftovers.killed"), "the web workers, who had lost their master and kept the port"
    database = serving.database()
    assert database is not None
    with psycopg.connect(host=database.socket_folder, user="qiaomen", dbname="qiaomen") as connection:
        assert connection.execute("SELECT door FROM knock").fetchall() == [("3-2-501",)]


def test_a_port_that_is_taken_is_said_at_once(serving: Serving) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", serving.port))
        other.listen()
        answer = serving.command("serve", "--port", str(serving.port))
    assert answer.returncode == 1
    assert f"127.0.0.1:{serving.port} cannot be used" in answer.stderr
