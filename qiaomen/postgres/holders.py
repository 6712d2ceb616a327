"""Who uses the embedded server right now: one lock for changing its state, one locked file for each user.

Locks are the kernel's (`flock`), so those of a killed process are gone with it and nobody has to be believed.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that uses the server, and what it says it does."""

    pid: int
    purpose: str


class Hold:
    """This process's claim on the server, from construction until `release` or the end of the process."""

    def __init__(self, shared: Path, purpose: str) -> None:
        folder = _folder(shared)
        self._descriptor, name = tempfile.mkstemp(prefix=f"{os.getpid()}-", dir=folder)
        self._path = Path(name)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        os.write(self._descriptor, purpose.encode())

    def release(self) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._descriptor)


@contextmanager
def alone(shared: Path) -> Iterator[None]:
    """Hold the lock under which the server is started, joined, left and stopped; waits for it."""
    descriptor = os.open(shared / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if os.geteuid() == 0:
            folder = shared.stat()
            os.fchown(descriptor, folder.st_uid, folder.st_gid)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def present(shared: Path) -> list[Holder]:
    """The living holders. Files of dead ones are removed; call it under `alone`."""
    found = []
    for path in sorted(_folder(shared).iterdir()):
        if holder := _living(path):
            found.append(holder)
        else:
            path.unlink(missing_ok=True)
    return found


def _living(path: Path) -> Holder | None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return Holder(int(path.name.partition("-")[0]), os.read(descriptor, 200).decode(errors="replace"))
    finally:
        os.close(descriptor)
    return None


def _folder(shared: Path) -> Path:
    folder = shared / "holders"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
