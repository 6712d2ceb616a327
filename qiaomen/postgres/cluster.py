"""One cluster on disk: made, started as our child, waited for, stopped."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from qiaomen.postgres import archiving, postmaster, tuning
from qiaomen.postgres.binaries import Binaries
from qiaomen.postgres.errors import PostgresError
from qiaomen.postgres.paths import SOCKET_NAME, Layout, socket_folder
from qiaomen.postgres.postmaster import Postmaster
from qiaomen.postgres.tether import die_with_parent

SUPERUSER = "postgres"
_LOG_LIMIT = 10 * 1024 * 1024
_TICK = 0.02
_STRAGGLERS_PATIENCE = 60.0
"""Seconds that the processes of a killed server may take to notice and end."""
_FAST_STOP_PATIENCE = 120.0
"""Seconds for the shutdown checkpoint, after which the stop becomes an immediate one."""

Child = subprocess.Popen[bytes]


def check_major(layout: Layout, binaries: Binaries) -> None:
    """Raises PostgresError when the cluster was made by another major version than the programs."""
    made_by = (layout.cluster / "PG_VERSION").read_text().strip()
    if made_by != str(binaries.major):
        raise PostgresError(
            f"The database in {layout.cluster} was made by PostgreSQL {made_by}, and the programs in "
            f"{binaries.folder} are PostgreSQL {binaries.version}. Majors change by dump and restore: run the old "
            f"version's programs (QIAOMEN_POSTGRES_BIN), dump, and restore into a new data directory."
        )


def initialise(layout: Layout, binaries: Binaries, *, sync: bool = True) -> None:
    """Make the cluster if there is none. It appears under its name only when complete and on disk.

    The locale is set twice: without `--locale` beside the builtin provider's, pg_trgm finds nothing in Chinese text.
    """
    if layout.cluster.is_dir():
        return
    account = layout.account
    making = layout.home / "cluster.making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    account.own(making)
    locale = ["--locale=C.UTF-8"]
    if binaries.major >= 17:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = [binaries.program("initdb"), "-D", str(making), "-U", SUPERUSER, "--encoding=UTF8", *locale]
    command += ["--auth-local=trust", "--auth-host=reject", "--data-checksums"]
    answer = account.run(command if sync else [*command, "--no-sync"], env=_environment())
    if answer.returncode != 0:
        shutil.rmtree(making, ignore_errors=True)
        raise PostgresError(f"The database could not be made in {layout.home}: {_last_lines(answer.stderr)}")
    making.rename(layout.cluster)
    _sync_folder(layout.home)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _environment() -> dict[str, str]:
    """What the server inherits: no PG* variables, no locale of ours, none of our secrets.

    Of libraries, where they are found and what goes before them, with libfaketime's variables: the chaos run sets the
    clock of a whole installation by it.
    """
    libraries = ("LD_LIBRARY_PATH", "LD_PRELOAD", *(name for name in os.environ if name.startswith("FAKETIME_")))
    kept = {name: value for name in ("PATH", "TMPDIR", *libraries) if (value := os.environ.get(name))}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def start(
    layout: Layout, binaries: Binaries, *, overrides: Mapping[str, str] | None = None, tethered: bool = False
) -> Child:
    """Start the server as a direct child and wait until it answers, crash recovery included.

    `tethered` makes the server stop, fast and in order, when the calling thread ends in any way.
    Raises PostgresError with the server's own words when it will not start.
    """
    deadline = time.monotonic() + _STRAGGLERS_PATIENCE
    while True:
        child, log_start = _spawn(layout, binaries, overrides, tethered)
        try:
            if _wait_ready(child, layout.cluster):
                return child
        except BaseException:
            child.send_signal(signal.SIGINT)
            child.wait()
            raise
        words = _fatal_words(layout.log, log_start)
        stragglers = ("shared memory block" in words and "in use" in words) or "already exists" in words
        if not stragglers or time.monotonic() > deadline:
            raise PostgresError(f"PostgreSQL does not start: {words} (log: {layout.log})")
        time.sleep(0.2)


def _spawn(
    layout: Layout, binaries: Binaries, overrides: Mapping[str, str] | None, tethered: bool
) -> tuple[Child, int]:
    account = layout.account
    sockets = socket_folder(layout)
    postmaster.disown_stale_pid(layout.cluster)
    for left_over in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (sockets / left_over).unlink(missing_ok=True)
    if layout.log.exists() and layout.log.stat().st_size > _LOG_LIMIT:
        layout.log.replace(layout.log.with_suffix(".log.1"))
    command = [binaries.program("postgres"), "-D", str(layout.cluster), "-k", str(sockets)]
    settings = archiving.settings(layout) | dict(overrides or {})
    with layout.log.open("ab") as log:
        layout.log.chmod(0o600)
        log_start = log.tell()  # before the child lives: it writes through the same offset
        child = subprocess.Popen(
            [*command, *tuning.arguments(settings, disk=shutil.disk_usage(layout.cluster).total)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
            start_new_session=True,  # Ctrl-C in the terminal is for us, not for the server
            user=account.uid if account.switch else None,
            group=account.gid if account.switch else None,
            extra_groups=[] if account.switch else None,
            preexec_fn=die_with_parent(signal.SIGINT) if tethered else None,
        )
        return child, log_start


def _wait_ready(child: Child, cluster: Path) -> bool:
    """Wait for the child's word; False when it ended instead. Recovery takes as long as it takes."""
    while child.poll() is None:
        server = postmaster.read(cluster)
        if server and server.pid == child.pid and server.status == "ready":
            return True
        time.sleep(_TICK)
    return False


def wait_settled(cluster: Path) -> Postmaster | None:
    """The server once it neither starts nor stops: ready, or None. For servers that others started."""
    while server := postmaster.read(cluster):
        if server.status == "ready":
            return server
        time.sleep(_TICK)
    return None


def stop(layout: Layout) -> None:
    """Stop the server fast: sessions end, everything committed is on disk. Immediate if that takes minutes."""
    for number, patience in ((signal.SIGINT, _FAST_STOP_PATIENCE), (signal.SIGQUIT, 30.0), (signal.SIGKILL, 10.0)):
        server = postmaster.read(layout.cluster)
        if server is None:
            return
        postmaster.tell(server, layout.cluster, number)
        deadline = time.monotonic() + patience
        while postmaster.serves(server.pid, layout.cluster) and time.monotonic() < deadline:
            time.sleep(_TICK)
        if not postmaster.serves(server.pid, layout.cluster):
            _remove_socket_folder(server)
            return
    raise PostgresError(f"PostgreSQL does not stop; see {layout.log}.")


def _remove_socket_folder(server: Postmaster) -> None:
    """Tidy up after it; a folder that is not empty or not ours stays."""
    if server.socket_folder:
        with suppress(OSError):
            Path(server.socket_folder).rmdir()


def _fatal_words(log: Path, start: int) -> str:
    with log.open("rb") as stream:
        stream.seek(start)
        text = stream.read().decode(errors="replace")
    fatal = [line for line in text.splitlines() if "FATAL" in line or "PANIC" in line]
    return _last_lines("\n".join(fatal) or text)


def _last_lines(text: str) -> str:
    return " ".join(line.strip() for line in text.strip().splitlines()[-4:])
