"""Processes of an earlier `serve` of this data directory that was killed together with its web server's master."""

import os
import signal
from contextlib import suppress
from pathlib import Path

MARK = "QIAOMEN_SERVED_DATA"
"""Environment variable that every child of the supervisor carries; its value is the data directory."""


def kill(data_dir: Path) -> list[int]:
    """Kill them and return their pids. Call it while holding the right to serve: no living `serve` owns them then."""
    mark = f"{MARK}={data_dir}".encode()
    found = [pid for pid in _processes() if pid != os.getpid() and mark in _environment(pid)]
    for pid in found:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)
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
