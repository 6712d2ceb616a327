"""The job queue as figures: how many jobs are in which state, and how long the worker has been quiet."""

from typing import Any

from django.conf import settings

from qiaomen.base.sql import rows


def by_state() -> dict[str, float]:
    """How many jobs wait (`todo`) and are being done (`doing`); none where no worker ever ran."""
    if not _is_there():
        return {}
    return {state: float(count) for state, count in _rows("SELECT status::text, count(*) FROM {} GROUP BY 1", "jobs")}


def waiting() -> list[tuple[str, str, int, Any]]:
    """What stands in the queue: task, state, attempts, since when; the oldest first."""
    if not _is_there():
        return []
    statement = """
        SELECT j.task_name, j.status::text, j.attempts, coalesce(j.scheduled_at, min(e.at)) AS since
        FROM {} j LEFT JOIN {} e ON e.job_id = j.id GROUP BY j.id ORDER BY since NULLS LAST, j.id LIMIT 200
    """
    return [(task, state, attempts, since) for task, state, attempts, since in _rows(statement, "jobs", "events")]


def quiet_for() -> float | None:
    """Seconds since the worker last looked at its clock; None where none did.

    A look in the future is none: the clock was set back, and whoever works looks again by the new one.
    """
    if not _is_there():
        return None
    now = "extract(epoch FROM now())::float8"
    seen = f"SELECT {now} - max(defer_timestamp) FROM {{}} WHERE defer_timestamp <= {now} + 60"
    [(age,)] = _rows(seen, "periodic_defers")
    return None if age is None else float(age)


def _is_there() -> bool:
    [(found,)] = rows("SELECT to_regclass(%s) IS NOT NULL", [_named("jobs")])
    return bool(found)


def _named(table: str) -> str:
    return f'"{settings.SCHEMA}_jobs".procrastinate_{table}'


def _rows(statement: str, *tables: str) -> list[tuple[Any, ...]]:
    named: Any = statement.format(*map(_named, tables))
    return rows(named)
