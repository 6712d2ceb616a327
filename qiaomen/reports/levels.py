"""The places that a report adds up over: the tree down to the compound, as it was when the report was frozen."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows

# What lies inside a compound, or is no part of it, has its numbers in the member lists only.
INNER = ("building", "stairwell", "gate", "station")
TREE = """
SELECT p.id, p.parent_id, p.kind, p.name, p.code, p.path FROM places_place p
JOIN places_place area ON area.id = %b AND p.path >= area.path AND p.path < area.path || 'g'
WHERE p.kind <> ALL(%b) ORDER BY p.path
"""
PATHS = "SELECT id, path FROM places_place WHERE id = ANY(%b)"


class Node(msgspec.Struct, array_like=True, frozen=True):
    """A place as it was."""

    id: UUID
    parent: UUID | None
    kind: str
    name: str
    code: str
    path: str


def tree(place: UUID) -> list[Node]:
    """This place and what lies in it, down to compounds and villages; parents before children."""
    return [Node(*row) for row in rows(TREE, [place, list(INNER)])]


def paths(places: Iterable[UUID]) -> dict[UUID, str]:
    """Where innermost places stand now."""
    return dict(rows(PATHS, [list(places)]))


def sums(nodes: Sequence[Node], amounts: dict[str, int]) -> list[tuple[int, int]]:
    """Each node's number, where it is not 0: the sum of the amounts (by path) at and below it."""
    at = {node.path: index for index, node in enumerate(nodes)}
    found: dict[int, int] = {}
    for path, amount in amounts.items():
        for end, char in enumerate(path):
            index = at.get(path[: end + 1]) if char == "." else None
            if index is not None:
                found[index] = found.get(index, 0) + amount
    return sorted((index, number) for index, number in found.items() if number)
