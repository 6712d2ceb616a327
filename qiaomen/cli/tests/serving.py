"""`qiaomen serve` in a test: a data directory of its own and the processes that serve it."""

import fcntl
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
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from qiaomen import postgres
from qiaomen.cli.supervisor.leftovers import MARK
from qiaomen.postgres import paths, postmaster
from qiaomen.testing.plugin import home


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


def _clear(serving: Serving) -> None:
    for process in serving.started:
        process.kill()
        process.wait()
    for pid in serving.processes():
        with suppress(ProcessLookupError):  # it ended meanwhile
            os.kill(pid, signal.SIGKILL)
    postgres.remove(serving.data_dir)


@pytest.fixture(scope="session")
def migrated() -> Path:
    """A data directory whose database has its schema and is stopped, for copying: made by whoever asks first."""
    made = Serving(home() / "migrated")
    with (home() / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.data_dir.exists():
            answer = made.command("migrate")
            assert answer.returncode == 0, answer.stderr
    return made.data_dir


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="qiaomen-serve-"))
    folder.chmod(0o711)  # the server's account passes through
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def bare() -> Iterator[Serving]:
    """A data directory that does not exist yet."""
    with _folder() as folder:
        serving = Serving(folder / "data")
        yield serving
        _clear(serving)


@pytest.fixture
def serving(migrated: Path, bare: Serving) -> Serving:
    """A data directory that has its schema."""
    subprocess.run(["cp", "-a", str(migrated), str(bare.data_dir)], check=True)
    return bare
