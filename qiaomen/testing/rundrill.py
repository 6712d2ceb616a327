"""A drill that runs: a small county in the test's database, a real server on it, and phones that knock over HTTP."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import connection
from django.test import Client
from psycopg.conninfo import make_conninfo

from qiaomen.access.models import Worker
from qiaomen.base.models import Clock
from qiaomen.base.snapshot import AS_OF
from qiaomen.cli import stage
from qiaomen.drill.county import make_county
from qiaomen.drill.scale import Scale

_PATIENCE_S = 90


@dataclass(frozen=True, slots=True)
class Running:
    """The drill's process, and a desk at headquarters: in this process, and at the server."""

    drill: "subprocess.Popen[bytes]"
    address: str
    desk: Client

    @property
    def is_under_way(self) -> bool:
        return self.drill.poll() is None

    def page(self, path: str) -> tuple[int, str]:
        """A page of the real server, and the number of the change that it is of."""
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.desk.cookies.items())
        with urlopen(Request(self.address + path, headers={"Cookie": cookies}), timeout=30) as answer:  # noqa: S310
            return int(answer.headers[AS_OF]), answer.read().decode()


@contextmanager
def running_drill(folder: Path, *, doors: int, speed: float, hours: float) -> Iterator[Running]:
    """Builds the county, serves it, and lets the drill run for so many hours of its own time."""
    Clock.objects.get_or_create(id=1)
    stage.build(folder / "county", invented=make_county(scale=Scale.of(doors=doors)), say=lambda line: None)
    stage.make_logins()
    desk = Client()
    desk.force_login(Worker.objects.get(username="headquarters"), backend="django.contrib.auth.backends.ModelBackend")
    desk.cookies["language"] = "en"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = _qiaomen(folder, "serve", "--port", str(port), "--workers", "1")
    drill = None
    try:
        _await(address, server)
        drill = _qiaomen(folder, "drill", address, *_codes(folder), "--speed", str(speed), "--hours", str(hours))
        yield Running(drill, address, desk)
    finally:
        for process in filter(None, (drill, server)):
            process.terminate()
            process.wait(_PATIENCE_S)


def _codes(folder: Path) -> list[str]:
    field, leads = stage.codes(phones_a_team=1)
    for name, codes in (("field", field), ("leads", leads)):
        (folder / name).write_text("\n".join(codes))
    return ["--codes", str(folder / "field"), "--lead-codes", str(folder / "leads")]


def _qiaomen(folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    """A command on the test's database, with the test's keys."""
    at = connection.settings_dict
    url = make_conninfo(host=at["HOST"], port=at["PORT"] or None, user=at["USER"], dbname=at["NAME"])
    own = {
        "QIAOMEN_DATABASE_URL": f"{url} password={at['PASSWORD']}" if at["PASSWORD"] else url,
        "QIAOMEN_KEY_FILE": str(settings.KEY_FILE),
        "QIAOMEN_SECRET_KEY": settings.SECRET_KEY,
    }
    with (folder / f"{words[0]}.log").open("w") as log:
        line = [sys.executable, "-m", "qiaomen", "--data", str(folder / "data"), *words]
        return subprocess.Popen(line, env=os.environ | own, stdout=log, stderr=log)


def _await(address: str, server: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + _PATIENCE_S
    while time.monotonic() < ends and server.poll() is None:
        try:
            urlopen(address + "/sign-in", timeout=5).close()  # noqa: S310
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not start")
