"""Calls over real sockets: compressed, on kept connections, and honest about answers that never came."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from qiaomen.drill.network import Unreachable
from qiaomen.drill.transport import HttpTransport


class Echo(BaseHTTPRequestHandler):
    """Answers what it was sent; ``/cut`` closes the connection instead, ``/once`` closes it after the answer."""

    protocol_version = "HTTP/1.1"
    connections: set[Any]

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        type(self).connections.add(self.client_address)
        if self.path == "/cut":
            self.close_connection = True
            return
        self.close_connection = self.path == "/once"
        said = {"sent": json.loads(data), "token": self.headers.get("Authorization", "")}
        body = b"<html>" if self.path == "/html" else gzip.compress(json.dumps(said).encode())
        self.send_response(503 if self.path == "/html" else 200)
        if self.path != "/html":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def address() -> Iterator[str]:
    Echo.connections = set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_large_body_arrives_whole_with_its_token(address: str) -> None:
    body = {"records": [{"note": "没人在家" * 50}] * 100}
    answer = HttpTransport(address).post("/api/sync", body, token="secret")
    assert answer.status == 200
    assert answer.body == {"sent": body, "token": "Bearer secret"}


def test_calls_of_one_thread_share_a_connection(address: str) -> None:
    transport = HttpTransport(address)
    for _ in range(5):
        transport.post("/api/sync", {})
    assert len(Echo.connections) == 1
    assert len(transport.latencies_s) == 5


def test_a_connection_that_the_server_closed_is_opened_again(address: str) -> None:
    transport = HttpTransport(address)
    transport.post("/once", {})
    assert transport.post("/api/sync", {}).status == 200


def test_an_answer_that_never_comes_is_told_from_a_bad_one(address: str) -> None:
    transport = HttpTransport(address)
    with pytest.raises(Unreachable):
        transport.post("/cut", {})
    assert transport.post("/html", {}).status == 503
    assert transport.post("/html", {}).body == {}


def test_nobody_listening_is_unreachable(address: str) -> None:
    with pytest.raises(Unreachable):
        HttpTransport("http://127.0.0.1:9").post("/api/sync", {})


def test_an_address_without_a_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="https://host:port"):
        HttpTransport("district.example:8000")
