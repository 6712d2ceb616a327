"""What stands in a compound by its places and doors: buildings, alleys, rows of houses, stairwells, floors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.queries.walking import walk
from qiaomen.places.models import Place, PlaceKind

# What one points at on the map. Doors outside of any are a block of the innermost place that they stand at.
BUILT = (PlaceKind.BUILDING, PlaceKind.ALLEY)

DOORS = """
SELECT d.place_id, d.stairwell, d.floor, count(*)
FROM places_place p JOIN places_door d ON d.place_id = p.id AND d.is_open
WHERE p.path >= %(path)s AND p.path < %(end)s
GROUP BY d.place_id, d.stairwell, d.floor
"""
STEP = 9


@dataclass(slots=True)
class Block:
    """One building (or alley …): how many doors on which floor of which stairwell; a door without floor is on 1."""

    place: Place
    stacks: dict[str, dict[int, int]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.place.name

    @property
    def doors(self) -> int:
        return sum(sum(floors.values()) for floors in self.stacks.values())

    @property
    def floors(self) -> list[int]:
        """Its floors from the lowest to the highest; there is no floor 0."""
        known = {floor for floors in self.stacks.values() for floor in floors}
        if not known:
            return []
        return [floor for floor in range(min(1, *known), max(known) + 1) if floor]

    @property
    def stairwells(self) -> list[str]:
        """In the order in which they are walked; one without a name where the doors name none."""
        return list(self.stacks)

    @property
    def doors_on_a_floor(self) -> int:
        """The most that stand side by side."""
        return max((sum(f.get(floor, 0) for f in self.stacks.values()) for floor in self.floors), default=0)


@dataclass(frozen=True, slots=True)
class Ground:
    """The blocks of a mapped place, in walking order, and how to find the one that a place belongs to."""

    place: Place
    blocks: list[Block]
    _block_of: Mapping[UUID, UUID]
    _stairwell_of: Mapping[UUID, str]

    def block_of(self, place: UUID) -> UUID:
        """The block (by its place) of a door's innermost place."""
        return self._block_of[place]

    def stairwell(self, place: UUID, stated: str) -> str:
        """The stairwell of a door that stands at a place and states one."""
        return self._stairwell_of.get(place, stated)


def ground(place: Place) -> Ground:
    """What stands in a place: two statements, however large it is."""
    return grounds([place], list(place.below()))[place.id]


def grounds(mapped: Iterable[Place], places: Iterable[Place]) -> dict[UUID, Ground]:
    """The same for many places at once; `places` are all at and below them."""
    by_path = {one.path: one for one in places}
    order = walk().ranks
    found = {}
    for place in mapped:
        here = sorted(
            (one for path, one in by_path.items() if path.startswith(place.path)),
            key=lambda one: order.get(one.id, len(order)),
        )
        found[place.id] = _ground(place, here, by_path)
    return found


def _ground(place: Place, here: list[Place], by_path: Mapping[str, Place]) -> Ground:
    block_of = {one.id: _block(one, place, by_path).id for one in here}
    stairwell_of = {one.id: one.name for one in here if one.kind == PlaceKind.STAIRWELL}
    blocks = {one.id: Block(one) for one in here if one.kind in BUILT and block_of[one.id] == one.id}
    by_id = {one.id: one for one in here}
    rank = {one.id: number for number, one in enumerate(here)}
    counted = ask(DOORS, {"path": place.path, "end": place.path + "g"})
    for at, stated, floor, doors in sorted(counted, key=lambda row: (rank[row[0]], row[1], row[2] or 1)):
        block = blocks.setdefault(block_of[at], Block(by_id[block_of[at]]))
        stack = block.stacks.setdefault(stairwell_of.get(at, stated), {})
        stack[floor or 1] = stack.get(floor or 1, 0) + doors
    ordered = sorted(blocks.values(), key=lambda block: rank[block.place.id])
    return Ground(place, ordered, block_of, stairwell_of)


def _block(one: Place, mapped: Place, by_path: Mapping[str, Place]) -> Place:
    """The outermost building or alley around a place, else the place itself (of a stairwell alone: the stairwell)."""
    for end in range(len(mapped.path) + STEP, len(one.path) + 1, STEP):
        around = by_path.get(one.path[:end])
        if around is not None and around.kind in BUILT:
            return around
    return one
