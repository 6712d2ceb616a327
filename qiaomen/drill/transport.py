"""HTTP as a phone speaks it: one kept-alive connection for each thread, bodies compressed when that pays."""

import gzip
import json
import ssl
import threading
from collections import deque
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from .network import Unreachable
from .phone import Answer, Json

_WORTH_COMPRESSING: Final = 1_500
_LATENCIES_KEPT: Final = 100_000


class HttpTransport:
    """Posts JSON to one server; safe to share between threads."""

    def __init__(self, url: str, *, timeout_s: float = 60, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("an address like https://host:port is needed")
        self._scheme, self._host, self._port = parts.scheme, parts.hostname, parts.port
        self._base, self._timeout, self._tls = parts.path.rstrip("/"), timeout_s, tls
        self._local = threading.local()
        self._latencies_s: deque[float] = deque(maxlen=_LATENCIES_KEPT)

    @property
    def latencies_s(self) -> list[float]:
        """Seconds from the request to the answer's last byte, of the calls that were answered."""
        return list(self._latencies_s)

    def post(self, path: str, body: Json, *, token: str = "") -> Answer:
        """Raises :class:`~qiaomen.drill.network.Unreachable` when no whole answer comes."""
        data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip", "Accept-Language": "en"}
        if len(data) > _WORTH_COMPRESSING:
            data, headers["Content-Encoding"] = gzip.compress(data, 1), "gzip"
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self._timed("POST", path, data, headers)

    def get(self, path: str, *, token: str = "") -> Answer:
        """Raises as :meth:`post`."""
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "en", "Authorization": f"Bearer {token}"}
        return self._timed("GET", path, None, headers)

    def _timed(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> Answer:
        began = monotonic()
        try:
            status, answer = self._exchange(method, path, data, headers)
        except (OSError, HTTPException) as error:
            self._drop()
            raise Unreachable from error
        self._latencies_s.append(monotonic() - began)
        return Answer(status, _decoded(answer))

    def _exchange(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        fresh = getattr(self._local, "connection", None) is None
        try:
            return self._once(method, path, data, headers)
        except (OSError, HTTPException):
            # The server closes idle connections; what was sent on one is sent again, which the protocol allows.
            if fresh:
                raise
            self._drop()
            return self._once(method, path, data, headers)

    def _once(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        connection = self._connection()
        connection.request(method, self._base + path, body=data, headers=headers)
        response = connection.getresponse()
        return response.status, _whole(response)

    def _connection(self) -> HTTPConnection:
        connection: HTTPConnection | None = getattr(self._local, "connection", None)
        if connection is None:
            if self._scheme == "https":
                connection = HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._tls)
            else:
                connection = HTTPConnection(self._host, self._port, timeout=self._timeout)
            self._local.connection = connection
        return connection

    def _drop(self) -> None:
        connection: HTTPConnection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
        self._local.connection = None


def _whole(response: HTTPResponse) -> bytes:
    body = response.read()
    return gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body


def _decoded(body: bytes) -> Json:
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
