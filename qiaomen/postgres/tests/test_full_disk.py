"""A disk that really is full, under PostgreSQL: it refuses or stops, comes back, and has every committed row."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from qiaomen import postgres

MEGABYTES = 160
SMALL = {"shared_buffers": "16MB", "max_wal_size": "48MB", "min_wal_size": "32MB", "wal_compression": "off"}


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 160 MB."""
    if os.geteuid() != 0 or sys.platform != "linux":
        pytest.skip("only root mounts a small file system to fill")
    folder = Path(tempfile.mkdtemp(prefix="qiaomen-small-"))
    folder.chmod(0o755)
    words = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0755", "tmpfs", str(folder)]
    if subprocess.run(words, check=False, capture_output=True).returncode != 0:
        folder.rmdir()
        pytest.skip("this machine does not let root mount anything")
    yield folder
    postgres.remove(folder / "data")
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def back(server: postgres.Server, url: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A session, as soon as there is one: what stopped is started as `serve` does."""
    deadline = time.monotonic() + 120
    while True:
        try:
            if not server.alive():
                server.revive()
            return psycopg.connect(url, autocommit=True)
        except (psycopg.OperationalError, postgres.PostgresError):
            assert time.monotonic() < deadline, "it does not come back"
            time.sleep(0.1)


def test_a_full_disk_stops_writing_loses_nothing_and_goes_on_when_there_is_room(small_disk: Path) -> None:
    server = postgres.Server(small_disk / "data", tuning=SMALL)
    url, committed = server.join(), 0
    ballast = small_disk / "ballast"
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("CREATE TABLE knock (n int, photo bytea)")
        ballast.write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - 24 * 1024 * 1024)))
        for committed in range(1000):
            try:
                session.execute("INSERT INTO knock VALUES (%s, %s)", [committed, os.urandom(1 << 20)])
            except psycopg.OperationalError:  # DiskFull, or the end of the session when WAL has no room
                break
    assert 0 < committed < 999
    ballast.unlink()
    with back(server, url) as session:
        session.execute("INSERT INTO knock VALUES (-1, '')")
        found = session.execute("SELECT n FROM knock ORDER BY n").fetchall()
    assert [row[0] for row in found] == [-1, *range(committed)]
    server.leave()
