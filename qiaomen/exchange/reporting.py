"""Telling how far an import is, from a thread and a connection of its own.

The import's own connection cannot tell: a dry run is one long transaction, and a large file takes longer to open than
the silence after which somebody else takes over.
"""

import logging
import threading
from types import TracebackType
from uuid import UUID

from django.db import DatabaseError, connection
from django.utils import timezone

from qiaomen.exchange.models import ImportRun

log = logging.getLogger(__name__)

EVERY = 1.0


class TakenOver(Exception):
    """Somebody else has this import by now: stop."""


class Reporter:
    """Writes heartbeat and progress every second while its block runs.

    `rows` says how many rows each file has: progress is counted in rows, of which the files read so far are done.
    """

    def __init__(self, run: UUID, holder: UUID, rows: dict[str, int]) -> None:
        self.run, self.holder, self.rows = run, holder, rows
        self.reading, self.done = "", 0
        self.lost = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go, name="import-report", daemon=True)

    def __enter__(self) -> "Reporter":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def tell(self, file: str, done: int, expected: int) -> None:
        """So much of so much in this file. Raises TakenOver."""
        if self.lost:
            raise TakenOver
        before = 0
        for name, rows in self.rows.items():
            if name == file:
                break
            before += rows
        self.reading = str(list(self.rows).index(file)) if file in self.rows else ""
        self.done = before + (self.rows.get(file, 0) * done // expected if expected else 0)

    def _go(self) -> None:
        try:
            while not self._ended.wait(EVERY):
                self._write()
        finally:
            connection.close()

    def _write(self) -> None:
        try:
            mine = ImportRun.objects.filter(pk=self.run, holder=self.holder)
            self.lost = not mine.update(heartbeat=timezone.now(), done=self.done, reading=self.reading)
        except DatabaseError as error:
            log.warning("how far an import is could not be written: %s", type(error).__name__)
            connection.close()
