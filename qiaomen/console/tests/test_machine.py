"""What machines ask, and the page about the machine: no personal data, and only for whom it is."""

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from qiaomen.backup import state
from qiaomen.base import logs, tracing
from qiaomen.cli.supervisor import log
from qiaomen.console import health
from qiaomen.console.health import slowest, without_values
from qiaomen.testing.world import World

Signed = Callable[[str], Client]


def test_a_process_that_answers_is_alive_and_without_a_worker_it_is_not_ready(world: World) -> None:
    assert Client().get("/healthz").json() == {"alive": True}
    answer = Client().get("/healthz/ready")
    assert answer.status_code == 503
    assert "worker" in answer.json()["missing"]


def test_figures_are_prometheus_text_and_hold_nobodys_name(world: World) -> None:
    text = Client().get("/metrics").content.decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(lines) > 12
    assert all(float(line.rpartition(" ")[2]) >= -1 for line in lines)
    assert "qiaomen_open_outbreaks 1" in lines
    assert not [secret for secret in world.secrets() if len(secret) > 1 and secret in text]


@pytest.mark.parametrize(
    ("token", "asked", "code"),
    [
        ("", {"REMOTE_ADDR": "10.1.1.1"}, 403),
        ("", {"HTTP_X_FORWARDED_FOR": "10.1.1.1"}, 403),
        ("s3cret", {}, 403),
        ("s3cret", {"REMOTE_ADDR": "10.1.1.1", "HTTP_AUTHORIZATION": "Bearer s3cret"}, 200),
        ("s3cret", {"HTTP_AUTHORIZATION": "Bearer other"}, 403),
    ],
)
def test_figures_are_for_this_machine_or_for_who_has_the_token(
    world: World, settings: Settings, token: str, asked: dict[str, str], code: int
) -> None:
    settings.METRICS_TOKEN = token
    assert Client().get("/metrics", **asked).status_code == code  # type: ignore[arg-type]


def test_the_age_of_backups_is_that_of_the_server_a_district_is_on(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    state.note(tmp_path, whole_at=(datetime.now(UTC) - timedelta(hours=2)).isoformat())
    assert "qiaomen_backup_seconds{" not in Client().get("/metrics").content.decode()
    monkeypatch.setenv("QIAOMEN_DATABASE_OF", str(tmp_path))
    lines = Client().get("/metrics").content.decode().splitlines()
    (age,) = [line.rpartition(" ")[2] for line in lines if line.startswith('qiaomen_backup_seconds{of="whole"}')]
    assert 7200 <= float(age) < 7300


def test_only_who_administers_sees_the_machine(world: World, client_of: Signed) -> None:
    assert client_of("headquarters").get("/machine").status_code == 200
    assert client_of("inspector").get("/machine").status_code == 403


def test_the_page_about_the_machine_shows_how_long_answers_of_a_route_take(
    world: World, client_of: Signed, settings: Settings, tmp_path: Path
) -> None:
    settings.TIMINGS = tmp_path / "timings"
    client = client_of("headquarters")
    client.get("/machine")
    text = client.get("/machine").content.decode()
    assert "console:machine · read" in text
    assert health.routes()[0].answers == 2


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("SELECT 1 FROM t\n WHERE name = '张三' AND age > 41.5", "SELECT … FROM t WHERE name = … AND age > …"),
        (
            "SELECT t0_1 FROM t WHERE a = 'O''Hara' AND b = E'\\\\''x' AND c = $1",
            "SELECT t0_1 FROM t WHERE a = … AND b = E… AND c = $1",
        ),
        ("SELECT x -- somebody's home\n FROM t /* not 'this */ WHERE a = '--张三'", "SELECT x FROM t WHERE a = …"),
        ("SELECT x FROM t WHERE phone = '1390000", "SELECT x FROM t WHERE phone = …"),
    ],
)
def test_a_slow_statement_is_shown_without_its_values(given: str, shown: str) -> None:
    assert without_values(given) == shown


def test_the_page_about_the_machine_shows_no_text_of_a_running_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    running = [(7, "web", 2.5, "", "SELECT pg_sleep(2) WHERE '张三' <> '13900000000'")]
    monkeypatch.setattr("qiaomen.console.health.rows", lambda _statement: running)
    assert slowest() == [(7, "web", 2.5, "", "SELECT pg_sleep(…) WHERE … <> …")]


@pytest.mark.parametrize(("given", "kept"), [("abcd-1234", True), ("x", False), ("a b c d e f", False)])
def test_a_request_keeps_a_proxys_id_where_it_looks_like_one(given: str, kept: bool, db: None) -> None:
    said = Client().get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (said == given) is kept
    assert len(said) >= 8


def test_a_line_of_the_log_is_an_object_with_the_requests_id_and_no_values() -> None:
    id, typed = tracing.begin("request-0001"), "\u5f20\u4e09 13900000000"
    try:
        int(typed)
    except ValueError:
        record = logging.LogRecord("qiaomen.x", logging.ERROR, "f", 1, "went wrong", (), sys.exc_info())
    tracing.Ids().filter(record)
    line = logs.Lines().format(record)
    told = json.loads(line)
    assert (told["request"], told["level"], told["event"]) == (id, "error", "went wrong")
    assert "ValueError" in told["trace"]
    assert typed[3:] not in line


def test_the_supervisor_takes_a_childs_object_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[tuple[str, int, dict[str, object]]] = []
    monkeypatch.setattr(log, "event", lambda name, *, level=20, **fields: found.append((name, level, fields)))
    log.output("web", '{"level": "error", "request": "r1", "event": "went wrong", "child": "other"}')
    log.output("web", "ERROR plain")
    assert found == [
        ("output", 40, {"child": "web", "line": "went wrong", "request": "r1"}),
        ("output", 40, {"child": "web", "line": "ERROR plain"}),
    ]
