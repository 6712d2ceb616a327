"""Room on the disks: below what is kept free, nothing more is taken in.

PostgreSQL does not lose what was committed when its disk is full, but it stops, and it needs room to start again. So
writing ends earlier, with an answer that phones understand; above the mark it goes on by itself.
"""

import shutil
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from qiaomen.base.problems import Problem
from qiaomen.postgres import PostgresError, paths

_MEGABYTE = 1024 * 1024


class Disk(NamedTuple):
    """A disk that we write to: bytes that are free, and bytes that are to be kept free."""

    folder: Path
    free: int
    kept: int

    @property
    def is_short(self) -> bool:
        """Whether nothing more is taken in."""
        return self.free < self.kept


def disks() -> list[Disk]:
    """The disks of data directory and embedded database, as they are now. Of an external server none is known."""
    kept = settings.KEEP_FREE * _MEGABYTE
    return [Disk(folder, free(folder), kept) for folder in _folders(settings.DATA_DIR)]


def free(folder: Path) -> int:
    """Bytes that may still be written there."""
    return shutil.disk_usage(folder).free


def is_short() -> bool:
    """Whether a disk is below its mark."""
    return any(disk.is_short for disk in disks())


def require() -> None:
    """Raises `server.full` while a disk is below its mark."""
    if is_short():
        raise Problem("server.full")


@lru_cache(maxsize=4)
def _folders(data_dir: Path) -> list[Path]:
    """Folders on different disks; they do not move while a process lives."""
    try:
        layout = paths.locate(paths.server_of(data_dir))
    except PostgresError:
        layout = None
    found = {data_dir, layout.home} if layout else {data_dir}
    return list({folder.stat().st_dev: folder for folder in sorted(found) if folder.is_dir()}.values())
