"""One process under supervision: started, listened to, restarted when it dies, never left behind."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from qiaomen.cli.supervisor import log
from qiaomen.postgres.tether import die_with_parent

_FIRST_DELAY, _LONGEST_DELAY = 0.5, 30.0
_STEADY = 60.0
"""Seconds of life after which a death counts as the first one again."""


class Backoff:
    """How long to wait before the next start: doubling with each early death, from 0.5 to 30 seconds."""

    def __init__(self) -> None:
        self._delay = _FIRST_DELAY

    def after(self, lived: float) -> float:
        """Seconds to wait after a life of `lived` seconds."""
        if lived >= _STEADY:
            self._delay = _FIRST_DELAY
        delay, self._delay = self._delay, min(self._delay * 2, _LONGEST_DELAY)
        return delay


class Child:
    """A command in a process group of its own, which dies with us and of which nothing survives."""

    def __init__(self, name: str, command: Sequence[str], *, env: Mapping[str, str], patience: float = 20.0) -> None:
        """`patience` is the seconds between SIGTERM and SIGKILL."""
        self.name = name
        self._command, self._env, self._patience = list(command), dict(env), patience
        self._process: subprocess.Popen[str] | None = None
        self._started = self._due = 0.0
        self._backoff = Backoff()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start now. Call it from the main thread: the child is tied to the thread that started it."""
        self._process = subprocess.Popen(
            self._command,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        self._started = time.monotonic()
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        log.event("child.started", child=self.name, pid=self._process.pid)

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if stripped := line.rstrip():
                log.output(self.name, stripped)

    def watch(self) -> None:
        """Look after the child: note its death, start it again when its delay is over."""
        now = time.monotonic()
        if self._process is not None and (code := self._process.poll()) is not None:
            _kill_group(self._process.pid)
            delay = self._backoff.after(now - self._started)
            log.event("child.died", level=40, child=self.name, code=code, again_in_s=delay)
            self._process, self._due = None, now + delay
        if self._process is None and now >= self._due:
            self.start()

    def stop(self, *, patience: float | None = None) -> None:
        """SIGTERM, then SIGKILL for whatever of the group is left when it ended or its time is over."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(self._patience if patience is None else patience)
        except subprocess.TimeoutExpired:
            log.event("child.killed", level=30, child=self.name, pid=process.pid)
        finally:
            _kill_group(process.pid)
            process.wait()
        log.event("child.stopped", child=self.name, code=process.returncode)

    def restart(self) -> None:
        """Stop and start, for new code."""
        self.stop()
        self.start()


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
