"""What the database's files still hold of blanked rows: dead rows, samples of the planner, the log of writes.

An UPDATE leaves the old row in the file until its place is used again; ANALYZE keeps samples of values; the
write-ahead log keeps everything that was written, and its files are used again with their old content in them.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, LiteralString

import psycopg
from django.conf import settings
from django.db import connection

from qiaomen.backup import ask_forget
from qiaomen.base.sql import rows, run
from qiaomen.ending.models import Closing
from qiaomen.ending.tables import CLEARED, EMPTIED

log = logging.getLogger(__name__)

REWRITTEN: Final = (*EMPTIED, "access_enrolment", "ledger_record")

# Of the log's files, those behind the place that is written now are there to be used again.
AHEAD = "SELECT count(*) FROM pg_ls_waldir() WHERE name > pg_walfile_name(pg_current_wal_lsn()) AND name !~ '\\.'"

# Pieces that were written before: in the log's own folder, and beside the cluster where they wait to be carried away.
BEFORE = """
SELECT count(*) FROM (
  SELECT name FROM pg_ls_waldir() UNION ALL
  SELECT pg_ls_dir(regexp_replace(current_setting('data_directory'), '[^/]+/?$', 'spool'), true, false)
) piece WHERE name ~ '^[0-9A-F]{24}' AND name !~ 'backup' AND left(name, 24) <= %s
"""
WAIT_S: Final = 20

# Of tables and their indexes. ANALYZE of a table without rows replaces no sample.
FORGET_SAMPLES = """
DELETE FROM pg_catalog.pg_statistic WHERE starelid = ANY(%(tables)s)
  OR starelid IN (SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid = ANY(%(tables)s))
"""
# By the catalogue's own name: a table of this name in our schema would be another one.
SAMPLES: LiteralString = "VACUUM FULL pg_catalog.pg_statistic"


# Whoever began before: to their eyes rows of before are not dead yet, and stay when a table is written anew.
LOOKING_BACK: LiteralString = """
SELECT count(*) FROM pg_stat_activity, (SELECT (%(since)s::bigint %% 4294967296)::text::xid AS since) s
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND (age(backend_xmin) > age(s.since) OR age(backend_xid) > age(s.since))
"""


def rewrite() -> bool:
    """Write the blanked tables anew, without dead rows, and the planner's samples. Not inside a transaction.

    False while after WAIT_S seconds rows of before are still there, because somebody in this database sees them: a long
    report, a dump, the server's own housekeeping.
    """
    until = time.monotonic() + WAIT_S
    while True:
        if _all_look_ahead():
            _write_anew()
            if not dead_rows():
                return True
        if time.monotonic() > until:
            log.warning("tables are not rid of their rows of before: a transaction still sees them")
            return False
        time.sleep(0.5)


def _write_anew() -> None:
    _forget_samples()
    for table in REWRITTEN:
        run(f"VACUUM (FULL, ANALYZE) {table}" if table in EMPTIED else f"ANALYZE {table}", prepare=False)
    try:
        with superuser() as server:
            server.execute(SAMPLES)
    except psycopg.Error:
        run(SAMPLES, prepare=False)  # as the database's owner


def _all_look_ahead() -> bool:
    """Whether nobody whom we are shown began before; only the server's own account is shown everybody."""
    since = {"since": rows("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")[0][0]}
    try:
        with superuser() as server:
            return not server.execute(LOOKING_BACK, since).fetchall()[0][0]
    except psycopg.Error:
        return not rows(LOOKING_BACK, since)[0][0]


def _forget_samples() -> None:
    """Delete the planner's samples of all that was blanked or emptied, where the server is ours."""
    found = rows("SELECT to_regclass(name)::oid FROM unnest(%s::text[]) name", [[*CLEARED, *REWRITTEN]])
    try:
        with superuser() as server:
            server.execute(FORGET_SAMPLES, {"tables": [oid for (oid,) in found if oid is not None]})
    except psycopg.Error as error:
        log.warning("samples of emptied tables are not ours to delete: %s", type(error).__name__)


def clear_wal(*, wait_s: float = WAIT_S) -> str:
    """Let the log of writes end, and overwrite the files that would be used again.

    `Closing.Wal.CLEARED` where none of what was written before is left, `NOT_OURS` where we may not; empty where
    something still holds it after `wait_s` seconds: pieces not archived or not carried away, a copy that is being made.

    Files that wait to be used again hold what was written long ago. So each of them is begun and left: leaving one
    fills the rest of it with zeros. Then they are deleted, because for once nothing is kept to be used again.
    """
    try:
        with superuser() as server, _nothing_used_again(server):
            server.execute("CHECKPOINT")
            [(ahead,)] = server.execute(AHEAD).fetchall()
            [(last,)] = server.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchall()
            for _each in range(ahead + 2):
                server.execute("SELECT pg_logical_emit_message(false, 'qiaomen', 'end', true)")
                server.execute("SELECT pg_switch_wal()")
            server.execute("CHECKPOINT")
            is_gone = _is_gone(server, last, wait_s)
    except psycopg.Error as error:
        log.warning("the log of writes is not ours to clear: %s", type(error).__name__)
        return Closing.Wal.NOT_OURS
    if not is_gone:
        log.warning("the log of writes is still held by a backup: it is cleared when that is done")
    return Closing.Wal.CLEARED if is_gone else ""


def _is_gone(server: "psycopg.Connection[Any]", last: str, wait_s: float) -> bool:
    """Whether this file of the log and all before it are gone, at the latest after so long."""
    until = time.monotonic() + wait_s
    while True:
        server.execute("CHECKPOINT")
        [(left,)] = server.execute(BEFORE, [last]).fetchall()
        if not left or time.monotonic() > until:
            return not left
        time.sleep(0.5)


def forget_backups() -> None:
    """Tell the backup process to make a fresh backup and to delete all that are older."""
    ask_forget(settings.DATA_DIR)


def dead_rows() -> int:
    """How many dead rows the blanked tables hold, by what the server counted when it last looked through them."""
    found = rows("SELECT coalesce(sum(n_dead_tup), 0)::bigint FROM pg_stat_user_tables WHERE relname = ANY(%b)",
                 [list(EMPTIED)])  # fmt: skip
    return int(found[0][0])


@contextmanager
def superuser() -> "Iterator[psycopg.Connection[Any]]":
    """The server's own account, on the same socket: there only where the server is the embedded one."""
    given = connection.settings_dict
    host, name = str(given["HOST"]), str(given["NAME"])
    if not host.startswith("/"):
        raise psycopg.OperationalError("not the embedded server")
    with psycopg.connect(host=host, user="postgres", dbname=name, autocommit=True, connect_timeout=10) as server:
        yield server


@contextmanager
def _nothing_used_again(server: "psycopg.Connection[Any]") -> Iterator[None]:
    server.execute("ALTER SYSTEM SET wal_recycle = off")
    server.execute("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        server.execute("ALTER SYSTEM RESET wal_recycle")
        server.execute("SELECT pg_reload_conf()")
