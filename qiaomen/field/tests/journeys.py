"""What journeys share: the database that a whole module commits to, and what came of it."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from qiaomen.ledger.models import Record
from qiaomen.testing.world import World


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's fixture for a whole module: what is written is committed; all tables are emptied at the end."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has an event loop in this thread, and we no task
        yield
        call_command("flush", verbosity=0, interactive=False, allow_cascade=False, inhibit_post_migrate=True)
        connections.close_all()


def ids(world: World, *labels: str) -> list[str]:
    return [str(world.doors[label].id) for label in labels]


def arrived(doors: list[str]) -> Counter[str]:
    """How many visits the ledger has of each of these doors."""
    found = Record.objects.filter(kind="visit", door__in=[UUID(door) for door in doors])
    return Counter(str(record.door) for record in found)
