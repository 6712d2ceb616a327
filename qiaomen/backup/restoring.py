"""Restoring into a data directory that has no database: a whole copy, then WAL to the moment that is asked for."""

import os
import re
import shutil
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from qiaomen.backup import fetching
from qiaomen.backup.errors import BackupError
from qiaomen.backup.sealed import Identity, opened
from qiaomen.backup.store import Line, Whole, lines
from qiaomen.backup.whole import Manifest
from qiaomen.postgres import PostgresError, cluster, holders, paths, server
from qiaomen.postgres.binaries import Binaries
from qiaomen.postgres.paths import Layout

Said = Callable[[str], None]
_LAST = re.compile(r"last completed transaction was at log time (\S+ \S+)")
_SIGNAL = "recovery.signal"


@dataclass(frozen=True, slots=True)
class Restored:
    """`last` is when the newest transaction of the restored database was committed, if WAL after the copy had one."""

    whole: Whole
    pieces: int
    last: datetime | None


def choose(folder: Path, at: datetime | None) -> tuple[Line, Whole]:
    """The line and the newest whole copy in it that ended before `at`. Raises BackupError when that is not one."""
    found = [line for line in lines(folder) if line.wholes()]
    if not found:
        raise BackupError(f"There is no complete backup in {folder}.")
    if len({line.system for line in found}) > 1:
        names = "\n".join(f"  {line.folder}  until {_until(line):%Y-%m-%d %H:%M:%S} UTC" for line in found)
        raise BackupError(f"There are backups of several databases in {folder}. Name one with --from:\n{names}")
    wholes = [(whole.ended, line, whole) for line in found for whole in line.wholes()]
    fitting = [one for one in wholes if at is None or one[0] <= at]
    if not fitting:
        first = min(ended for ended, _line, _whole in wholes)
        raise BackupError(f"The oldest backup there ended at {first:%Y-%m-%d %H:%M:%S} UTC, which is later.")
    _ended, line, whole = max(fitting, key=lambda one: one[0])
    return line, whole


def _until(line: Line) -> datetime:
    times = [file.stat().st_mtime for _name, file in line.pieces()]
    newest = line.wholes()[-1].ended
    return max(newest, datetime.fromtimestamp(max(times), UTC)) if times else newest


def restore(
    data_dir: Path, folder: Path, keys: Sequence[Identity], *, at: datetime | None, say: Said = lambda sentence: None
) -> Restored:
    """Make the database of `data_dir` as it was at the moment `at`, or as late as the archive reaches; it is stopped.

    Raises BackupError where a database is already, where no copy fits, and where the archive ends before `at`; what
    was begun is removed then.
    """
    line, whole = choose(folder, at)
    data_dir = paths.prepare(data_dir)
    with holders.alone(data_dir / "postgres"):
        layout, binaries = _empty(data_dir)
        server.restoring(layout).touch()
        try:
            say(f"Unpacking the copy of {whole.begun:%Y-%m-%d %H:%M:%S} UTC, {whole.bytes / 1e6:,.0f} MB packed.")
            _unpack(whole, layout, keys)
            cluster.check_major(layout, binaries)
            restored = _recover(layout, binaries, line, whole, keys, at, say)
            os.sync()
        except BaseException:
            cluster.stop(layout)
            shutil.rmtree(layout.cluster, ignore_errors=True)
            server.restoring(layout).unlink(missing_ok=True)
            raise
        server.restoring(layout).unlink()
    return restored


def _empty(data_dir: Path) -> tuple[Layout, Binaries]:
    """A home without a cluster, or with one that a restore left unfinished. Raises BackupError where there is one."""
    try:
        layout, binaries = paths.settle(data_dir)
    except PostgresError as error:
        raise BackupError(str(error)) from None
    if layout.cluster.exists():
        if not server.restoring(layout).exists():
            raise BackupError(f"{data_dir} has a database already. Restore into an empty data directory.")
        cluster.stop(layout)
        shutil.rmtree(layout.cluster)
    return layout, binaries


def _unpack(whole: Whole, layout: Layout, keys: Sequence[Identity]) -> None:
    """Unpack the copy, checking each file against the manifest; it has its name when it is complete."""
    making = layout.home / "cluster.making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    account, manifest = layout.account, Manifest()
    account.own(making)
    with opened(whole.file, keys) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            path = _inside(making, member)
            if member.isdir():
                path.mkdir(mode=0o700, exist_ok=True)
            else:
                _write(archive, member, path, manifest)
            account.own(path)
    manifest.check()
    (making / _SIGNAL).touch()
    account.own(making / _SIGNAL)
    making.rename(layout.cluster)


def _inside(making: Path, member: tarfile.TarInfo) -> Path:
    path = (making / member.name).resolve()
    if not path.is_relative_to(making.resolve()) or not (member.isdir() or member.isfile()):
        raise BackupError(f"The copy has {member.name}, which is no file of a database.")
    return path


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path, manifest: Manifest) -> None:
    content = archive.extractfile(member)
    assert content is not None
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
        manifest.take(member, _Teeing(content, out))  # type: ignore[arg-type]


class _Teeing:
    """Reads from one stream and writes what it read to another."""

    def __init__(self, source: IO[bytes], out: IO[bytes]) -> None:
        self._source, self._out = source, out

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self._out.write(piece)
        return piece


def _recover(
    layout: Layout,
    binaries: Binaries,
    line: Line,
    whole: Whole,
    keys: Sequence[Identity],
    at: datetime | None,
    say: Said,
) -> Restored:
    taken: list[str] = []

    def told(name: str) -> None:
        if line.piece(name).exists():
            taken.append(name)
            if len(taken) % 50 == 0:
                say(f"{len(taken)} pieces of WAL replayed.")

    settings = {"restore_command": fetching.command(layout.home / "fetch"), "hot_standby": "off"}
    if at is not None:
        settings |= {"recovery_target_time": at.isoformat(), "recovery_target_action": "promote"}
    log_start = layout.log.stat().st_size if layout.log.exists() else 0
    with fetching.handing_out(layout.home / "fetch", line, keys, layout.account, told=told) as check:
        try:
            cluster.start(layout, binaries, overrides=settings, tethered=True)
        except PostgresError as error:
            check()
            raise _told(error, layout, log_start) from error
        check()
        cluster.stop(layout)
    return Restored(whole, len(taken), _last(layout, log_start))


def _told(error: PostgresError, layout: Layout, log_start: int) -> BackupError:
    if "before configured recovery target" not in str(error):
        return BackupError(str(error))
    last = _last(layout, log_start)
    until = f"{last:%Y-%m-%d %H:%M:%S} UTC" if last else "the copy itself"
    return BackupError(
        f"The archive ends at {until}, before the moment asked for. Leave --at out to restore all of it."
    )


def _last(layout: Layout, log_start: int) -> datetime | None:
    """What PostgreSQL said of the last transaction that it replayed."""
    with layout.log.open("rb") as log:
        log.seek(log_start)
        found = _LAST.findall(log.read().decode(errors="replace"))
    return datetime.fromisoformat(found[-1]).replace(tzinfo=UTC) if found else None
