"""The supervisor itself: starts what an installation consists of, in order, watches it, and stops it in order."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import qiaomen
from qiaomen import postgres
from qiaomen.base.build import keep
from qiaomen.cli import environment
from qiaomen.cli.supervisor import leftovers, log
from qiaomen.cli.supervisor.child import Backoff, Child
from qiaomen.cli.supervisor.sources import Sources
from qiaomen.cli.supervisor.web import Web

_TICK = 0.25
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Database:
    """The embedded server while we serve: ours, tethered to us, started again when it dies.

    One that districts share is tethered to none of them: it ends with the last one that uses it.
    """

    def __init__(self, data_dir: Path, archive_every: int | None) -> None:
        folder = environment.cluster_dir()
        own = folder == data_dir
        if archive_every is None and not own:
            archive_every = postgres.AS_IT_IS  # another district's serve may have asked for it
        self._server = postgres.Server(folder, tethered=own, purpose="serve", archive_every=archive_every)
        self._backoff = Backoff()
        self._since = self._due = 0.0

    def start(self) -> str:
        """Returns the database URL."""
        url = environment.as_district(self._server.join())
        self._since = time.monotonic()
        log.event("database.started")
        return url

    def watch(self) -> None:
        """Start the server again when it died and its delay is over; recovery brings back what was committed."""
        if self._server.alive():
            return
        now = time.monotonic()
        if not self._due:
            self._due = now + self._backoff.after(now - self._since)
            log.event("database.died", level=40, again_in_s=round(self._due - now, 1))
        if now < self._due:
            return
        try:
            self._server.revive()
        except postgres.PostgresError as error:
            self._due = time.monotonic() + self._backoff.after(0)
            log.event("database.failed", level=40, reason=str(error))
            return
        self._since, self._due = time.monotonic(), 0.0
        log.event("database.started")

    def stop(self) -> None:
        """Other commands get half a minute to finish with it."""
        self._server.leave()
        log.event("database.stopped")


class Supervisor:
    """One `qiaomen serve`. The caller holds the right to serve the data directory."""

    def __init__(
        self, data_dir: Path, web: Web, *, sources: Sources | None = None, archive_every: int | None = None
    ) -> None:
        """`sources` are watched for changes, upon which web server and worker start anew.

        With `archive_every` (seconds) the embedded database's WAL is archived, and a child keeps the backups.
        """
        self._data_dir, self._web, self._sources = data_dir, web, sources
        external = bool(os.environ.get("QIAOMEN_DATABASE_URL"))
        self._database = None if external else Database(data_dir, archive_every)
        self._keeps_backups = archive_every is not None and not external
        self._children: list[Child] = []
        self._stopping = 0

    def run(self, announce: Callable[[], None]) -> int:
        """Serve until told to stop; `announce` is called once, when the site first answers. Returns the exit code."""
        for number in _STOP_SIGNALS:
            signal.signal(number, self._ask_to_stop)
        try:
            if self._database:
                os.environ["QIAOMEN_DATABASE_URL"] = self._database.start()
            if not self._stopping and not self._bring_schema_up_to_date():
                return 1
            self._keep_static_files()
            self._watch_until_told(announce)
            return 0
        finally:
            self._stop_all()

    def _ask_to_stop(self, number: int, frame: object) -> None:
        """The second request makes haste."""
        self._stopping += 1

    def _environment(self, part: str = "") -> dict[str, str]:
        """What children get beside ours; the database shows each of them under the name of its `part`."""
        shared = {leftovers.MARK: str(self._data_dir), "PYTHONUNBUFFERED": "1", "QIAOMEN_LOG_FORM": "json"}
        return shared | ({"PGAPPNAME": f"qiaomen {part}"} if part else {})

    def _bring_schema_up_to_date(self) -> bool:
        """In a process of its own: the supervisor stays small and never loads the application."""
        answer = subprocess.run([*_qiaomen(), "migrate"], capture_output=True, text=True, errors="replace", check=False)
        for line in (answer.stdout + answer.stderr).splitlines():
            log.output("migrate", line)
        if answer.returncode != 0:
            log.event("schema.failed", level=40, code=answer.returncode)
        return answer.returncode == 0

    def _keep_static_files(self) -> None:
        """For the next build to serve beside its own; no reason not to serve where there is no room for them."""
        try:
            keep(Path(qiaomen.__file__).parent, self._data_dir / "static")
        except OSError as error:
            log.event("static.not_kept", level=30, reason=str(error))

    def _watch_until_told(self, announce: Callable[[], None]) -> None:
        timings = self._data_dir / "timings"
        shutil.rmtree(timings, ignore_errors=True)  # answers are counted from this start on
        web_environment = self._web.environment() | self._environment("web") | {"QIAOMEN_TIMINGS": str(timings)}
        web = Child("web", self._web.command(), env=web_environment)
        worker_environment = os.environ | self._environment("worker")
        worker = Child("worker", [*_qiaomen(), "worker"], env=worker_environment)
        self._children = [web, worker]
        if self._keeps_backups:
            self._children.append(Child("backup", [*_qiaomen(), "backup", "--keep"], env=worker_environment))
        announced = False
        while not self._stopping:
            if self._database:
                self._database.watch()
            for child in self._children:
                child.watch()
            if not announced and self._web.answers():
                announced = True
                log.event("ready", address=self._web.address, workers=self._web.workers)
                announce()
            if self._sources and self._sources.changed():
                log.event("sources.changed")
                web.restart()
                worker.restart()
            time.sleep(_TICK)

    def _stop_all(self) -> None:
        """Web first, so that nothing more comes in, then jobs, then the database they write to."""
        log.event("stopping")
        for child in self._children:
            child.stop(patience=1 if self._stopping > 1 else None)
        if self._database:
            self._database.stop()
        log.event("stopped")


def _qiaomen() -> list[str]:
    return [sys.executable, "-m", "qiaomen"]
