"""Who is inside: whose newest passage at the gates of a place was in."""

from typing import LiteralString

from qiaomen.base.sql import rows
from qiaomen.gates.models import THROUGH

INSIDE: LiteralString = """
SELECT p.id, p.gate, p.at, p.holder, p.person, p.visitor, p.people, left(l.path, -9) AS area
FROM gates_passage p JOIN places_place l ON l.id = p.gate
WHERE p.holder IS NOT NULL AND p.next IS NULL AND p.direction = 'in'
  AND p.verdict IN ('passed', 'provisional', 'emergency')
"""
COUNT: LiteralString = f"SELECT count(*) FROM ({INSIDE} AND l.path >= %b AND l.path < %b) i"
assert set(THROUGH) == {"passed", "provisional", "emergency"}


def count(path: str) -> int:
    """How many passes and visitors are inside the places at or below a path."""
    [(found,)] = rows(COUNT, [path, path + "g"])
    return int(found)
