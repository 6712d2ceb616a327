"""Children that die with their parent, where the kernel can do it (Linux)."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(signal_number: signal.Signals) -> Callable[[], None] | None:
    """A `preexec_fn` that has the kernel send `signal_number` to the child when the thread that started it ends.

    None where the platform has no such thing. The C library is looked up before the fork, so that the child
    only makes two system calls.
    """
    if _libc is None:
        return None
    libc, parent = _libc, os.getpid()

    def tie() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
        if os.getppid() != parent:  # the parent ended before the tie was made
            os.kill(os.getpid(), signal_number)

    return tie
