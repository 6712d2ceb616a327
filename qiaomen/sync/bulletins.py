"""Messages to those who knock somewhere, as rows of the feed."""

from collections.abc import Sequence
from uuid import UUID

from qiaomen.base.keys import Keys
from qiaomen.base.sealing import unseal
from qiaomen.base.sql import rows
from qiaomen.sync.wire import BulletinRow, Page

# A message for a street reaches who knocks in its buildings, and one for a building who knocks around it.
BULLETINS = """
SELECT b.id, b.sealed, b.at, b.until, w.name, b.withdrawn_at IS NOT NULL FROM duty_bulletin b
JOIN base_change c ON c.id = b.change AND c.seq > %b AND c.seq <= %b
JOIN access_worker w ON w.id = b.written_by_id
WHERE b.until > now() AND EXISTS (
  SELECT FROM places_place p JOIN places_place mine ON mine.id = ANY(%b)
  WHERE p.id = ANY(b.places) AND (starts_with(mine.path, p.path) OR starts_with(p.path, mine.path)))
ORDER BY b.at
"""


def bulletins(places: Sequence[UUID], keys: Keys, *, after: int, until: int) -> Page:
    """The messages for these places that changed in (after, until] and have not ended."""
    found = rows(BULLETINS, [after, until, list(places)])
    return Page(
        bulletins=[
            BulletinRow(id, "" if withdrawn else unseal(keys, sealed, row=id).decode(), at, ends, by)
            for id, sealed, at, ends, by, withdrawn in found
        ]
    )
