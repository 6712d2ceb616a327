"""The district's tree of places in memory: finds the place that a row speaks of, and makes those that are new."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from django.conf import settings
from django.utils.translation import gettext as _

from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows, run
from qiaomen.exchange.addresses import community_name
from qiaomen.places.labels import Container, DoorLabel, area_key, area_kind, parse_label
from qiaomen.places.models import segment

LOAD = "SELECT id, parent_id, kind, name, code, path FROM places_place ORDER BY path"
INSERT = """
INSERT INTO places_place (id, parent_id, kind, name, code, path, walk, version, change)
SELECT * FROM unnest(%b::uuid[], %b::uuid[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[],
                     array_fill(1, ARRAY[%b::int4]), array_fill(%b::uuid, ARRAY[%b::int4]))
"""
# A community that stood below the district goes below its street with everything in it.
MOVE = """
UPDATE places_place SET path = %b || substr(path, length(%b::text) + 1), version = version + 1, change = %b,
  parent_id = CASE WHEN id = %b THEN %b ELSE parent_id END
WHERE starts_with(path, %b)
"""
RENAME = "UPDATE places_place SET name = %s, code = %s, version = version + 1, change = %s WHERE id = %s"

Slot = tuple[str, str]


class Node(msgspec.Struct, eq=False):
    """One place. `slot` is what makes it one among its siblings, whichever way its name is spelled."""

    id: UUID
    parent: "Node | None"
    kind: str
    name: str
    path: str
    code: str = ""
    walk: str = ""
    is_new: bool = False
    children: dict[Slot, "Node"] = {}

    @property
    def hex(self) -> str:
        """Its id as text."""
        return self.id.hex

    def street(self) -> str:
        """The street that it lies in, or nothing."""
        node: Node | None = self
        while node is not None and node.kind != "street":
            node = node.parent
        return node.name if node else ""


def slot_of(kind: str, name: str) -> Slot:
    """Buildings, stairwells and numbered alleys are known by their number, areas by their name whatever their kind."""
    if kind in ("building", "stairwell"):
        label = parse_label(name)
        return kind, label.building or label.stairwell or label.room or area_key(name)
    if kind == "alley" and (number := parse_label(name)).alley and not number.area:
        return kind, number.alley
    if kind == "community":
        return kind, community_name(name)
    return (kind if kind in ("street", "district", "gate", "grid") else "area"), area_key(name)


class Territory:
    """All places, by their way from the district; what is made or moved is written by `write`."""

    def __init__(self) -> None:
        self.nodes: dict[UUID, Node] = {}
        self.communities: dict[str, list[Node]] = {}
        self._fresh: list[Node] = []
        self._moved: list[tuple[Node, str]] = []
        self._leaves: dict[tuple[UUID, str, str, str, str, str], Node] = {}
        for key, parent, kind, name, code, path in rows(LOAD):
            self._add(Node(key, self.nodes.get(parent), kind, name, path, code, children={}))
        self.root = next((node for node in self.nodes.values() if node.parent is None), None) or self._new_root()

    def street(self, name: str) -> Node:
        """The street of this name, made if need be."""
        return self._child(self.root, Container("street", name, area_key(name)))

    def community(self, street: str, name: str, *, file: str = "") -> Node:
        """The community; of one name in several streets, only with its street. Raises `file.community_ambiguous`.

        One that nobody has told the street of stands below the district until somebody does.
        """
        known = self.communities.get(name, [])
        if not street:
            if len(known) > 1:
                streets = "、".join(sorted(node.street() for node in known))
                raise Problem("file.community_ambiguous", file=file, community=name, streets=streets)
            return known[0] if known else self._child(self.root, Container("community", name, name))
        place = self.street(street)
        homeless = next((node for node in known if node.parent is self.root), None)
        if homeless is not None and ("community", name) not in place.children:
            self._move(homeless, place)
        return self._child(place, Container("community", name, name))

    def compound(self, community: Node, name: str) -> Node:
        """The compound, village, group or street of a community."""
        return self._child(community, Container(area_kind(name), name, area_key(name)))

    def leaf(self, community: Node, compound: str, label: DoorLabel) -> Node:
        """The innermost place around a door."""
        key = (community.id, compound, label.area, label.alley, label.building, label.stairwell)
        found = self._leaves.get(key)
        if found is None:
            found = self.compound(community, compound) if compound else community
            for container in label.containers:
                found = self._child(found, container)
            self._leaves[key] = found
        return found

    def name_root(self, name: str, code: str, *, change: UUID) -> None:
        """Give the district its official name and code."""
        if (self.root.name, self.root.code) != (name, code):
            self.root.name, self.root.code = name, code
            if not self.root.is_new:
                run(RENAME, [name, code, change, self.root.id])

    def write(self, change: UUID) -> int:
        """Write what is new or moved since the last time, as part of a change; answers how many places are new."""
        fresh, moved, self._fresh, self._moved = self._fresh, self._moved, [], []
        if fresh:
            run(INSERT, [*_columns(fresh), len(fresh), change, len(fresh)])
        for node, old in moved:
            parent = node.parent.id if node.parent else None
            run(MOVE, [node.path, old, change, node.id, parent, old])
        for node in fresh:
            node.is_new = False
        return len(fresh)

    def _new_root(self) -> Node:
        root = Node(new_id(), None, "district", settings.DISTRICT_NAME or _("district"), "", children={})
        root.path = segment(root.id)
        return self._fresh_node(root)

    def _child(self, parent: Node, container: Container) -> Node:
        slot = (container.kind, container.key) if container.kind in _NUMBERED else slot_of(*_named(container))
        found = parent.children.get(slot)
        if found is None:
            found = Node(new_id(), parent, container.kind, container.name[:80], "", children={})
            found.path = parent.path + segment(found.id)
            found.walk = _walk(parent, slot)
            self._fresh_node(found, slot)
        return found

    def _fresh_node(self, node: Node, slot: Slot | None = None) -> Node:
        node.is_new = True
        self._fresh.append(node)
        self._add(node, slot)
        return node

    def _add(self, node: Node, slot: Slot | None = None) -> None:
        self.nodes[node.id] = node
        if node.parent is not None:
            node.parent.children.setdefault(slot or slot_of(node.kind, node.name), node)
        if node.kind == "community":
            self.communities.setdefault(community_name(node.name), []).append(node)

    def _move(self, node: Node, parent: Node) -> None:
        """Put a place with all below it under another one."""
        old, slot = node.path, slot_of(node.kind, node.name)
        self.root.children.pop(slot, None)
        node.parent, new = parent, parent.path + segment(node.id)
        parent.children[slot] = node
        for below in self.nodes.values():
            if below.path.startswith(old):
                below.path = new + below.path[len(old) :]
        if not node.is_new:
            self._moved.append((node, old))


_NUMBERED = ("building", "stairwell")


def _named(container: Container) -> tuple[str, str]:
    return container.kind, container.name


def _walk(parent: Node, slot: Slot) -> str:
    """Numbers in their order, names in the order in which the lists bring them, which is how their office walks."""
    kind, key = slot
    if kind in _NUMBERED or kind == "alley":
        digits = "".join(filter(str.isdecimal, key))
        return f"{digits.zfill(6)}{key}" if digits else f"~{key}"
    return f"{len(parent.children) + 1:06d}"


def _columns(nodes: Iterable[Node]) -> list[list[object]]:
    values = [
        (node.id, node.parent.id if node.parent else None, node.kind, node.name, node.code, node.path, node.walk)
        for node in nodes
    ]
    return [list(column) for column in zip(*values, strict=True)]
