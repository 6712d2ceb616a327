"""Somebody who receives reports: a web server and a mail server of the test's own, on this machine."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

from django.test import override_settings


@dataclass(slots=True)
class Received:
    """What arrived, and what to answer next (then the last one again)."""

    address: str = ""
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=lambda: [(200, "received 0815")])

    def answer(self) -> tuple[int, str]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def web() -> Iterator[Received]:
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            received.headers.append(dict(self.headers))
            code, text = received.answer()
            self.send_response(code)
            if code in (301, 302, 307, 308):
                self.send_header("Location", received.address)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is printed."""

    with override_settings(OUTWARD=["127.0.0.1"]), HTTPServer(("127.0.0.1", 0), Handler) as server:
        received.address = f"http://127.0.0.1:{server.server_port}/reports"
        yield from _served(server, received)


@contextmanager
def mail() -> Iterator[Received]:
    received = Received(answers=[(250, "queued as 4F3A")])

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say(220, "here")
            while line := self.rfile.readline():
                word = line.decode().strip().upper()
                if word == "DATA":
                    self.say(354, "go on")
                    received.bodies.append(self.letter())
                    self.say(*received.answer())
                elif word == "QUIT":
                    return self.say(221, "bye")
                else:
                    self.say(250, "ok")
            return None

        def letter(self) -> bytes:
            lines: list[bytes] = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b"."))
            return b"".join(lines)

        def say(self, code: int, text: str) -> None:
            self.wfile.write(f"{code} {text}\r\n".encode())

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        received.address = f"smtp://127.0.0.1:{server.server_address[1]}"
        yield from _served(server, received)


def _served(server: socketserver.BaseServer, received: Received) -> Iterator[Received]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        thread.join()
