"""The `qiaomen` command as people call it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from pytest_django.fixtures import Settings

from qiaomen.base import keys
from qiaomen.cli import commands, environment
from qiaomen.cli.checkup import check_all
from qiaomen.cli.main import main


def start(data_dir: Path, *words: str, **env: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "qiaomen", "--data", str(data_dir), *words],
        env=os.environ | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def database_url() -> Iterator[str]:
    """An empty database on the test session's server."""
    server = os.environ["QIAOMEN_DATABASE_URL"]
    name = sql.Identifier(f"commands_{os.getpid()}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield psycopg.conninfo.make_conninfo(server, dbname=f"commands_{os.getpid()}")
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.mark.slow
def test_each_district_gets_a_schema_of_its_own_once_however_many_commands_begin(
    tmp_path: Path, database_url: str
) -> None:
    env = {"QIAOMEN_DATABASE_URL": database_url, "QIAOMEN_SCHEMA": "d431123"}
    both = [start(tmp_path, "migrate", **env), start(tmp_path, "migrate", **env)]
    outputs = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert start(tmp_path, "migrate", **env).communicate()[0] == "The schema was up to date.\n"
    other = start(tmp_path, "migrate", **env | {"QIAOMEN_SCHEMA": "d431124"})
    assert (other.communicate()[1], other.returncode) == ("", 0)
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 'places_%' ORDER BY 1"
        )
        assert found.fetchall() == [("d431123",), ("d431124",)]


def test_a_district_beside_one_in_public_is_refused(tmp_path: Path, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE public.django_migrations ()")
    process = start(tmp_path, "migrate", QIAOMEN_DATABASE_URL=database_url, QIAOMEN_SCHEMA="d431123")
    assert "another district already lives in the schema public" in process.communicate()[1]
    assert process.returncode == 1


def test_what_follows_manage_is_djangos_options_included(tmp_path: Path) -> None:
    process = start(tmp_path, "manage", "migrate", "--help")
    assert "--fake-initial" in process.communicate()[0]


def test_an_unknown_command_is_refused_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["knock"])
    assert refused.value.code == 2
    assert "serve" in capsys.readouterr().err


def test_stop_where_nothing_runs_says_so(tmp_path: Path) -> None:
    process = start(tmp_path, "stop")
    assert process.communicate()[0] == "Nothing is running.\n"
    assert process.returncode == 0


def test_the_data_directory_is_the_one_given_then_the_environments_then_the_data_homes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QIAOMEN_DATA", str(tmp_path / "named"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    assert environment.data_dir(tmp_path / "given") == tmp_path / "given"
    assert environment.data_dir() == tmp_path / "named"
    monkeypatch.delenv("QIAOMEN_DATA")
    assert environment.data_dir() == tmp_path / "home" / "qiaomen"


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh_CN.UTF-8", "zh-hans"), ("zh_TW.UTF-8", "zh-hant"), ("zh_HK", "zh-hant"), ("C.UTF-8", "en"), ("", "en")],
)
def test_messages_are_in_the_terminals_language(locale: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.delenv("LANG", raising=False)
    monkeypatch.setenv("LC_ALL", locale)
    assert environment.terminal_language() == language


def test_the_doctor_finds_a_key_file_that_others_can_read(tmp_path: Path) -> None:
    key = tmp_path / "secret-key"
    key.write_text("x")
    key.chmod(0o644)
    (finding,) = [finding for finding in check_all(tmp_path) if finding.about == "keys"]
    assert (finding.grade, str(key) in finding.sentence) == ("bad", True)


def test_the_doctor_finds_nothing_loose_where_an_outbreaks_keys_were_made(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KEY_FILE = tmp_path / "keys" / "outbreaks.json"
    monkeypatch.delenv("QIAOMEN_KEY_FILE", raising=False)
    keys.create(uuid4())
    assert [finding.grade for finding in check_all(tmp_path) if finding.about == "keys"] == ["ok"]


def test_the_doctor_looks_at_the_embedded_database_or_at_the_one_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [finding.grade for finding in check_all(tmp_path) if finding.about == "database"] == ["ok"]
    monkeypatch.setenv("QIAOMEN_DATABASE_URL", "postgresql://nobody@/none?host=/nowhere")
    assert [finding.grade for finding in check_all(tmp_path) if finding.about == "database"] == ["bad"]
    monkeypatch.delenv("QIAOMEN_DATABASE_URL")
    grades = {finding.about: finding.grade for finding in check_all(tmp_path)}
    assert (grades["postgres"], grades["cluster"], grades["locale"]) == ("ok", "note", "ok")


def test_the_doctor_of_a_district_looks_at_the_server_that_it_shares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QIAOMEN_DATABASE_URL", raising=False)
    monkeypatch.setenv("QIAOMEN_DATABASE_OF", str(tmp_path / "city"))
    (finding,) = [finding for finding in check_all(tmp_path / "district") if finding.about == "cluster"]
    assert str(tmp_path / "city") in finding.sentence


@pytest.mark.parametrize("name", commands.NAMES)
def test_every_command_is_described_for_operators(name: str) -> None:
    docs = Path(__file__).resolve().parents[3] / "docs"
    assert any(f"qiaomen {name}" in page.read_text() for page in docs.glob("*.md"))
