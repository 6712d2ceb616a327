"""The district's schema: made where it is missing, migrated when it is behind, by one process at a time.

What is only added to is held so: neither a move nor a dump carries privileges with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from qiaomen.ending import append_only
from qiaomen.postgres import PostgresError

_EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")


def bring_up_to_date(*, verbosity: int = 0) -> bool:
    """Create the schema, apply missing migrations, hold what is append-only; returns whether the schema had to change.

    Raises PostgresError when the schema would be looked up in another district's.
    """
    _refuse_shadowing(settings.SCHEMA)
    is_behind = not _exists(settings.SCHEMA) or _behind()
    if is_behind:
        _migrate(verbosity)
    append_only.hold()
    return is_behind


def _migrate(verbosity: int) -> None:
    with _one_at_a_time(settings.SCHEMA):
        if not _exists(settings.SCHEMA):
            _provide(settings.SCHEMA)
        if _behind():
            call_command("migrate", interactive=False, verbosity=verbosity)


def _exists(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [schema])
        return bool(cursor.fetchone()[0])


def _provide(schema: str) -> None:
    """Make the schema, and first the extensions: in `public`, where every district of the database sees them.

    Left to the migrations, they would go into the schema of whichever district came first.
    """
    with connection.cursor() as cursor:
        for name in _EXTENSIONS:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = %s)", [name])
            if not cursor.fetchone()[0]:
                cursor.execute(sql.SQL("CREATE EXTENSION {} SCHEMA public").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))


def _refuse_shadowing(schema: str) -> None:
    """`public` follows the district's schema in the search path, for extensions; a district in it would show."""
    if schema == "public":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
        if cursor.fetchone()[0]:
            raise PostgresError(
                f"QIAOMEN_SCHEMA is {schema}, and another district already lives in the schema public of this "
                "database. Where districts share a database, each needs a schema of its own and none is public."
            )


def _behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _one_at_a_time(schema: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('qiaomen.migrate'), hashtext(%s))", [schema])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('qiaomen.migrate'), hashtext(%s))", [schema])
