"""`qiaomen serve` as a real process: what it starts, what it starts again, what it leaves behind (nothing)."""

import os
import signal
import socket
from http.client import HTTPConnection

import psycopg
import pytest

from qiaomen.cli.tests.serving import Serving, bare, migrated, serving, until
from qiaomen.postgres.postmaster import Postmaster

__all__ = ["bare", "migrated", "serving"]
pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_serve_runs_everything_from_nothing_and_stop_ends_everything(bare: Serving) -> None:
    serving, process = bare, bare.serve()
    assert serving.database() is not None
    assert len(serving.processes()) >= 4, "granian and its two workers, and the job worker"
    for _ in range(12):
        fetched(serving, "/healthz")
    assert 'qiaomen_answers_total{route="console:alive",method="read",status="200"} 12' in fetched(serving, "/metrics")
    answer = serving.command("stop")
    assert (answer.returncode, answer.stdout) == (0, "Stopped.\n")
    assert process.wait() == 0
    assert serving.processes() == []
    assert serving.database() is None
    order = [line["child"] for line in serving.events("child.stopped")]
    assert order == ["web", "worker"]


def fetched(serving: Serving, path: str) -> list[str]:
    """The lines of an answer, of whichever web process gave it."""
    connection = HTTPConnection("127.0.0.1", serving.port, timeout=60)
    connection.request("GET", path)
    lines = connection.getresponse().read().decode().splitlines()
    connection.close()
    return lines


def test_a_second_serve_of_the_same_data_is_refused_by_process_and_nothing_outlives_the_first_when_it_is_killed(
    serving: Serving,
) -> None:
    first = serving.serve()
    answer = serving.command("serve", "--port", "1")
    assert answer.returncode == 1
    assert f"process {first.pid}" in answer.stderr
    first.kill()
    first.wait()
    until(lambda: not serving.processes())
    until(lambda: serving.database() is None)


def test_what_was_killed_comes_back_and_after_the_killing_of_everything_serve_starts_again_with_every_committed_row(
    serving: Serving,
) -> None:
    process = serving.serve()
    web, database = serving.pid("web"), serving.database()
    assert database is not None
    os.kill(web, signal.SIGKILL)
    os.kill(database.pid, signal.SIGKILL)
    until(lambda: serving.pid("web") != web)
    until(lambda: len(serving.events("database.started")) == 2)
    until(lambda: serving.database())
    assert process.poll() is None
    assert serving.command("migrate").stdout == "The schema was up to date.\n"
    with psycopg.connect(host=_running(serving).socket_folder, user="qiaomen", dbname="qiaomen") as connection:
        connection.execute("CREATE TABLE knock AS SELECT '3-2-501' AS door")
    for pid in (serving.pid("web"), process.pid, _running(serving).pid):
        os.kill(pid, signal.SIGKILL)
    process.wait()
    serving.serve()
    assert serving.events("leftovers.killed"), "the web workers, who had lost their master and kept the port"
    with psycopg.connect(host=_running(serving).socket_folder, user="qiaomen", dbname="qiaomen") as connection:
        assert connection.execute("SELECT door FROM knock").fetchall() == [("3-2-501",)]


def _running(serving: Serving) -> Postmaster:
    database = serving.database()
    assert database is not None
    return database


def test_a_port_that_is_taken_is_said_at_once(serving: Serving) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", serving.port))
        other.listen()
        answer = serving.command("serve", "--port", str(serving.port))
    assert answer.returncode == 1
    assert f"127.0.0.1:{serving.port} cannot be used" in answer.stderr
