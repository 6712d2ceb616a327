"""The order in which places are walked, kept in memory: the tree is small, and every page of a list needs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from qiaomen.campaigns.queries.asking import ask
from qiaomen.places.models import Place

STATE = """
SELECT count(*), (SELECT change FROM places_place WHERE change IS NOT NULL ORDER BY change DESC LIMIT 1)
FROM places_place
"""


@dataclass(frozen=True, slots=True)
class Walk:
    """One state of the tree in walking order: parents before children, siblings by their walking key."""

    state: object
    places: list[UUID]
    ranks: dict[UUID, int]

    def sorted(self, places: Iterable[UUID]) -> list[UUID]:
        """These places in walking order."""
        last = len(self.ranks)
        return sorted(places, key=lambda place: self.ranks.get(place, last))

    def onwards(self, place: UUID | None, number: int) -> list[UUID]:
        """The next so many places of the tree from a place on, itself first; from the beginning without one."""
        first = self.ranks.get(place, 0) if place else 0
        return self.places[first : first + number]


# A process knows the order of one state of the tree; another state is read anew, once.
_known: Walk | None = None


def walk() -> Walk:
    """The tree as it is walked now."""
    global _known
    state = ask(STATE, {})[0]
    if _known is None or _known.state != state:
        places = _read()
        _known = Walk(state, places, {place: rank for rank, place in enumerate(places)})
    return _known


def _read() -> list[UUID]:
    ways: dict[str, tuple[str, ...]] = {"": ()}
    ids: dict[str, UUID] = {}
    # A parent's path is the beginning of its children's, so parents come first.
    for place, path, key, name in Place.objects.order_by("path").values_list("id", "path", "walk", "name"):
        ways[path] = (*ways.get(path[:-9], ()), key or name, path[-9:])
        ids[path] = place
    return [ids[path] for path in sorted(ids, key=ways.__getitem__)]
