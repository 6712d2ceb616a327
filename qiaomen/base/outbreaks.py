"""Opening an outbreak: before any person is known, and with keys of its own."""

from django.db import IntegrityError, connection, transaction

from qiaomen.base import keys
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem


def open_outbreak(*, name: str) -> Outbreak:
    """Open the district's outbreak and make its keys. Raises `outbreak.already_open`."""
    try:
        with transaction.atomic():
            outbreak = Outbreak.objects.create(name=name)
            keys.create(outbreak.id)
    except IntegrityError:
        raise Problem("outbreak.already_open") from None
    return outbreak


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
