"""One at a time, by the kernel's locks: those of a killed process are gone with it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qiaomen.backup.errors import BackupError


@contextmanager
def alone(file: Path, *, otherwise: str | None = None) -> Iterator[None]:
    """Hold the lock for the block; waits for it, or raises BackupError with the sentence given as `otherwise`."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (fcntl.LOCK_NB if otherwise else 0))
        yield
    except BlockingIOError:
        raise BackupError(otherwise or "") from None
    finally:
        os.close(descriptor)
