"""The right to serve a data directory: one process at a time has it, and it ends with the process."""

import fcntl
import os
import time
from pathlib import Path

_FILE = "serve.lock"


def claim(data_dir: Path) -> int:
    """Take the right until this process ends, however it does, or closes the descriptor that is returned.

    Raises BlockingIOError when another one has it.
    """
    descriptor = os.open(data_dir / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


def holder(data_dir: Path) -> int | None:
    """The pid of the process that serves `data_dir`, or None."""
    try:
        descriptor = os.open(data_dir / _FILE, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        told = os.read(descriptor, 20).decode(errors="replace").strip()
        return int(told) if told.isdigit() else None
    finally:
        os.close(descriptor)
    return None


def wait_until_free(data_dir: Path, seconds: float) -> bool:
    """Whether nobody serves `data_dir` any more within `seconds`."""
    deadline = time.monotonic() + seconds
    while holder(data_dir) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
