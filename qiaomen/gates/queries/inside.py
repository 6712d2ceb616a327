"""Who is inside: whose newest passage at the gates of a place was in, as far as 14 days reach back."""

from collections.abc import Iterable
from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.base.listed import Listed
from qiaomen.base.sql import rows
from qiaomen.gates.models import THROUGH

INSIDE: LiteralString = """
SELECT p.id, p.gate, p.at, p.person, p.visitor, p.people, p.twice, l.path
FROM gates_passage p JOIN places_place l ON l.id = p.gate
WHERE p.holder IS NOT NULL AND p.next IS NULL AND p.direction = 'in'
  AND p.verdict IN ('passed', 'provisional', 'emergency')
"""
COUNT: LiteralString = f"SELECT count(*) FROM ({INSIDE} AND l.path >= %b AND l.path < %b) i"
HERE: LiteralString = f"{INSIDE} AND p.gate = ANY(%(gates)b)"
HOW_MANY: LiteralString = f"SELECT count(*) FROM ({HERE}) i"
# Who and where is looked up for those shown only.
LIST: LiteralString = f"""
SELECT i.id, i.gate, i.at, i.person, i.visitor, i.people, i.twice, h.name, d.label, v.purpose
FROM ({HERE} ORDER BY p.visitor IS NULL, p.at, p.id LIMIT %(most)b::int8 OFFSET %(skipped)b::int8) i
LEFT JOIN people_alias a ON a.id = i.person LEFT JOIN people_person h ON h.id = coalesce(a.canonical, i.person)
LEFT JOIN LATERAL (SELECT door, purpose FROM gates_visitor WHERE visitor = i.visitor ORDER BY at LIMIT 1) v ON true
LEFT JOIN places_door d ON d.id = coalesce(v.door, h.home_door_id)
ORDER BY i.visitor IS NULL, i.at, i.id
"""
assert set(THROUGH) == {"passed", "provisional", "emergency"}


class Present(msgspec.Struct):
    """Somebody inside: a resident by name, or a visitor by the household visited."""

    passage: UUID
    gate: UUID
    at: datetime
    person: UUID | None
    visitor: UUID | None
    people: int
    twice: bool
    name: str | None
    door: str | None
    purpose: str | None


def count(path: str) -> int:
    """How many passes and visitors are inside the places at or below a path."""
    [(found,)] = rows(COUNT, [path, path + "g"])
    return int(found)


def present(gates: Iterable[UUID]) -> Listed[Present]:
    """Who came in at these gates and is inside: visitors first, and who is there longest."""
    ids = list(gates)

    def count() -> int:
        [(found,)] = rows(HOW_MANY, {"gates": ids})
        return int(found)

    def read(skipped: int, most: int | None) -> list[Present]:
        return [Present(*row) for row in rows(LIST, {"gates": ids, "skipped": skipped, "most": most}, prepare=False)]

    return Listed(count, read)
