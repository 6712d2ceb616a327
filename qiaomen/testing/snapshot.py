"""The small world, written once in a run of tests and put back as rows for each test that asks for it."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from qiaomen.testing.world import World, make_world

# The statistics keep what earlier transactions wrote until they are flushed: only what grew was written here.
_WRITTEN = """
SELECT relid::regclass::text, n_tup_ins + n_tup_upd FROM pg_stat_xact_user_tables WHERE schemaname = current_schema()
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a world consists of: the rows of the tables that it wrote, its keys, and the names for its parts."""

    rows: dict[str, bytes]
    keys: bytes
    world: bytes


def take(make: Callable[[], World]) -> tuple[World, Snapshot]:
    """Make a world in a transaction, and keep every row of the tables that it wrote to."""
    before = _written()
    world = make()
    rows = {}
    with connection.cursor() as cursor:
        for table in _in_order({table for table, times in _written().items() if times > before[table]}):
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
                rows[table] = b"".join(bytes(part) for part in copy)
    return world, Snapshot(rows=rows, keys=Path(settings.KEY_FILE).read_bytes(), world=pickle.dumps(world))


def _written() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return dict(cursor.fetchall())


def _in_order(tables: set[str]) -> list[str]:
    """What is referred to before what refers to it, which is the order of the apps."""
    order = [model._meta.db_table for model in apps.get_models()]
    return sorted(tables, key=order.index)


def put_back(kept: Snapshot) -> World:
    """Write the same rows again, whatever these tables hold; the objects are new ones."""
    file = Path(settings.KEY_FILE)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(kept.keys)
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"DELETE FROM {table}" for table in reversed(kept.rows)))
        for table, rows in kept.rows.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(rows)
    world: World = pickle.loads(kept.world)  # noqa: S301 -- our own bytes of a moment ago
    return world


_kept: Snapshot | None = None


def small_world() -> World:
    """`make_world()` the first time in a process, the same again from then on."""
    global _kept
    if _kept is None:
        with transaction.atomic():  # what is written is counted by transaction
            world, _kept = take(make_world)
        return world
    return put_back(_kept)
