"""What an address that somebody stated names, of the places that there are: community, compound, building or alley.

Names are looked for in the text as the register has them, so that whatever stands before them (province, city, street)
does no harm; what follows is read as a door's label is. An address that names no community, but a compound of which
there is one only, is there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.people.names import simplified
from qiaomen.places.labels import area_key, parse_label
from qiaomen.places.models import PlaceKind

LOAD = "SELECT id, parent_id, kind, name, path FROM places_place ORDER BY path"
AREAS = frozenset(
    {PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE, PlaceKind.RESIDENT_GROUP, PlaceKind.ALLEY, PlaceKind.ENCLOSURE}
)
# Names shorter than this say nothing by themselves.
SHORTEST = 2
# Characters of a path for each place on the way (see places.models.segment).
STEP = 9
_OFFICE = re.compile(r"(?:社区)?(?:居民委员会|村民委员会|居委会|村委会)$|社区$")


class Spot(msgspec.Struct, frozen=True):
    """A place by its id, kind and path."""

    id: UUID
    kind: str
    path: str


class Named(msgspec.Struct, frozen=True):
    """What an address names: the community (or None), and the innermost place (the community where nothing else)."""

    community: Spot | None = None
    spot: Spot | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether it says more than a community or a compound: a building, a stairwell, an alley, a group."""
        return self.spot is not None and self.spot.kind in _NARROW


_NARROW = frozenset({PlaceKind.BUILDING, PlaceKind.STAIRWELL, PlaceKind.ALLEY, PlaceKind.RESIDENT_GROUP})
NOWHERE = Named()


class _Node(msgspec.Struct):
    spot: Spot
    name: str
    parent: UUID | None
    children: dict[tuple[str, str], "_Node"] = {}


class Gazetteer:
    """The district's places, in memory, by the names that people say."""

    def __init__(self) -> None:
        self.nodes: dict[UUID, _Node] = {}
        self.communities: dict[str, list[_Node]] = defaultdict(list)
        self.areas: dict[str, list[_Node]] = defaultdict(list)
        self._paths: dict[str, Spot] = {}
        for id, parent, kind, name, path in rows(LOAD):
            self._add(_Node(Spot(id, kind, path), name, parent, {}))
        self.root = next((node.spot for node in self.nodes.values() if node.parent is None), None)

    def named_by(self, address: str) -> Named:
        """What the address names; nothing where no known name stands in it."""
        text = area_key(simplified(address))
        for name, nodes in self._found(text, self.communities):
            if len(nodes) > 1:
                nodes = [node for node in nodes if self._street_of(node) in text] or nodes
            if len(nodes) == 1:
                rest = re.sub(r"^(?:社区)?(?:居民委员会|村民委员会|居委会|村委会)?", "", text.partition(name)[2])
                return Named(nodes[0].spot, self._inside(nodes[0], rest))
        for name, nodes in self._found(text, self.areas):
            if len(nodes) == 1:
                community = self._community_of(nodes[0])
                return Named(community, self._down(nodes[0], text.partition(name)[2]))
        return NOWHERE

    def community_around(self, path: str) -> Spot | None:
        """The community in which the place with this path lies."""
        return next((spot for end in range(STEP, len(path) + 1, STEP) if (spot := self._paths.get(path[:end]))), None)

    def _add(self, node: _Node) -> None:
        self.nodes[node.spot.id] = node
        key = area_key(simplified(node.name))
        if node.parent is not None and node.parent in self.nodes:
            self.nodes[node.parent].children.setdefault(_slot(node.spot.kind, node.name), node)
        if node.spot.kind == PlaceKind.COMMUNITY:
            self._paths[node.spot.path] = node.spot
            short = _OFFICE.sub("", key)
            for name in {key, short} if len(short) >= SHORTEST else {key}:
                self.communities[name].append(node)
        elif node.spot.kind in AREAS and len(key) > SHORTEST:
            self.areas[key].append(node)

    def _found(self, text: str, named: dict[str, list[_Node]]) -> Iterator[tuple[str, list[_Node]]]:
        """The names that stand in the text, the longest first."""
        inside = [name for name in named if name in text]
        for name in sorted(inside, key=len, reverse=True):
            yield name, named[name]

    def _inside(self, community: _Node, rest: str) -> Spot:
        """The innermost place of the community that the rest of the address names."""
        label = parse_label(rest)
        area = area_key(label.area)
        node = community
        if area:
            inner = community.children.get(("area", area)) or _beginning(community.children.items(), area)
            if inner is None:
                return community.spot
            node = inner
        return _step_down(node, label.alley, label.building, label.stairwell).spot

    def _down(self, area: _Node, rest: str) -> Spot:
        label = parse_label(rest)
        return _step_down(area, label.alley, label.building, label.stairwell).spot

    def _community_of(self, node: _Node) -> Spot | None:
        at: _Node | None = node
        while at is not None:
            if at.spot.kind == PlaceKind.COMMUNITY:
                return at.spot
            at = self.nodes.get(at.parent) if at.parent else None
        return None

    def _street_of(self, node: _Node) -> str:
        parent = self.nodes.get(node.parent) if node.parent else None
        return area_key(simplified(parent.name)) if parent else "\0"


def _step_down(node: _Node, alley: str, building: str, stairwell: str) -> _Node:
    for slot in (("alley", alley), ("building", building), ("stairwell", stairwell)):
        inner = node.children.get(slot) if slot[1] else None
        if slot[1] and inner is None:
            break
        node = inner or node
    return node


def _beginning(children: Iterable[tuple[tuple[str, str], _Node]], area: str) -> _Node | None:
    """The area whose name the text begins with: 桂花园小区 is 桂花园; the longest of several."""
    found = [node for (kind, key), node in children if kind == "area" and len(key) > 1 and area.startswith(key)]
    return max(found, key=lambda node: len(node.name), default=None)


def _slot(kind: str, name: str) -> tuple[str, str]:
    """Buildings, stairwells and numbered alleys go by their number, areas by their name, whatever their kind."""
    label = parse_label(name)
    if kind == PlaceKind.BUILDING:
        return kind, label.building or label.room or area_key(name)
    if kind == PlaceKind.STAIRWELL:
        return kind, label.stairwell or label.room or area_key(name)
    if kind == PlaceKind.ALLEY and label.alley and not label.area:
        return kind, label.alley
    return ("area" if kind in AREAS else str(kind)), area_key(simplified(name))
