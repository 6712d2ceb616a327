"""Processes of an earlier `serve` of this data directory that was killed together with its web server's master."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from qiaomen.postgres.postmaster import lives

MARK = "QIAOMEN_SERVED_DATA"
"""Environment variable that every child of the supervisor carries; its value is the data directory."""
_PATIENCE = 5.0


def kill(data_dir: Path) -> list[int]:
    """Kill them, wait for their end (they hold the port) and return their pids.

    Call it while holding the right to serve: no living `serve` owns them then.
    """
    mark = f"{MARK}={data_dir}".encode()
    found = [pid for pid in _processes() if pid != os.getpid() and mark in _environment(pid)]
    for pid in found:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + _PATIENCE
    while any(lives(pid) for pid in found) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def _processes() -> list[int]:
    """All pids, where there is a /proc; elsewhere none."""
    try:
        return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    except OSError:
        return []


def _environment(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []
