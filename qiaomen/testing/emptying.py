"""Tables that a test committed to are emptied: those that hold something, and by rows, of which there are few.

Django truncates every table there is, which costs PostgreSQL new files for each of them and for each of its indexes.
"""

from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

import pytest
from django.apps import apps
from django.core.management.commands import flush

from qiaomen.ending.append_only import TABLES


@cache
def _in_order() -> list[str]:
    """All tables, what refers to others before them."""
    models = apps.get_models(include_auto_created=True)
    sorter = TopologicalSorter[str]({model._meta.db_table: () for model in models})
    for model in models:
        for one in model._meta.get_fields():
            if one.concrete and one.related_model not in (None, model) and not one.many_to_many:
                sorter.add(one.related_model._meta.db_table, model._meta.db_table)
    return list(sorter.static_order())


def deletes(style: object, connection: Any, **how: object) -> list[str]:
    """Statements that empty what holds rows, in place of Django's for all tables."""
    there = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    tables = [table for table in _in_order() if table in there]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT FROM {table})" for table in tables))
        [held] = cursor.fetchall()
    full = [table for table, any_row in zip(tables, held, strict=True) if any_row]
    # A command that a test ran took the right to delete from these.
    grants = [f"GRANT DELETE ON {table} TO CURRENT_USER" for table in full if table in TABLES]
    return [*grants, *(f"DELETE FROM {table}" for table in full)]


@pytest.fixture(scope="session", autouse=True)
def by_rows() -> Iterator[None]:
    """For a whole run of tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", deletes)
        yield
