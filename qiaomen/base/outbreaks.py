"""Opening an outbreak: before any person is known, and with keys of its own."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from qiaomen.base import keys
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows

unfinished: Final[list[Callable[[], bool]]] = []
"""Each says whether the end of an earlier outbreak still goes over whole tables: none is opened meanwhile."""


def open_outbreak(*, name: str) -> Outbreak:
    """Open the district's outbreak and make its keys. Raises `outbreak.already_open`, `outbreak.ending`."""
    try:
        with transaction.atomic():
            outbreak = Outbreak.objects.create(name=name)
            # Only now: whoever closed the one before has committed, or this row could not have been written.
            if any(is_so() for is_so in unfinished):
                raise Problem("outbreak.ending")
            keys.create(outbreak.id)
    except IntegrityError:
        raise Problem("outbreak.already_open") from None
    return outbreak


def hold(outbreak: UUID) -> None:
    """Keep the outbreak from being closed until this transaction ends. Raises `outbreak.closed` where it is.

    Whoever read the outbreak earlier asks this once in each transaction that writes what belongs to it, first of all:
    a closing waits for those that hold it, and nobody holds it afterwards.
    """
    if not rows("SELECT 1 FROM base_outbreak WHERE id = %b AND closed_at IS NULL FOR KEY SHARE", [outbreak]):
        raise Problem("outbreak.closed")


def keys_now() -> keys.Keys:
    """The open outbreak's keys, for whoever needs nothing else of it. Raises `outbreak.none_open` and as `keys.of`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM base_outbreak WHERE closed_at IS NULL")
        found = cursor.fetchone()
    if found is None:
        raise Problem("outbreak.none_open")
    return keys.of(found[0])


def current_or_open(*, name: str) -> Outbreak:
    """The open outbreak, or a new one of this name where none is open."""
    return Outbreak.objects.filter(closed_at=None).first() or open_outbreak(name=name)
