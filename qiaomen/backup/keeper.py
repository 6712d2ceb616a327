"""The process that keeps backups while `serve` runs: carries WAL away all the time, makes a whole copy each day."""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from qiaomen.backup import making, shipping, state
from qiaomen.backup.errors import BackupError
from qiaomen.backup.locks import alone
from qiaomen.backup.plan import Plan, Source, one, source
from qiaomen.postgres import PostgresError, archiving

log = logging.getLogger(__name__)
_TICK = 0.5
_OTHER = "another one keeps these backups"
_AFTER_TROUBLE_S = 300.0
_TROUBLES = (BackupError, PostgresError, OSError, psycopg.Error)


class Keeper:
    """Keeps the backups of one data directory as `plan` says, until told to stop.

    `spare` is how many free bytes the cluster's disk must have: below, WAL that waits for a folder that does not take
    it is given up, because a service without room for its own data is worse than a gap. A new line begins then.
    """

    def __init__(self, data_dir: Path, plan: Plan, *, spare: int) -> None:
        self._data_dir, self._plan, self._spare = data_dir, plan, spare
        self._making: threading.Thread | None = None
        self._not_before = self._switched = 0.0
        self._latest = datetime.min.replace(tzinfo=UTC)

    def run(self, stopping: Callable[[], bool]) -> None:
        """Keep on; what goes wrong is noted and tried again. Of several for one cluster, one works, the others wait."""
        while not stopping():
            try:
                with alone(self._data_dir / "backup-keeper.lock", otherwise=_OTHER):
                    self._keep(stopping)
            except BackupError:
                time.sleep(_TICK)

    def _keep(self, stopping: Callable[[], bool]) -> None:
        while not stopping():
            try:
                self.look()
            except _TROUBLES as error:
                self._trouble(error)
            time.sleep(_TICK)
        if self._making:
            self._making.join(timeout=5)

    def look(self) -> None:
        """Carry away what waits; begin a whole copy if one is due."""
        server = source(self._data_dir)
        self._make_room(server)
        self._begin_if_due(server)
        self._finish_piece(server)
        shipping.ship(server, self._plan)
        left = len(shipping.waiting(server))
        trouble = {"trouble": ""} if self._archives(server) and not self._resting() else {}
        state.note(self._data_dir, archived_at=_now().isoformat(timespec="seconds"), waiting=left, **trouble)

    def _archives(self, server: Source) -> bool:
        """Whether the running server keeps its WAL: one that another command had started begins at its next start."""
        if self._archiving_seen != server.sockets:
            with server.superuser() as session:
                if one(session, "SHOW archive_mode") != "on":
                    state.note(self._data_dir, trouble="WAL is archived from the next start of the database on.")
                    return False
            self._archiving_seen = server.sockets
        return True

    _archiving_seen = ""

    def _resting(self) -> bool:
        return time.monotonic() < self._not_before

    def _begin_if_due(self, server: Source) -> None:
        if (self._making and self._making.is_alive()) or self._resting() or not self._due(server):
            return
        self._making = threading.Thread(target=self._make, args=[server], daemon=True)
        self._making.start()

    def _make(self, server: Source) -> None:
        try:
            making.make(self._data_dir, server, self._plan)
        except _TROUBLES as error:
            self._not_before = time.monotonic() + _AFTER_TROUBLE_S
            self._trouble(error)

    def _due(self, server: Source) -> bool:
        """Once a day at the plan's hour, when there is none, and when data ended.

        One that was begun later than now was begun by a wrong clock, and says nothing of the last hour.
        """
        now = _now()
        begun = [whole.begun for whole in server.line(self._plan.folder).wholes() if whole.begun <= now]
        if not begun or state.asked_to_forget(self._data_dir):
            return True
        return begun[-1] < last_hour(self._plan, now)

    def _finish_piece(self, server: Source) -> None:
        """Have the server finish its piece of WAL while the clock stands before an hour that it has seen.

        By itself it does so some seconds after the last time, and that is hours away when the clock was set back.
        """
        now, moment = _now(), time.monotonic()
        self._latest = max(self._latest, now)
        if now >= self._latest - timedelta(seconds=self._plan.seconds) or moment < self._switched + self._plan.seconds:
            return
        with server.superuser() as session:
            session.execute("SELECT pg_switch_wal()")
        self._switched = moment

    def _make_room(self, server: Source) -> None:
        """Give up WAL that cannot be carried away before it fills the disk that the data needs."""
        free = shutil.disk_usage(server.layout.home).free
        if free >= self._spare or not shipping.waiting(server):
            return
        try:
            shipping.ship(server, self._plan)
        except (BackupError, OSError):
            archiving.begin_line(server.layout, self._plan.seconds)
            log.error("the disk is full of WAL that the backups' folder does not take: it was given up, a gap begins")

    def _trouble(self, error: Exception) -> None:
        sentence = (str(error).splitlines() or [type(error).__name__])[0]
        log.error("backup: %s", sentence)
        state.note(self._data_dir, trouble=sentence)


def last_hour(plan: Plan, now: datetime) -> datetime:
    """When a whole copy was last due."""
    today = datetime.combine(now.date(), plan.at, UTC)
    return today if today <= now else today - timedelta(days=1)


def _now() -> datetime:
    return datetime.now(UTC)
