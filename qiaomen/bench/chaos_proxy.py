"""A proxy on loopback that treats requests as a bad network does: cut, halved, sent twice, delivered late.

It reads a request whole and then decides. What was delivered late arrives after what its phone sent in the meantime,
which is how packets change their order and come twice.
"""

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

MISCHIEF = ("cut before", "halved", "answer lost", "twice", "late")
_PATIENCE = 20.0
_MOST_LATE = 2.0


class Proxy:
    """Listens on a free port of loopback and passes requests to `port`; `rate` of them meet with mischief."""

    def __init__(self, port: int, *, luck: random.Random, rate: float) -> None:
        self.rate, self.met = rate, Counter[str]()
        self._target, self._luck = port, luck
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._listener.accept()
                threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, phone: socket.socket) -> None:
        with phone, suppress(OSError):
            phone.settimeout(_PATIENCE)
            request = read_message(phone)
            if request:
                self._pass_on(phone, request)

    def _pass_on(self, phone: socket.socket, request: bytes) -> None:
        mischief = self._luck.choice(MISCHIEF) if self._luck.random() < self.rate else ""
        if mischief:
            self.met[mischief] += 1
        if mischief == "cut before":
            return
        if mischief == "halved":
            self._deliver(request[: max(1, int(len(request) * self._luck.random()))], whole=False)
            return
        if mischief == "late":
            wait = self._luck.uniform(0.2, _MOST_LATE)
            threading.Timer(wait, self._deliver, [request]).start()
            return
        answer = self._deliver(request)
        if mischief == "twice":
            answer = self._deliver(request)
        if mischief != "answer lost":
            phone.sendall(answer)

    def _deliver(self, request: bytes, *, whole: bool = True) -> bytes:
        """Send to the server on a connection of its own; answers what came back, b"" where nothing did."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._target), timeout=_PATIENCE) as server:
            server.sendall(request)
            if not whole:
                time.sleep(0.05)
                return b""
            return read_message(server)
        return b""


@contextmanager
def proxying(port: int, *, luck: random.Random, rate: float) -> Iterator[Proxy]:
    """A proxy for the duration of the block."""
    proxy = Proxy(port, luck=luck, rate=rate)
    try:
        yield proxy
    finally:
        proxy.close()


def read_message(stream: socket.socket) -> bytes:
    """One HTTP message with a Content-Length, or up to the end of the stream."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = stream.recv(65536)
        if not piece:
            return data
        data += piece
    head, _blank, body = data.partition(b"\r\n\r\n")
    length = _length(head)
    while length is None or len(body) < length:
        piece = stream.recv(65536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body


def _length(head: bytes) -> int | None:
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0 if head.startswith(b"GET") else None
