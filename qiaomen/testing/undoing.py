"""A part of a test that leaves nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """What is done in here must not change what comes after."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
