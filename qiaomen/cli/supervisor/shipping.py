"""The supervisor's log on another machine: syslog over TLS (RFC 5424, framed as RFC 5425), each line as it stands here.

The handler is logging's own for sockets, which comes back by itself after an outage, a little later each time. What is
said meanwhile stands in the file alone. It works in a thread of its own: the supervisor waits for nobody.
"""

import logging
import os
import socket
import ssl
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, SocketHandler
from queue import Queue
from typing import Final
from urllib.parse import urlsplit

PORT: Final = 6514
_DAEMON: Final = 3 * 8
_MOST_WAITING: Final = 10_000


class Shipper(SocketHandler):
    """Sends each record as one syslog message; `authority` is a PEM file to trust instead of the system's."""

    def __init__(self, host: str, port: int, *, authority: str | None = None) -> None:
        super().__init__(host, port)
        self._receiver = host
        self._context = ssl.create_default_context(cafile=authority)

    def makeSocket(self, timeout: float = 10) -> socket.socket:  # noqa: N802 (logging's name)
        return self._context.wrap_socket(super().makeSocket(timeout), server_hostname=self._receiver)

    def makePickle(self, record: logging.LogRecord) -> bytes:  # noqa: N802 (logging's name)
        """The message, after its length."""
        severity = 3 if record.levelno >= logging.ERROR else 4 if record.levelno >= logging.WARNING else 6
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = f"<{_DAEMON + severity}>1 {moment} {socket.gethostname()} qiaomen {os.getpid()} - - "
        message = (head + self.format(record)).encode()
        return b"%d %b" % (len(message), message)


class _Waiting(QueueHandler):
    """Puts records by for the thread that sends; what is too much for the queue is not sent."""

    def __init__(self, shipper: Shipper) -> None:
        waiting: Queue[logging.LogRecord] = Queue(_MOST_WAITING)
        super().__init__(waiting)
        self._sends = QueueListener(waiting, shipper)
        self._sends.start()

    def close(self) -> None:
        """Once what waits is sent, or was tried."""
        self._sends.stop()
        super().close()

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record


def shipped(address: str, formatter: logging.Formatter, *, authority: str | None = None) -> logging.Handler:
    """A handler that sends to `syslog+tls://host:port` from a thread of its own.

    Raises ValueError for any other address, OSError where `authority` cannot be read.
    """
    parts = urlsplit(address)
    if parts.scheme != "syslog+tls" or not parts.hostname:
        raise ValueError(f"{address} is no syslog+tls://host:port.")
    shipper = Shipper(parts.hostname, parts.port or PORT, authority=authority)
    shipper.setFormatter(formatter)
    return _Waiting(shipper)
