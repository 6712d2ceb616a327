"""Backups of an external server: a dump of the district's schema as it is at one moment.

Its WAL is the business of whoever runs that server: without theirs, the way back leads to the dumps' moments only.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from qiaomen import __version__
from qiaomen.backup import store
from qiaomen.backup.errors import BackupError
from qiaomen.backup.plan import Plan, one
from qiaomen.backup.sealed import Identity, opened, seal
from qiaomen.backup.store import COPY, Line, Whole
from qiaomen.backup.whole import Told
from qiaomen.postgres import binaries

_SIZE = """
SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind = 'r'
"""
_USED = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = %s)"
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An external server's database and the district's schema in it."""

    url: str
    schema: str

    @property
    def name(self) -> str:
        return f"{conninfo_to_dict(self.url).get('dbname') or 'qiaomen'}-{self.schema}"

    def line(self, folder: Path) -> Line:
        """Where its dumps go: a line without pieces."""
        return Line(folder / f"dumps-{self.name}")


def copy(source: Elsewhere, plan: Plan, *, told: Told) -> Whole:
    """Dump, encrypt, and read the dump back with PostgreSQL's own program. Raises BackupError."""
    begun = datetime.now(UTC)
    line = source.line(plan.folder)
    line.provide(system=source.name)
    folder = line.new_whole(begun)
    with psycopg.connect(source.url) as session:
        total, version = session.execute(_SIZE, [source.schema]).fetchone()[0], session.info.server_version  # type: ignore[index]
    done = 0

    def seen(count: int) -> None:
        nonlocal done
        done += count
        told(done, total)

    command = [_program("pg_dump"), "--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--no-password"]
    reach, env = _told(source.url)
    command += [f"--schema={source.schema}", f"--dbname={reach}"]
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=words, env=env) as process,
    ):
        assert process.stdout is not None
        try:
            seal(process.stdout, folder / COPY, plan.to, seen=seen, finished=_ended(process, words), check=_read_back)
        finally:
            process.kill()
    size = (folder / COPY).stat().st_size
    store.finish(
        folder, begun=begun, ended=datetime.now(UTC), bytes=size, needs="", version=str(version), made_by=__version__
    )
    return line.wholes()[-1]


def _told(url: str) -> tuple[str, dict[str, str]]:
    """A connection without its password, and an environment that has it: other users see a program's arguments."""
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    password = parts.pop("password", "")
    return make_conninfo(**parts), os.environ | ({"PGPASSWORD": password} if password else {})


def _program(name: str) -> str:
    return str(binaries.find() / name)


def _ended(process: "subprocess.Popen[bytes]", words: IO[bytes]) -> Callable[[], None]:
    def check() -> None:
        if process.wait() != 0:
            words.seek(0)
            raise BackupError(f"The database could not be dumped: {words.read()[-500:].decode(errors='replace')}")

    return check


def _read_back(stream: IO[bytes]) -> None:
    """The whole dump through pg_restore, which writes it nowhere."""
    _pour(stream, [_program("pg_restore"), "--file=/dev/null"])


def _pour(stream: IO[bytes], command: list[str], env: dict[str, str] | None = None) -> None:
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=words, env=env) as process,
    ):
        assert process.stdin is not None
        try:
            while piece := stream.read(1 << 18):
                process.stdin.write(piece)
            process.stdin.close()
        except BrokenPipeError:
            pass
        if process.wait() != 0:
            words.seek(0)
            raise BackupError(f"The dump cannot be read: {words.read()[-500:].decode(errors='replace')}")


def restore(target: Elsewhere, whole: Whole, keys: list[Identity]) -> None:
    """Restore a dump into a database whose schema is missing or empty, all or nothing. Raises BackupError."""
    with psycopg.connect(target.url) as session:
        if session.execute(_USED, [target.schema]).fetchone() == (True,):
            raise BackupError(f"The schema {target.schema} has tables already. Restore into an empty one.")
        _provide(session, target.schema)
    command = [
        _program("pg_restore"),
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
        "--no-password",
    ]
    reach, env = _told(target.url)
    command += [f"--schema={target.schema}", f"--dbname={reach}"]
    with opened(whole.file, keys) as stream:
        _pour(stream, command, env)


def _provide(session: "psycopg.Connection[tuple[object, ...]]", schema: str) -> None:
    for name in EXTENSIONS:
        if not one(session, f"SELECT EXISTS (SELECT FROM pg_extension WHERE extname = '{name}')"):
            session.execute(sql.SQL("CREATE EXTENSION {} SCHEMA public").format(sql.Identifier(name)))
    session.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
