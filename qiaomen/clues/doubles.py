"""Clues that may be of the same thing: the system proposes, a person joins them, or says that they are not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows

NEAR = timedelta(hours=48)
"""The same kind of thing at the same place, or in a place around it, told within so long."""
SAME_PLATE = timedelta(days=14)
# What was joined already, or said to be something else, is not proposed. "Something else" resembles everything.
PAIRS: LiteralString = """
SELECT a.id, b.id, coalesce(k.hash = l.hash, false)
FROM clues_clue a JOIN places_place p ON p.id = a.place
LEFT JOIN clues_mark k ON k.record = a.record AND k.of = 'plate'
JOIN clues_clue b ON b.id <> a.id AND b.state <> 'joined'
  AND b.told_at BETWEEN a.told_at - %b::interval AND a.told_at + %b::interval
JOIN places_place q ON q.id = b.place
LEFT JOIN clues_mark l ON l.record = b.record AND l.of = 'plate'
WHERE a.id = ANY(%b) AND a.state <> 'joined' AND b.id <> ALL(a.apart_from) AND a.id <> ALL(b.apart_from)
  AND (k.hash = l.hash OR (a.what = b.what AND a.what <> 'other'
    AND (k.hash IS NULL OR l.hash IS NULL)
    AND b.told_at BETWEEN a.told_at - %b::interval AND a.told_at + %b::interval
    AND (starts_with(p.path, q.path) OR starts_with(q.path, p.path))))
  AND EXISTS (SELECT FROM unnest(%b::text[]) area WHERE starts_with(q.path, area))
ORDER BY a.id, 3 DESC, b.told_at, b.id
"""


class Double(msgspec.Struct, frozen=True):
    """Another clue that may be of the same thing, and whether it names the same plate."""

    clue: UUID
    same_plate: bool


def doubles(clues: Sequence[UUID], paths: list[str]) -> dict[UUID, list[Double]]:
    """What each of these may be the same as, at or below these paths; two different plates are two things."""
    found: dict[UUID, list[Double]] = {}
    given = [SAME_PLATE, SAME_PLATE, list(clues), NEAR, NEAR, paths]
    for clue, other, same_plate in rows(PAIRS, given) if clues else ():
        found.setdefault(clue, []).append(Double(other, same_plate))
    return found
