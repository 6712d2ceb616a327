"""Files that a killed server left behind, and clusters that are not ours to start."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from qiaomen import postgres
from qiaomen.postgres import paths, postmaster

FAST = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture
def bystander() -> Iterator[int]:
    """A living process of the server's account that has nothing to do with the database."""
    child = subprocess.Popen(["/bin/sleep", "600"], user=65534 if os.geteuid() == 0 else None)
    yield child.pid
    child.kill()
    child.wait()


def test_a_pid_that_went_to_another_process_is_not_taken_for_the_server(data_dir: Path, bystander: int) -> None:
    with postgres.running(data_dir, tuning=FAST):
        layout = paths.locate(data_dir)
        assert layout is not None
        lines = (layout.cluster / "postmaster.pid").read_text().splitlines()
    stale = layout.cluster / "postmaster.pid"
    stale.write_text("\n".join([str(bystander), *lines[1:]]) + "\n")
    layout.account.own(stale)
    assert postmaster.read(layout.cluster) is None
    with postgres.running(data_dir, tuning=FAST) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert os.kill(bystander, 0) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize("text", ["", "garbage\n", "-5\n"])
def test_a_broken_pid_file_is_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "postmaster.pid").write_text(text)
    assert postmaster.read(tmp_path) is None


def test_a_cluster_half_made_is_made_again(data_dir: Path) -> None:
    paths.prepare(data_dir)
    half_made = data_dir / "postgres" / "cluster.making"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    with postgres.running(data_dir, tuning=FAST) as url:
        assert psycopg.connect(url).info.dbname == "qiaomen"
    assert not half_made.exists()


def test_a_cluster_of_another_major_version_is_refused_by_name(data_dir: Path) -> None:
    with postgres.running(data_dir, tuning=FAST):
        pass
    layout = paths.locate(data_dir)
    assert layout is not None
    (layout.cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(postgres.PostgresError, match=r"made by PostgreSQL 14, .* dump and restore"):
        postgres.Server(data_dir).join()


def test_chinese_text_has_trigrams_and_utf8_is_the_encoding(data_dir: Path) -> None:
    with postgres.running(data_dir, tuning=FAST) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT cardinality(show_trgm('知州路幸福小区'))").fetchone() == (8,)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_a_commit_is_durable_and_no_port_is_open_by_default(data_dir: Path) -> None:
    names = ["fsync", "full_page_writes", "synchronous_commit", "listen_addresses", "unix_socket_permissions"]
    with postgres.running(data_dir) as url, psycopg.connect(url) as connection:
        shown = [connection.execute(f"SHOW {name}").fetchone() for name in names]
    assert shown == [("on",), ("on",), ("on",), ("",), ("0700",)]


def test_what_a_failing_statement_says_of_a_person_is_not_logged(data_dir: Path) -> None:
    with postgres.running(data_dir, tuning=FAST) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE person (name text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES ('张三')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('张三')")
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("SELECT '张三'::int")
    layout = paths.locate(data_dir)
    assert layout is not None
    assert "ready to accept" in layout.log.read_text()
    assert "张三" not in layout.log.read_text()
