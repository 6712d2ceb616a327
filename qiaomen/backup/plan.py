"""How backups are made here, from the environment; and the server that they are made of."""

import os
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

from qiaomen import postgres
from qiaomen.backup.errors import BackupError
from qiaomen.backup.sealed import Recipient, recipients
from qiaomen.backup.store import Line
from qiaomen.postgres import archiving, paths, postmaster
from qiaomen.postgres.binaries import Binaries
from qiaomen.postgres.cluster import SUPERUSER
from qiaomen.postgres.paths import Layout


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to, for whom, a piece of WAL at least every so many `seconds`, copies kept for `days`, made `at` (UTC)."""

    folder: Path
    to: tuple[Recipient, ...]
    seconds: int
    days: int
    at: time


def plan(folder: Path | None = None, to: str | None = None) -> Plan | None:
    """The plan, or None where no folder is named. Raises BackupError when it makes no sense."""
    named = str(folder) if folder else os.environ.get("QIAOMEN_BACKUP", "")
    if not named:
        return None
    words = to or os.environ.get("QIAOMEN_BACKUP_TO", "")
    if not words:
        raise BackupError("QIAOMEN_BACKUP_TO must name who may read backups: public keys (age1…), or a file of them.")
    return Plan(
        Path(named).expanduser().resolve(),
        tuple(recipients(words)),
        _number("QIAOMEN_BACKUP_SECONDS", 60, 1, 3600),
        _number("QIAOMEN_BACKUP_DAYS", 7, 1, 3650),
        _time(os.environ.get("QIAOMEN_BACKUP_AT", "") or "19:00"),
    )


def _number(name: str, usual: int, least: int, most: int) -> int:
    text = os.environ.get(name, "") or str(usual)
    if not text.isdigit() or not least <= int(text) <= most:
        raise BackupError(f"{name} must be a number from {least} to {most}.")
    return int(text)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise BackupError("QIAOMEN_BACKUP_AT must be a time of day, such as 19:00 (UTC).") from None


@dataclass(frozen=True, slots=True)
class Source:
    """A running embedded server: its places, programs and socket."""

    layout: Layout
    binaries: Binaries
    sockets: str

    def superuser(self) -> "psycopg.Connection[tuple[object, ...]]":
        """A session as the superuser, outside transactions. Raises psycopg.OperationalError without a server."""
        return psycopg.connect(host=self.sockets, user=SUPERUSER, dbname="postgres", autocommit=True, connect_timeout=5)

    def system(self) -> str:
        """The number that PostgreSQL gave the cluster when it was made."""
        with self.superuser() as session:
            return str(one(session, "SELECT system_identifier FROM pg_control_system()"))

    def line(self, folder: Path) -> Line:
        """The line that this server's backups go to; without archiving, one that whole copies are in and no pieces."""
        now = archiving.current(self.layout)
        return Line(folder / (now.line if now else f"copies-{self.system()}"))


def one(session: "psycopg.Connection[tuple[object, ...]]", statement: str) -> object:
    """The only column of the only row."""
    row = session.execute(statement.encode()).fetchone()
    assert row is not None
    return row[0]


def source(data_dir: Path) -> Source:
    """The running embedded server of a data directory. Raises BackupError when there is none."""
    layout = paths.locate(data_dir)
    server = postmaster.read(layout.cluster) if layout else None
    if layout is None or server is None:
        raise BackupError(f"No database of {data_dir} is running.")
    return Source(layout, paths.settle(data_dir)[1], server.socket_folder)


def is_embedded(data_dir: Path) -> bool:
    """Whether the database is ours to back up: none is named, or the one named is the embedded server of `data_dir`."""
    url = os.environ.get("QIAOMEN_DATABASE_URL", "")
    if not url:
        return True
    host = parse_qs(urlsplit(url).query).get("host", [""])[0]
    try:
        layout = paths.locate(data_dir)
    except postgres.PostgresError:
        return False
    server = postmaster.read(layout.cluster) if layout else None
    return server is not None and unquote(host) == server.socket_folder
