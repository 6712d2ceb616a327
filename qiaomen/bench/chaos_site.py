"""A served installation of a chaos run: its processes, started, killed and started again."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from qiaomen import postgres
from qiaomen.bench.server import free_port
from qiaomen.postgres import paths, postmaster

_MEGABYTE = 1024 * 1024
_PATIENCE = 300.0
_UNSET = {"QIAOMEN_DATABASE_URL", "QIAOMEN_DATA"}


class ChaosError(RuntimeError):
    """Something was promised and did not happen."""


def until(condition: Callable[[], object], what: str, *, patience: float = _PATIENCE) -> float:
    """Wait for the condition; answers the seconds that it took. Raises ChaosError when it does not come."""
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > patience:
            raise ChaosError(f"this never happened: {what}")
        time.sleep(0.05)
    return time.monotonic() - begun


@dataclass
class Site:
    """One data directory and what serves it. `env` is what the processes are given beyond our own environment."""

    data: Path
    env: Mapping[str, str]
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run `qiaomen` to its end."""
        return subprocess.run(self._line(*words), env=self._environment(), capture_output=True, text=True, check=False)

    def serve(self) -> None:
        """Start `serve` and wait for its own word: what a killed one left behind may still answer at the port."""
        ready = len(self.events("ready"))
        words = self._line("serve", "--port", str(self.port), "--workers", "2")
        silent = subprocess.DEVNULL
        self.process = subprocess.Popen(words, env=self._environment(), stdout=silent, stderr=silent)
        until(lambda: len(self.events("ready")) > ready, "the site is ready")

    def pid(self, child: str) -> int:
        """The process that runs as this child now."""
        return int(self.events("child.started", child=child)[-1]["pid"])

    def database_pid(self) -> int | None:
        """The process of the database, while it runs."""
        server = self._postmaster()
        return server.pid if server else None

    def events(self, name: str, **fields: Any) -> list[dict[str, Any]]:
        """Lines of the supervisor's log."""
        file = self.data / "logs" / "serve.log"
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return [line for line in lines if line["event"] == name and fields.items() <= line.items()]

    def kill_all(self) -> None:
        """`kill -9` of supervisor, database and what else it runs, without a pause."""
        assert self.process is not None
        victims = [self.process.pid, self.database_pid(), *(self.pid(child) for child in ("web", "worker", "backup"))]
        for pid in filter(None, victims):
            with suppress(ProcessLookupError):  # one that had died just now
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it in order."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def remove(self) -> None:
        """Take away the installation with its database."""
        self.stop()
        if (self.data / "postgres").is_dir():
            postgres.remove(self.data)
        shutil.rmtree(self.data, ignore_errors=True)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows from the database, the district's or its queue's."""
        server = self._postmaster()
        if server is None:
            raise ChaosError("the database does not run")
        schemas = "-c search_path=public,public_jobs"
        with psycopg.connect(host=server.socket_folder, user="qiaomen", dbname="qiaomen", options=schemas) as session:
            return session.execute(statement.encode()).fetchall()

    def _postmaster(self) -> postmaster.Postmaster | None:
        layout = paths.locate(self.data)
        return postmaster.read(layout.cluster) if layout else None

    def _line(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "qiaomen", "--data", str(self.data), *words]

    def _environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if name not in _UNSET}
        return ours | dict(self.env)


# Python sleeps until a moment of the clock that only runs on; libfaketime 0.9.10 takes that for an hour of the other.
_SLEEPING = "import select, time\n\ntime.sleep = lambda seconds: select.select([], [], [], seconds) and None\n"


class ServerClock:
    """The clock of the site: of `serve` and all that it starts, PostgreSQL with them, as libfaketime tells it.

    Where that is not installed (Debian: libfaketime) it cannot be set. What nobody can set, the clock that only runs
    on, is left alone.
    """

    def __init__(self, folder: Path) -> None:
        self._file, found = folder / "clock", sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        self.possible = bool(found)
        self.tidy()
        self.env: dict[str, str] = {}
        if found:
            (folder / "python").mkdir()
            (folder / "python" / "sitecustomize.py").write_text(_SLEEPING)
            told = {"TIMESTAMP_FILE": str(self._file), "DONT_FAKE_MONOTONIC": "1", "CACHE_DURATION": "1"}
            self.env = {f"FAKETIME_{name}": value for name, value in told.items()}
            self.env |= {"LD_PRELOAD": str(found[0]), "NO_FAKE_STAT": "1", "PYTHONPATH": str(folder / "python")}
        self.set(0)

    def tidy(self) -> None:
        """Take away what libfaketime leaves of processes that were killed: where it belongs to another account, no new
        process with such a number would start."""
        for left in Path("/dev/shm").glob("*faketime_*"):  # noqa: S108 - none of it is ours to choose
            if not Path("/proc", left.name.rpartition("_")[2]).exists():
                left.unlink(missing_ok=True)

    def set(self, hours: int) -> None:
        """Set it so many hours ahead; the site notices within a second."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{hours * 3600:+d}\n")
        fresh.chmod(0o644)  # PostgreSQL's account reads it
        fresh.replace(self._file)


class Ballast:
    """A file as large as it takes to come below what is kept free; it is reserved, not written."""

    def __init__(self, folder: Path, *, spare: int) -> None:
        """`spare` MB must be free above the mark before, and are missing below it while the ballast lies there."""
        self.file, self._size = folder / "ballast", 2 * spare * _MEGABYTE
        self.kept = shutil.disk_usage(folder).free // _MEGABYTE - spare
        self.possible = self.kept > spare and sys.platform == "linux"

    def drop(self) -> None:
        """Fill the disk."""
        with self.file.open("wb") as out:
            os.posix_fallocate(out.fileno(), 0, self._size)

    def lift(self) -> None:
        """Make room."""
        self.file.unlink(missing_ok=True)
