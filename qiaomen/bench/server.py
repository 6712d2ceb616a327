"""The real server for benchmarks: granian in its own processes, and clients with keep-alive connections."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from qiaomen.base.sql import rows

WORKERS = 2


def free_port() -> int:
    """A port of the loopback address that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*, workers: int = WORKERS) -> Iterator[int]:
    """Run the web server on a free port of this machine; answers the port."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "2", "--log-level", "error", "--no-ws",
        "qiaomen.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, "QIAOMEN_POOL": "4"}, stdin=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _try in range(200):
        if process.poll() is not None:
            raise RuntimeError("the web server did not start")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/api/openapi.json")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web server does not answer")


class Line:
    """One keep-alive connection to /api/sync that notes the seconds of each call."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.seconds: list[float] = []

    def post(self, token: str, body: bytes) -> bytes:
        """POST a body; answers the answer's body. Anything but 200 raises."""
        begun = time.perf_counter()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.connection.request("POST", "/api/sync", body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        self.seconds.append(time.perf_counter() - begun)
        if response.status != 200:
            raise RuntimeError(f"status {response.status}: {answer[:200]!r}")
        return answer


Job = TypeVar("Job")


def work_off(
    port: int, jobs: Sequence[Job], work: Callable[[Line, Job], None], *, in_flight: int
) -> tuple[float, list[float]]:
    """Work off the jobs over so many connections; answers the seconds of the whole, and of each call."""
    queue: SimpleQueue[Job] = SimpleQueue()
    for job in jobs:
        queue.put(job)
    lines = [Line(port) for _ in range(in_flight)]
    errors: list[BaseException] = []

    def loop(line: Line) -> None:
        try:
            while True:
                work(line, queue.get_nowait())
        except Empty:
            return
        except BaseException as error:
            errors.append(error)
        finally:
            line.connection.close()

    begun = time.perf_counter()
    threads = [threading.Thread(target=loop, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = time.perf_counter() - begun
    if errors:
        raise errors[0]
    return total, [seconds for line in lines for seconds in line.seconds]


class Processors:
    """Milliseconds of processor time: this process's, and that of its PostgreSQL backend on this machine.

    On a busy machine the clock says little. Parallel workers of a statement are not counted; 0 where /proc has nothing.
    """

    def __init__(self) -> None:
        (self._backend,) = rows("SELECT pg_backend_pid()")[0]

    def spent(self) -> float:
        """So far."""
        try:
            own = Path(f"/proc/{self._backend}/schedstat").read_text().split()[0]
        except OSError:
            own = "0"
        return time.process_time() * 1000 + int(own) / 1e6


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
