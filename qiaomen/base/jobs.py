"""The job queue, in a schema of its own beside the district's.

Nothing depends on a job existing: work is found by sweepers that run by the clock and look for what is due. So the
queue may be dropped at any time, and it is, when procrastinate's tables change.
A package puts its sweepers into a module `jobs`, which the worker imports.
"""

import asyncio
import functools
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec

import procrastinate
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from procrastinate.app import WorkerOptions
from psycopg import sql

from qiaomen.base import room, steady, tracing

POLLED_S = 2.0
"""How often the worker looks for jobs. The clock is what makes them, so nobody waits longer than this for one."""
_CONTENTS = """
SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END,
  oid::regclass::text
FROM pg_class WHERE relnamespace = %(schema)s::regnamespace AND relkind IN ('r', 'v', 'S', 'c')
UNION ALL SELECT 'ROUTINE', oid::regprocedure::text FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace
UNION ALL SELECT 'TYPE', oid::regtype::text FROM pg_type
WHERE typnamespace = %(schema)s::regnamespace AND typtype IN ('e', 'd')
"""

app = procrastinate.App(connector=procrastinate.PsycopgConnector())


def sweeper(*, cron: str, writes_much: bool = False) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run the function at the times of `cron` (minute to weekday, perhaps second; UTC), never twice at a time.

    One that `writes_much` waits while the disk is below what is kept free.
    """

    def register(function: Callable[[], None]) -> Callable[[], None]:
        @functools.wraps(function)
        def sweep(timestamp: int) -> None:
            tracing.begin()
            if writes_much and room.is_short():
                return
            try:
                function()
            finally:
                connections.close_all()  # of this thread, which may not be the one that sweeps next

        name = f"{function.__module__}.{function.__qualname__}"
        task = app.task(name=name, queueing_lock=name, lock=name)(sweep)
        app.periodic(cron=cron)(task)
        return function

    return register


@sweeper(cron="17 * * * *")
def forget_expired_sessions() -> None:
    """Sessions of the console that have ended."""
    call_command("clearsessions")


def run_worker(*, wait: bool = True) -> None:
    """Work until SIGTERM or SIGINT, or without `wait` until nothing is left to do.

    Jobs are deleted when they end; a failure is in the log, and the next sweep finds the work again.
    """
    schema = _provide_schema()
    for config in apps.get_app_configs():
        if config.name.startswith("qiaomen.") and find_spec(f"{config.name}.jobs"):
            __import__(f"{config.name}.jobs")
    session = {"options": f"-c search_path={schema}"}
    connector = procrastinate.PsycopgConnector(conninfo=_conninfo(), kwargs=session, min_size=1, max_size=4)
    with app.replace_connector(connector) as worker:
        options = WorkerOptions(
            wait=wait,
            delete_jobs="always",
            # To listen would be session state, and every job of a district would wake the workers of all others.
            listen_notify=False,
            fetch_job_polling_interval=POLLED_S,
            shutdown_graceful_timeout=10,
        )
        asyncio.run(steady.work(worker, options))


def _conninfo() -> str:
    given = connection.settings_dict
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    beyond = {name: value for name, value in given["OPTIONS"].items() if name.startswith(("ssl", "channel_", "gss"))}
    return psycopg.conninfo.make_conninfo(
        **{name: str(given[key]) for name, key in parts.items() if given[key]}, **beyond
    )


def _provide_schema() -> str:
    """Make procrastinate's schema, anew when it was made by another version; returns its name.

    A role that may make no schemas was given this one: then what lies in it is dropped, and the schema stays.
    """
    name = f"{settings.SCHEMA}_jobs"
    made_by = f"procrastinate {version('procrastinate')}"
    schema = sql.Identifier(name)
    with psycopg.connect(_conninfo()) as own:
        own.execute("SELECT pg_advisory_xact_lock(hashtext('qiaomen.jobs'), hashtext(%s))", [name])
        found = own.execute(
            "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", [name]
        ).fetchone()
        if found == (made_by,):
            return name
        if _may_make_schemas(own) or found is None:
            own.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(schema))
            own.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
        else:
            _empty(own, name)
        own.execute(sql.SQL("SET LOCAL search_path TO {}").format(schema))
        own.execute(procrastinate.schema.SchemaManager.get_schema())
        own.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(schema, sql.Literal(made_by)))
    return name


def _may_make_schemas(own: "psycopg.Connection[tuple[object, ...]]") -> bool:
    return own.execute("SELECT has_database_privilege(current_database(), 'CREATE')").fetchone() == (True,)


def _empty(own: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    """Drop what lies in the schema; what goes with something before it is gone by its turn."""
    for kind, what in own.execute(_CONTENTS, {"schema": f'"{name}"'}).fetchall():
        own.execute(f"DROP {kind} IF EXISTS {what} CASCADE".encode())
