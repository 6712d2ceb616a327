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
from queue import Empty, SimpleQueue

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
        "--workers", str(workers), "--blocking-threads", "2", "--log-level", "error", "--no-ws", "qiaomen.wsgi:application",
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


def send_all(
    port: int, calls: Sequence[tuple[str, bytes]], *, in_flight: int, check: Callable[[bytes], None]
) -> list[float]:
    """POST every (token, body) to /api/sync over `in_flight` connections; answers the seconds of each call."""
    queue: SimpleQueue[tuple[str, bytes]] = SimpleQueue()
    for call in calls:
        queue.put(call)
    seconds: list[float] = []
    errors: list[BaseException] = []

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            while True:
                token, body = queue.get_nowait()
                begun = time.perf_counter()
                connection.request(
                    "POST", "/api/sync", body, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
                )
                response = connection.getresponse()
                answer = response.read()
                seconds.append(time.perf_counter() - begun)
                if response.status != 200:
                    raise RuntimeError(f"status {response.status}: {answer[:200]!r}")
                check(answer)
        except Empty:
            return
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(in_flight)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return seconds


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
