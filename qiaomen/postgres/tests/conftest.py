"""Data directories for real clusters, and other processes that use them."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qiaomen import postgres

Spawn = Callable[..., "subprocess.Popen[str]"]

# Joins the server, says so with the URL, leaves at the next line of input.
_USER = """
import sys
from pathlib import Path
from qiaomen import postgres
with postgres.running(Path(sys.argv[1]), tethered="tethered" in sys.argv, purpose=sys.argv[2]) as url:
    print(url, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A new folder that every account can pass through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="qiaomen-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def elsewhere(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for /var/lib/qiaomen."""
    folder = open_folder / "elsewhere"
    monkeypatch.setenv("QIAOMEN_POSTGRES_ELSEWHERE", str(folder))
    return folder


@pytest.fixture
def data_dir(open_folder: Path) -> Iterator[Path]:
    """A data directory that the server's account reaches."""
    folder = open_folder / "data"
    yield folder
    postgres.remove(folder)


@pytest.fixture
def closed_data_dir(tmp_path: Path, elsewhere: Path) -> Iterator[Path]:
    """A data directory under a 0700 folder, as root's home is."""
    tmp_path.chmod(0o700)
    folder = tmp_path / "data"
    yield folder
    if (folder / "postgres").is_dir():
        postgres.remove(folder)


@pytest.fixture
def spawn_user(data_dir: Path) -> Iterator[Spawn]:
    """Start another process that uses the server; returns when it has joined."""
    started: list[subprocess.Popen[str]] = []

    def spawn(purpose: str, *flags: str) -> "subprocess.Popen[str]":
        child = subprocess.Popen(
            [sys.executable, "-c", _USER, str(data_dir), purpose, *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        started.append(child)
        assert child.stdout is not None
        assert child.stdout.readline().startswith("postgresql://")
        return child

    yield spawn
    for child in started:
        child.kill()
        child.communicate()
