"""The worker goes on where the clock was set and where another one died."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from qiaomen.base import jobs, queue, steady

SWEEPER = "qiaomen.base.jobs.forget_expired_sessions"


class Clock:
    """A worker that never ends by itself, and by how much the clock was ahead each time somebody looked."""

    def __init__(self, *ahead: float) -> None:
        self.ahead, self.begun, self.said = list(ahead), 0, list[str]()
        self.connector = SimpleNamespace(execute_query_async=self.execute)

    async def execute(self, statement: str) -> None:
        self.said.append(statement)

    async def run_worker_async(self, **_options: Any) -> None:
        self.begun += 1
        await asyncio.get_running_loop().create_future()

    def look(self) -> float:
        if len(self.ahead) == 1:
            raise LookupError
        return self.ahead.pop(0)


@pytest.mark.parametrize(
    ("ahead", "begun"), [((0, 0.1, 0.2, -0.1, 0), 1), ((0, 0, -7200, -7200, 0), 2), ((0, 10800, 10800, 0, 0, 0), 3)]
)
def test_a_worker_whose_clock_was_set_begins_anew(
    monkeypatch: pytest.MonkeyPatch, ahead: tuple[float, ...], begun: int
) -> None:
    clock = Clock(*ahead)
    monkeypatch.setattr(steady, "LOOKS_S", 0)
    monkeypatch.setattr(steady, "ahead", clock.look)

    async def work() -> None:
        while await steady._work_until_set(clock, {}):  # type: ignore[arg-type]
            pass

    with pytest.raises(LookupError):
        asyncio.run(work())
    assert clock.begun == begun
    assert clock.said == [steady._FORGET] * begun


def in_queue(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SET search_path TO public_jobs")
        cursor.execute(statement)
        found = cursor.fetchall() if cursor.description else []
        cursor.execute("SET search_path TO public")
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("heartbeat", "left"), [("- interval '61 seconds'", 0), ("+ interval '3 hours'", 0), ("", 2)])
def test_what_a_dead_worker_held_is_let_go_and_its_sweeper_runs_again(heartbeat: str, left: int) -> None:
    jobs.run_worker(wait=False)
    in_queue(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() {heartbeat})")
    in_queue(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, lock, queueing_lock, args, worker_id)"
        f" SELECT 'default', '{SWEEPER}', status::procrastinate_job_status, '{SWEEPER}', '{SWEEPER}',"
        " '{\"timestamp\": 0}', worker"
        " FROM (SELECT max(id) FROM procrastinate_workers) w (worker), (VALUES ('doing'), ('todo')) s (status)"
    )
    jobs.run_worker(wait=False)
    held = "SELECT count(*) FROM procrastinate_jobs WHERE args->>'timestamp' = '0'"
    assert in_queue(held) == [(left,)]
    in_queue("DELETE FROM procrastinate_jobs")
    in_queue("DELETE FROM procrastinate_workers")


@pytest.mark.django_db(transaction=True)
def test_a_look_in_the_future_is_none() -> None:
    jobs.run_worker(wait=False)
    in_queue("DELETE FROM procrastinate_periodic_defers")
    in_queue(
        "INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)"
        f" VALUES ('{SWEEPER}', 'of a wrong clock', extract(epoch FROM now())::bigint + 10800)"
    )
    assert queue.quiet_for() is None
    jobs.run_worker(wait=False)
    assert in_queue("SELECT 1 FROM procrastinate_periodic_defers WHERE periodic_id = 'of a wrong clock'") == []
