"""The embedded server as commands see it: joined for as long as they need it, stopped by whoever leaves last."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from qiaomen.postgres import archiving, cluster, holders, paths, postmaster
from qiaomen.postgres.errors import PostgresError
from qiaomen.postgres.holders import Hold, Holder
from qiaomen.postgres.paths import SOCKET_NAME, Layout
from qiaomen.postgres.postmaster import Postmaster

ROLE = DATABASE = "qiaomen"
AS_IT_IS = -1


def url(socket_folder: str) -> str:
    """The address of our database for libpq, psycopg and `QIAOMEN_DATABASE_URL`."""
    return f"postgresql://{ROLE}@/{DATABASE}?host={quote(socket_folder, safe='/')}"


class Server:
    """One process's use of the embedded server of a data directory.

    `tuning` overrides server settings, and counts only if this process is the one that starts the server.
    `tethered` is for the process that owns the server: if it started it, the server stops with it however it ends.
    `purpose` is what other commands are told about this holder; no personal data.
    `archive_every` (seconds; None: not at all) changes how the server archives, again only if this process starts it;
    left out, that stays as it is.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        tuning: Mapping[str, str] | None = None,
        tethered: bool = False,
        purpose: str = "command",
        archive_every: int | None = AS_IT_IS,
    ) -> None:
        self._data_dir = data_dir
        self._archive_every = archive_every
        self._tuning = dict(tuning or {})
        self._tethered = tethered
        self._purpose = purpose
        self._layout: Layout | None = None
        self._hold: Hold | None = None
        self._child: cluster.Child | None = None

    def join(self) -> str:
        """Use the server, starting it and making cluster, role and database as needed; returns the database URL.

        Raises PostgresError when that cannot be done; nothing is left running or claimed then.
        """
        data_dir = paths.prepare(self._data_dir)
        shared = data_dir / "postgres"
        with holders.alone(shared):
            hold = Hold(shared, self._purpose)
            try:
                address = self._attach(data_dir)
            except BaseException:
                hold.release()
                raise
            self._hold = hold
        return address

    def _attach(self, data_dir: Path) -> str:
        layout = self._layout = paths.locate(data_dir)
        server = cluster.wait_settled(layout.cluster) if layout else None
        if layout is None or server is None:
            server = self._start(data_dir)
        if not (Path(server.socket_folder) / SOCKET_NAME).exists():
            raise PostgresError(
                f"The database of {data_dir} runs (pid {server.pid}), but its socket in {server.socket_folder} cannot "
                "be seen from here. Was it started with a private /tmp, or by another user?"
            )
        return url(server.socket_folder)

    def _start(self, data_dir: Path) -> Postmaster:
        layout, binaries = paths.settle(data_dir)
        self._layout = layout
        if restoring(layout).exists():
            raise PostgresError(f"A backup was being restored into {data_dir}, and that did not end: restore it again.")
        cluster.initialise(layout, binaries, sync=self._tuning.get("fsync") != "off")
        cluster.check_major(layout, binaries)
        if self._archive_every != AS_IT_IS:
            archiving.arrange(layout, self._archive_every)
        self._child = cluster.start(layout, binaries, overrides=self._tuning, tethered=self._tethered)
        server = postmaster.read(layout.cluster)
        if server is None:
            raise PostgresError(f"PostgreSQL ended as soon as it was ready; see {layout.log}.")
        try:
            _provide_database(layout, server.socket_folder)
        except BaseException:
            cluster.stop(layout)
            raise
        return server

    def alive(self) -> bool:
        """Whether the joined server still runs."""
        return self._layout is not None and postmaster.read(self._layout.cluster) is not None

    def revive(self) -> str:
        """Start the joined server again after it died; its committed data is recovered. Returns the URL."""
        if self._child is not None:
            self._child.poll()
        data_dir = paths.prepare(self._data_dir)
        with holders.alone(data_dir / "postgres"):
            return self._attach(data_dir)

    def leave(self, *, patience: float = 30.0) -> None:
        """End the use. The last to leave stops the server.

        A tethered server would not outlive us anyway: it waits `patience` seconds for the others, then stops.
        """
        if self._layout is None or self._hold is None:
            return
        layout, hold = self._layout, self._hold
        self._hold = None
        with holders.alone(layout.shared):
            hold.release()
        owned = self._tethered and self._child is not None and self._child.poll() is None
        deadline = time.monotonic() + patience
        while not _stop_unless_held(layout):
            if not owned:
                return
            if time.monotonic() > deadline:
                _stop_unless_held(layout, force=True)
                break
            time.sleep(0.1)
        if self._child is not None:
            self._child.poll()


@contextmanager
def running(
    data_dir: Path,
    *,
    tuning: Mapping[str, str] | None = None,
    tethered: bool = False,
    purpose: str = "command",
) -> Iterator[str]:
    """The embedded server of `data_dir` for the duration of the block; gives the database URL.

    Commands that overlap share one server. Parameters and errors as for `Server`.
    """
    server = Server(data_dir, tuning=tuning, tethered=tethered, purpose=purpose)
    address = server.join()
    try:
        yield address
    finally:
        server.leave()


def stop(data_dir: Path, *, force: bool = False) -> list[Holder]:
    """Stop the server of `data_dir` unless commands use it; returns those (empty: it is stopped, or never ran)."""
    layout = paths.locate(data_dir)
    if layout is None:
        return []
    with holders.alone(layout.shared):
        present = holders.present(layout.shared)
        if force or not present:
            cluster.stop(layout)
            return []
        return present


def remove(data_dir: Path) -> None:
    """Stop the server of `data_dir` and delete its cluster, wherever that lies."""
    layout = paths.locate(data_dir)
    if layout is None:
        return
    with holders.alone(layout.shared):
        cluster.stop(layout)
        paths.forget(layout)


def restoring(layout: Layout) -> Path:
    """A file that is there while a backup is being restored into the home, and after that was broken off."""
    return layout.home / "restoring"


def _stop_unless_held(layout: Layout, *, force: bool = False) -> bool:
    with holders.alone(layout.shared):
        if holders.present(layout.shared) and not force:
            return False
        cluster.stop(layout)
        return True


def _provide_database(layout: Layout, socket_folder: str) -> None:
    """Make role and database once per cluster. The role owns the database and is no superuser."""
    import psycopg  # here, because commands that start nothing should not wait for it
    from psycopg import sql

    done = layout.home / "cluster" / "qiaomen-database"
    if done.exists():
        return
    with psycopg.connect(host=socket_folder, user=cluster.SUPERUSER, dbname="postgres", autocommit=True) as connection:
        role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
            connection.execute(sql.SQL("GRANT pg_monitor, pg_checkpoint TO {}").format(role))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
    done.touch()
    layout.account.own(done)
