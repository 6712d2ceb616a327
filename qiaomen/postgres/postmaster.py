"""What `postmaster.pid` says of a running server, and whether it is still true."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

_PID_LINE, _SOCKET_LINE, _STATUS_LINE = 0, 4, 7


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The server process of one cluster. `status` is its own word: starting, ready, stopping, or empty early on."""

    pid: int
    socket_folder: str
    status: str


def read(cluster: Path) -> Postmaster | None:
    """The living server of `cluster`, or None when there is none, whatever a file left behind says."""
    try:
        lines = (cluster / "postmaster.pid").read_text(errors="replace").splitlines()
    except OSError:
        return None
    if not lines or not lines[_PID_LINE].strip().isdigit():
        return None
    pid = int(lines[_PID_LINE])
    if not serves(pid, cluster):
        return None
    return Postmaster(pid, _line(lines, _SOCKET_LINE), _line(lines, _STATUS_LINE))


def _line(lines: list[str], number: int) -> str:
    return lines[number].strip() if len(lines) > number else ""


def serves(pid: int, cluster: Path) -> bool:
    """Whether `pid` lives and was started for `cluster`: a number alone may have gone to another process."""
    if not lives(pid):
        return False
    try:
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return not Path("/proc/self").exists()
    except OSError:
        return True
    return os.fsencode(cluster) in arguments


def lives(pid: int) -> bool:
    """Whether `pid` runs; a child that has ended and was not waited for does not."""
    if not _exists(pid):
        return False
    try:
        status = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return not Path("/proc/self").exists()
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def disown_stale_pid(cluster: Path) -> None:
    """Let a server start although the pid that a killed one left behind still exists: reused, or not yet waited for.

    PostgreSQL would take that process for a server. Its file is not removed, because it also names the shared memory
    that tells whether processes of the killed server still write; instead it gets our own pid, which PostgreSQL knows
    as its parent and never takes for a rival, and goes on to that check.
    """
    path = cluster / "postmaster.pid"
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return
    if not lines or not lines[_PID_LINE].strip().isdigit():
        return
    pid = int(lines[_PID_LINE])
    if not _exists(pid) or serves(pid, cluster):
        return
    state = path.stat()
    path.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    if os.geteuid() == 0:
        os.chown(path, state.st_uid, state.st_gid)


def tell(server: Postmaster, cluster: Path, number: signal.Signals) -> None:
    """Signal the server if it still is the one of `cluster`."""
    if serves(server.pid, cluster):
        os.kill(server.pid, number)
