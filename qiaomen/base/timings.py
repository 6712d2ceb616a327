"""How long answers take, by route and status: counted by each web process in a file of its own, added up by who asks.

The files lie in the folder of QIAOMEN_TIMINGS; without one nothing is counted. A process keeps its counts in memory and
writes the row that changed: one small write to the kernel, no statement. Its file is locked while it lives. Who comes
after one that died takes its file over and counts on, so that no count ever falls and there are no more files than
processes at a time. A row is named by the URLconf, never by an address.
"""

import fcntl
import os
import struct
import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest

BOUNDS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
OTHER: Final = "other"
# Name; answers up to each bound and beyond the last; microseconds of all. 256 bytes: a row never lies on two pages.
_ROW: Final = struct.Struct(f"=144s{len(BOUNDS_S) + 2}Q")
_LOOKS: Final = {"GET", "HEAD", "OPTIONS"}


class Answered(NamedTuple):
    """What is counted apart: `method` is read or write."""

    route: str
    method: str
    status: int


def note(request: HttpRequest, status: int, seconds: float) -> None:
    """Count an answer. Where the disk does not take it, nothing is counted: nobody waits for that."""
    if not settings.TIMINGS:
        return
    route = request.resolver_match.view_name if request.resolver_match else OTHER
    method = "read" if request.method in _LOOKS else "write"
    try:
        _own(settings.TIMINGS, os.getpid()).add(Answered(route, method, status), seconds)
    except OSError:
        return


@lru_cache(maxsize=1)
def _own(folder: Path, pid: int) -> "Counts":
    """The counts of this process."""
    return Counts(folder)


class Counts:
    """The counts of one process in its file. Raises OSError where it cannot be made, locked or written."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self._file = _claimed(folder)
        self._guard = threading.Lock()
        data = os.pread(self._file, os.fstat(self._file).st_size, 0)
        self._rows = {name: (number, counts) for number, (name, counts) in enumerate(_rows(data))}

    def add(self, answered: Answered, seconds: float) -> None:
        """Count one answer."""
        name = f"{answered.method} {answered.status} {answered.route}".encode()[:144]
        with self._guard:
            number, counts = self._rows.setdefault(name, (len(self._rows), [0] * (len(BOUNDS_S) + 2)))
            counts[bisect_left(BOUNDS_S, seconds)] += 1
            counts[-1] += round(seconds * 1_000_000)
            os.pwrite(self._file, _ROW.pack(name, *counts), number * _ROW.size)

    def close(self) -> None:
        """Leave the file to the next process, as a death does."""
        os.close(self._file)


def _claimed(folder: Path) -> int:
    """The first file that no living process counts in."""
    for number in range(10_000):
        file = os.open(folder / str(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
        else:
            return file
    raise OSError(f"too many files in {folder}")


def _rows(data: bytes) -> Iterable[tuple[bytes, list[int]]]:
    whole = data[: len(data) // _ROW.size * _ROW.size]
    return ((name.rstrip(b"\0"), counts) for name, *counts in _ROW.iter_unpack(whole))


class Times(NamedTuple):
    """Answers up to each bound and beyond the last one, and the seconds of all together."""

    counts: tuple[int, ...]
    seconds: float

    @property
    def total(self) -> int:
        return sum(self.counts)

    def within(self, share: float) -> float:
        """The seconds within which this share of the answers came, guessed evenly between two bounds."""
        rank, before = share * self.total, 0
        for count, low, high in zip(self.counts, (0.0, *BOUNDS_S), BOUNDS_S, strict=False):
            if count and before + count >= rank:
                return low + (high - low) * (rank - before) / count
            before += count
        return BOUNDS_S[-1]


def read(folder: Path | None) -> dict[Answered, Times]:
    """What all processes have counted, by route, method and status."""
    files = sorted(folder.glob("*")) if folder else []
    found: defaultdict[bytes, list[Sequence[int]]] = defaultdict(list)
    for file in files:
        for name, counts in _rows(file.read_bytes()):
            found[name].append(counts)
    return dict(sorted((_answered(name), _added(several)) for name, several in found.items() if name))


def of_routes(counted: dict[Answered, Times]) -> dict[tuple[str, str], Times]:
    """The same by route and method, whatever the answer was."""
    found: defaultdict[tuple[str, str], list[Times]] = defaultdict(list)
    for answered, times in counted.items():
        found[answered.route, answered.method].append(times)
    return {key: _together(several) for key, several in found.items()}


def _together(several: list[Times]) -> Times:
    counts = zip(*(one.counts for one in several), strict=True)
    return Times(tuple(map(sum, counts)), sum(one.seconds for one in several))


def _answered(name: bytes) -> Answered:
    method, status, route = name.decode(errors="replace").split(" ", 2)
    return Answered(route, method, int(status))


def _added(several: list[Sequence[int]]) -> Times:
    *counts, microseconds = map(sum, zip(*several, strict=True))
    return Times(tuple(counts), microseconds / 1_000_000)
