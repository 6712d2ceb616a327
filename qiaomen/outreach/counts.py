"""How many copies were handed out: one sum, by title and by place, for pages, report and export."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows

WITHIN: LiteralString = """
FROM outreach_handout h JOIN places_place p ON p.id = h.place
WHERE EXISTS (SELECT FROM unnest(%b::text[]) a WHERE p.path >= a AND p.path < a || 'g')
  AND h.at >= coalesce(%b::timestamptz, '-infinity') AND h.at < coalesce(%b::timestamptz, 'infinity')
"""
BY_TITLE = f"SELECT h.material, sum(h.copies)::int8, count(*) {WITHIN} GROUP BY 1"
BY_PLACE = f"SELECT h.place, h.material, sum(h.copies)::int8 {WITHIN} GROUP BY 1, 2"
TITLES = "SELECT id, title, form, stock, is_offered FROM outreach_material ORDER BY form, title"


class Title(msgspec.Struct, frozen=True):
    """A material with the copies of it that were handed out, in how many handouts."""

    id: UUID
    title: str
    form: str
    stock: int | None
    is_offered: bool
    copies: int = 0
    handouts: int = 0

    @property
    def left(self) -> int | None:
        """Copies that should still be there; below 0 where more were handed out than anybody says were printed."""
        return None if self.stock is None else self.stock - self.copies

    @property
    def is_low(self) -> bool:
        """Less than a tenth of what was printed is left, of a title that is still given out."""
        return self.is_offered and self.left is not None and self.stock is not None and self.left * 10 <= self.stock


def by_title(
    paths: Sequence[str], *, since: datetime | None = None, until: datetime | None = None, only_given: bool = False
) -> list[Title]:
    """Every title of the list, or only those handed out, at and below these paths. The most copies first."""
    given = {material: (copies, times) for material, copies, times in rows(BY_TITLE, [list(paths), since, until])}
    found = [
        Title(id, title, form, stock, is_offered, *given.get(id, (0, 0)))
        for id, title, form, stock, is_offered in rows(TITLES)
    ]
    kept = [one for one in found if one.copies or not only_given]
    return sorted(kept, key=lambda one: (-one.copies, one.title))


def by_place(
    paths: Sequence[str], *, since: datetime | None = None, until: datetime | None = None
) -> dict[UUID, dict[UUID, int]]:
    """Copies by the place where they were handed out, and by title."""
    found: dict[UUID, dict[UUID, int]] = {}
    for place, material, copies in rows(BY_PLACE, [list(paths), since, until]):
        found.setdefault(place, {})[material] = copies
    return found
