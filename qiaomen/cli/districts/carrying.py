"""A schema carried from one server to another, and compared: what moving and adopting a district have in common."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from qiaomen.base import moved
from qiaomen.cli.districts import comparing
from qiaomen.cli.districts.adding import qiaomen
from qiaomen.cli.districts.errors import DistrictError
from qiaomen.cli.districts.registry import Cell, District, Registry, write_private
from qiaomen.cli.districts.servers import Connection, Server, program
from qiaomen.cli.supervisor import right

Say = Callable[[str], None]


@contextmanager
def unserved(name: str, folder: Path) -> Iterator[None]:
    """Nobody starts to serve the folder while the block runs. Raises DistrictError where somebody does already."""
    try:
        held = right.claim(folder)
    except BlockingIOError:
        raise DistrictError(f"{name} is being served: stop it first.") from None
    try:
        yield
    finally:
        os.close(held)


def copy(source: Server, schema: str, goal: Server, target: Cell, password: str) -> None:
    """The schema to another server, as the target's role. Raises DistrictError with what went wrong.

    One program writes, the other reads: no dump lies on a disk, and a copy that breaks off leaves nothing behind.
    """
    dump = [program("pg_dump"), "--format=custom", "--compress=0", f"--schema={schema}"]
    restore = [program("pg_restore"), "--single-transaction", "--exit-on-error", f"--schema={target.schema}"]
    plain = ["--no-owner", "--no-privileges", "--no-password"]
    with (
        _told(source.conninfo()) as (reach, env),
        _told(goal.conninfo(target, password)) as (put, there),
        subprocess.Popen([*dump, *plain, reach], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as reader,
    ):
        assert reader.stdout is not None
        assert reader.stderr is not None
        line = [*restore, *plain, f"--dbname={put}"]
        written = subprocess.run(line, stdin=reader.stdout, capture_output=True, text=True, env=there, check=False)
        reader.stdout.close()
        said = reader.stderr.read().decode(errors="replace")
    for name, code, words in (("pg_dump", reader.returncode, said), ("pg_restore", written.returncode, written.stderr)):
        if code != 0:
            raise DistrictError(f"{name} failed: {_gist(words) or code}")


def _gist(words: str) -> str:
    """What went wrong, without the rows that PostgreSQL quotes below it."""
    return next((line for line in words.splitlines() if "error" in line.lower()), "")[:300]


@contextmanager
def _told(conninfo: str) -> Iterator[tuple[str, dict[str, str]]]:
    """A connection without its password, and an environment that has it: other users see a program's arguments."""
    parts = {key: str(value) for key, value in psycopg.conninfo.conninfo_to_dict(conninfo).items()}
    password = parts.pop("password", "")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    yield psycopg.conninfo.make_conninfo(**parts), kept | ({"PGPASSWORD": password} if password else {})


def compare(before: tuple[Connection, str], after: tuple[Connection, str], say: Say) -> None:
    """Whether two schemas, each by its server, hold the same. Raises DistrictError with what differs."""
    old, new = comparing.digest(*before), comparing.digest(*after)
    if found := comparing.differences(old, new):
        raise DistrictError(f"The copy differs: {'; '.join(found[:5])}")
    say(f"copied and compared: {comparing.tables_of(new)} tables, {comparing.rows_of(new):,} rows, all the same")


def check_rebuild(registry: Registry, district: District, say: Say) -> None:
    """Fold the district's state anew out of its records. Raises DistrictError where that differs."""
    done = qiaomen(registry, district.name, "rebuild", "--check")
    if done.returncode != 0:
        raise DistrictError(f"State and records do not agree at {district.cell.server}: {done.stdout.strip()[:300]}")
    say("state and records agree (rebuild --check)")


def last_change(admin: Connection, schema: str) -> int:
    """The number of the last change in a schema; 0 before the first."""
    statement = sql.SQL("SELECT coalesce(max(seq), 0) FROM {}.base_clock").format(sql.Identifier(schema))
    row = admin.execute(statement).fetchone()
    return int(str(row[0])) if row else 0


def tell(registry: Registry, district: District) -> None:
    """Let the district know of the copy that is left behind: its outbreak cannot be closed while that is there."""
    file = registry.data_dir(district.name) / moved.FILE
    if district.left:
        write_private(file, f"{district.left}\n")
    else:
        file.unlink(missing_ok=True)
