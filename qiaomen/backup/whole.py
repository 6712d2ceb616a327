"""A whole copy of the running cluster, complete in itself: files, manifest, and the WAL written meanwhile."""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from qiaomen import __version__
from qiaomen.backup import store
from qiaomen.backup.errors import BackupError
from qiaomen.backup.plan import Plan, Source, one
from qiaomen.backup.sealed import seal
from qiaomen.backup.store import COPY, Line, Whole
from qiaomen.postgres.cluster import SUPERUSER

_SLOT = "SELECT lsn FROM pg_create_physical_replication_slot(%s, immediately_reserve => true, temporary => true)"
_SIZE = "SELECT sum(pg_database_size(oid))::bigint FROM pg_database"
_SEGMENT = 16 * 1024 * 1024
_MANIFEST = "backup_manifest"

Told = Callable[[int, int], None]


class Manifest:
    """What PostgreSQL says the copy holds, beside what was found in it."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {}
        self.found: dict[str, tuple[int, str]] = {}

    def take(self, member: tarfile.TarInfo, content: IO[bytes]) -> None:
        """A file of the copy, read to its end."""
        if member.name == _MANIFEST:
            self.told = json.loads(content.read())
            return
        digest, size = hashlib.sha256(), 0
        while piece := content.read(1 << 18):
            digest.update(piece)
            size += len(piece)
        self.found[member.name.removeprefix("./")] = (size, digest.hexdigest())

    def check(self) -> None:
        """Raises BackupError unless every file is there as PostgreSQL read it, and the WAL between."""
        if not self.told:
            raise BackupError("The copy has no manifest: it was cut off.")
        for line in self.told["Files"]:
            if self.found.get(line["Path"]) != (line["Size"], line["Checksum"]):
                raise BackupError(f"{line['Path']} is missing in the copy, or is not as it was read.")
        for name in self.pieces():
            if f"pg_wal/{name}" not in self.found:
                raise BackupError(f"The copy lacks the WAL piece {name} that belongs to it.")

    def pieces(self) -> list[str]:
        """The names of the WAL pieces from the copy's beginning to its end."""
        (span,) = self.told["WAL-Ranges"]
        first, last = (_position(span[key]) for key in ("Start-LSN", "End-LSN"))
        return [piece_name(span["Timeline"], number) for number in range(first // _SEGMENT, (last - 1) // _SEGMENT + 1)]


def _position(text: str) -> int:
    high, low = text.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def piece_name(timeline: int, number: int) -> str:
    """PostgreSQL's name of a piece of 16 MB."""
    return f"{timeline:08X}{number // 256:08X}{number % 256:08X}"


def read_back(stream: IO[bytes]) -> Manifest:
    """Read a copy as a tar archive and check it against its manifest. Raises BackupError."""
    manifest = Manifest()
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                if member.isfile():
                    content = archive.extractfile(member)
                    assert content is not None
                    manifest.take(member, content)
    except tarfile.TarError as error:
        raise BackupError(f"The copy is no whole archive: {error}") from None
    manifest.check()
    return manifest


def copy(source: Source, plan: Plan, *, told: Told = lambda done, total: None) -> Whole:
    """Make a whole copy in the plan's folder and read it back; `told` is given bytes done and about how many there are.

    The server goes on working meanwhile. Raises BackupError when the copy could not be made or is not as it was read.
    """
    begun = datetime.now(UTC)
    line = source.line(plan.folder)
    line.provide(system=source.system())
    folder = line.new_whole(begun)
    with source.superuser() as session:
        session.execute(_SLOT.encode(), [f"qiaomen_{begun:%Y%m%d%H%M%S%f}"])  # keeps the WAL written meanwhile
        total = one(session, _SIZE)
        assert isinstance(total, int)
        manifest = _stream(source, plan, folder / COPY, total, told)
    size = (folder / COPY).stat().st_size
    (first, *_rest) = manifest.pieces()
    ended = datetime.now(UTC)
    store.finish(
        folder, begun=begun, ended=ended, bytes=size, needs=first, version=source.binaries.version, made_by=__version__
    )
    return _found(line, folder)


def _found(line: Line, folder: Path) -> Whole:
    return next(whole for whole in line.wholes() if whole.folder == folder)


def _stream(source: Source, plan: Plan, target: Path, total: int, told: Told) -> Manifest:
    done, checked = 0, []

    def seen(count: int) -> None:
        nonlocal done
        done += count
        told(done, total)

    command = [
        source.binaries.program("pg_basebackup"), "--pgdata=-", "--format=tar", "--wal-method=fetch",
        "--checkpoint=fast", "--manifest-checksums=SHA256", "--no-password", f"--host={source.sockets}",
        f"--username={SUPERUSER}",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as words, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=words) as process:
        assert process.stdout is not None
        try:
            seal(
                process.stdout, target, plan.to, seen=seen, finished=lambda: _ended_well(process, words),
                check=lambda stream: checked.append(read_back(stream)),
            )  # fmt: skip
        finally:
            process.kill()
    return checked[0]


def _ended_well(process: "subprocess.Popen[bytes]", words: IO[bytes]) -> None:
    if process.wait() != 0:
        words.seek(0)
        raise BackupError(f"The database could not be copied: {words.read()[-500:].decode(errors='replace').strip()}")
