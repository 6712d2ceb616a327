"""A real server on the test's database, in processes of its own, which can be killed and come back where they were."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

_PATIENCE_S = 60
# A server does not serve where somebody changes static files while it starts, as one does at a desk: it begins again.
_STARTS = 3


class Site:
    """The web server of one test module. `folder` takes its log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, **environment: str) -> None:
        """Serve, and answer when the first page comes."""
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", "2", "--log-level", "error", "--no-ws", "qiaomen.wsgi:application",
        ]  # fmt: skip
        for _start in range(_STARTS):
            with (self.folder / "site.log").open("a") as log:
                self.process = subprocess.Popen(
                    command, env=os.environ | _own() | environment, stdout=log, stderr=log, start_new_session=True
                )
            if self._answers():
                return
        raise AssertionError(f"the server did not start: {(self.folder / 'site.log').read_text()[-2000:]}")

    def kill(self) -> None:
        """As a power cut ends it: master and workers at once."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        """Whether the first page came; False where the server ended, which it did by itself, or was too slow."""
        ends = time.monotonic() + _PATIENCE_S
        while time.monotonic() < ends and self.process is not None and self.process.poll() is None:
            try:
                urlopen(f"{self.address}/field/sw.js", timeout=5).close()  # noqa: S310 - an address of our own
            except (URLError, OSError):
                time.sleep(0.1)
            else:
                return True
        self.kill()
        return False


def _own() -> dict[str, str]:
    at = connection.settings_dict
    url = make_conninfo(host=at["HOST"], port=at["PORT"] or None, user=at["USER"], dbname=at["NAME"])
    return {
        "QIAOMEN_DATABASE_URL": f"{url} password={at['PASSWORD']}" if at["PASSWORD"] else url,
        "QIAOMEN_KEY_FILE": str(settings.KEY_FILE),
        "QIAOMEN_SECRET_KEY": settings.SECRET_KEY,
        "QIAOMEN_POOL": "2",
    }
