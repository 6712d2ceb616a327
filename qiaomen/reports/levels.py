"""The places that a report adds up over: the tree down to the compound, as it was when the report was frozen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.places.models import steps_to

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


def above(nodes: Sequence[Node], paths: Iterable[str]) -> dict[str, list[int]]:
    """Of places by path: the nodes, by their number, that each lies in or is."""
    at = {node.path: index for index, node in enumerate(nodes)}
    return {path: [at[step] for step in steps_to(path) if step in at] for path in paths}


def sums(amounts: Iterable[tuple[Sequence[int], int]]) -> list[tuple[int, int]]:
    """Each node's number, where it is not 0: the sum of amounts, each of a place that lies in these nodes."""
    found: dict[int, int] = defaultdict(int)
    for nodes, amount in amounts:
        for index in nodes:
            found[index] += amount
    return sorted((index, number) for index, number in found.items() if number)
