"""The web server: granian, WSGI, one process a core and a few blocking threads in each."""

import os
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_CONNECTIONS = 64
"""Of PostgreSQL's 100, what web workers may use; the rest is for jobs, commands and people."""
_STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate chain and its key, both PEM files."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Web:
    """How the site is offered."""

    host: str
    port: int
    workers: int
    tls: Tls | None = None

    @property
    def threads(self) -> int:
        """Blocking threads a worker: enough to wait for the database with, few enough for its connections."""
        return max(2, min(4, _CONNECTIONS // self.workers))

    @property
    def address(self) -> str:
        """The address to open on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}/"

    def command(self) -> list[str]:
        """granian's command line. Ended during its start it can hang: hence the kill timeout."""
        words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", self.host, "--port", str(self.port)]
        words += ["--workers", str(self.workers), "--blocking-threads", str(self.threads), "--no-ws"]
        words += ["--backlog", "2048", "--workers-kill-timeout", str(_STOP_SECONDS), "--respawn-failed-workers"]
        words += ["--log-level", "warning"]
        if self.tls:
            # Phones older than Android 10 speak TLS 1.2.
            words += ["--ssl-certificate", str(self.tls.certificate), "--ssl-keyfile", str(self.tls.key)]
            words += ["--ssl-protocol-min", "tls1.2"]
        return [*words, "qiaomen.wsgi:application"]

    def environment(self) -> dict[str, str]:
        """What the web processes need besides ours: a pool of connections, and cookies for HTTPS only where it is."""
        defaults = {"QIAOMEN_POOL": str(self.threads)}
        if self.tls:
            defaults["QIAOMEN_SECURE_COOKIES"] = "true"
        return defaults | os.environ

    def taken(self, *, patience: float = 5.0) -> str | None:
        """Why the address cannot be bound for so many seconds, or None. granian would try for ever, saying little.

        A web server that was killed a moment ago holds its port until the kernel has taken it apart.
        """
        deadline = time.monotonic() + patience
        while (reason := self._bound()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return reason

    def _bound(self) -> str | None:
        family, kind, protocol, _, address = socket.getaddrinfo(
            self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                return error.strerror
        return None

    def answers(self) -> bool:
        """Whether somebody accepts connections at the address."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        try:
            with socket.create_connection((host, self.port), timeout=1):
                return True
        except OSError:
            return False
