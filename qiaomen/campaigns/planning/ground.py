"""The ground of a sweep: every door that it still has to knock on, in its zone's walking order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from qiaomen.base.ids import NOBODY
from qiaomen.base.sql import rows
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.planner import USUALLY_EMPTY, Pace, Stretch, ZoneWork, has_lift, stretches
from qiaomen.campaigns.states import FIRST_CLOSED, State
from qiaomen.places.models import PlaceKind

CONTAINERS = {PlaceKind.BUILDING, PlaceKind.ALLEY}
INSIDE_AN_AREA = {PlaceKind.BUILDING, PlaceKind.STAIRWELL, PlaceKind.ALLEY}

PLACES = "SELECT id, parent_id, kind, name, walk, has_lift FROM places_place ORDER BY path"
ZONE_PLACES = """
SELECT zp.place_id, zp.zone_id, z.name FROM duty_zoneplace zp JOIN duty_zone z ON z.id = zp.zone_id
ORDER BY z.ordinal, z.name, z.id, zp.ordinal, zp.place_id
"""
# Whom the register knows behind a door lives there, or works there.
KNOWN = """
(EXISTS (SELECT FROM people_person h WHERE h.home_door_id = d.id)
 OR EXISTS (SELECT FROM people_person h WHERE h.work_door_id = d.id))
"""
# Before the launch a sweep has no targets: its doors are those that it would have.
DOORS = f"""
SELECT d.id, d.place_id, d.kind, d.floor, coalesce(a.team_id, %b), NOT {KNOWN}
FROM places_place area
JOIN places_place p ON p.path >= area.path AND p.path < area.path || 'g'
JOIN places_door d ON d.place_id = p.id AND d.is_open AND (%b::text[] = '{{}}' OR d.kind = ANY(%b::text[]))
LEFT JOIN campaigns_assignment a ON a.campaign_id = %b AND a.door_id = d.id AND a.until_change IS NULL
WHERE area.id = %b
ORDER BY d.place_id, d.walk, d.id
"""
# After it, what is left: not closed, and not waiting for somebody's decision.
TARGETS = f"""
SELECT d.id, d.place_id, d.kind, d.floor, t.team_id, NOT {KNOWN}
FROM campaigns_target t JOIN places_door d ON d.id = t.door_id
WHERE t.campaign_id = %b AND t.state < %b AND t.claim IS NULL AND t.state <> %b
ORDER BY d.place_id, d.walk, d.id
"""


@dataclass(frozen=True, slots=True)
class ZoneDoors:
    """One zone's doors in walking order, the team that each has now (NOBODY: none), and the same for the planner.

    `empty` is behind how many of them the register knows nobody.
    """

    zone: UUID
    name: str
    work: ZoneWork
    doors: tuple[UUID, ...]
    teams: tuple[UUID, ...]
    empty: int = 0


@dataclass(frozen=True, slots=True)
class Outside:
    """Doors of the sweep in an area that no zone answers for."""

    place: UUID
    name: str
    doors: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What there is to knock on: by zone, in the zones' order, and outside all zones; `seconds` of the zones' doors."""

    zones: tuple[ZoneDoors, ...]
    outside: tuple[Outside, ...]
    zoned: int
    seconds: int

    @property
    def doors(self) -> int:
        """All doors, those outside the zones included."""
        return self.zoned + self.outside_doors

    @property
    def empty(self) -> float:
        """Behind what share of the zones' doors the register knows nobody.

        A zone where it knows nobody at all has not been filled in yet, and counts as is usual.
        """
        known = [zone.empty if zone.empty < len(zone.doors) else USUALLY_EMPTY * zone.empty for zone in self.zones]
        return sum(known) / self.zoned if self.zoned else USUALLY_EMPTY

    @property
    def outside_doors(self) -> int:
        """Doors that no zone answers for."""
        return sum(part.doors for part in self.outside)


@dataclass(slots=True, eq=False)
class _Node:
    """A place in memory; `zone`, `container` and `lift` are its own or what is around it gives."""

    id: UUID
    parent: "_Node | None"
    kind: str
    name: str
    walk: str
    zone: UUID | None
    container: "_Node | None"
    lift: bool | None
    children: list["_Node"] = field(default_factory=list)

    def up(self) -> Iterator["_Node"]:
        """Itself, and what is around it, innermost first."""
        node: _Node | None = self
        while node is not None:
            yield node
            node = node.parent


class _Door(NamedTuple):
    id: UUID
    kind: str
    floor: int | None
    team: UUID
    is_empty: bool


def read_ground(campaign: Campaign, pace: Pace) -> Ground:
    """The sweep's doors: all of them before the launch, the open ones after it, which wait for nobody's decision.

    Walking order: the zone's places by their ordinal, inside them the places by their own key, doors before inner
    places; doors of a place by their key. A door's container is the innermost building or alley around it.
    """
    zone_places: list[tuple[UUID, UUID, str]] = rows(ZONE_PLACES)
    tree = _tree({place: zone for place, zone, _name in zone_places})
    doors = _doors(campaign)
    roots: defaultdict[tuple[UUID, str], list[_Node]] = defaultdict(list)
    for place, zone, name in zone_places:
        roots[zone, name].append(tree[place])
    zones = [_zone(zone, name, places, doors, pace) for (zone, name), places in roots.items()]
    outside = [node for place in doors if (node := tree[place]).zone is None]
    return Ground(
        zones=tuple(zone for zone in zones if zone.doors),
        outside=tuple(_outside(outside, doors)),
        zoned=sum(len(zone.doors) for zone in zones),
        seconds=sum(zone.work.seconds for zone in zones),
    )


def _tree(zones: dict[UUID, UUID]) -> dict[UUID, _Node]:
    """All places; parents come before what is in them."""
    tree: dict[UUID, _Node] = {}
    for key, above, kind, name, walk, lift in rows(PLACES):
        parent = tree.get(above)
        zone = zones.get(key) or (parent.zone if parent else None)
        node = _Node(key, parent, kind, name, walk, zone, parent.container if parent else None, lift)
        if kind in CONTAINERS:
            node.container = node
        if parent is not None:
            node.lift = parent.lift if lift is None else lift
            parent.children.append(node)
        tree[key] = node
    return tree


def _doors(campaign: Campaign) -> dict[UUID, list[_Door]]:
    if campaign.launched_at is None:
        kinds = list(campaign.door_kinds)
        found = rows(DOORS, [NOBODY, kinds, kinds, campaign.id, campaign.place_id])
    else:
        found = rows(TARGETS, [campaign.id, FIRST_CLOSED, int(State.CONFLICT)])
    doors: defaultdict[UUID, list[_Door]] = defaultdict(list)
    for key, place, kind, floor, team, is_empty in found:
        doors[place].append(_Door(key, kind, floor, team, is_empty))
    return doors


def _zone(zone: UUID, name: str, roots: Sequence[_Node], doors: dict[UUID, list[_Door]], pace: Pace) -> ZoneDoors:
    walk = [(node, door) for node in _walk(roots) for door in doors.get(node.id, ())]
    return ZoneDoors(
        zone=zone,
        name=name,
        work=ZoneWork(str(zone), _stretches(walk, pace), near=_street(roots[0])),
        doors=tuple(door.id for _node, door in walk),
        teams=tuple(door.team for _node, door in walk),
        empty=sum(door.is_empty for _node, door in walk),
    )


def _walk(roots: Iterable[_Node]) -> Iterator[_Node]:
    """The places of a zone in walking order, each once; a zone's place inside another one is walked on its own turn."""
    begun = list(roots)
    own = {root.id for root in begun}
    for root in begun:
        waiting = [root]
        while waiting:
            node = waiting.pop()
            yield node
            inner = [child for child in node.children if child.id not in own]
            waiting.extend(sorted(inner, key=lambda child: (child.walk, child.name, child.id), reverse=True))


def _stretches(walk: Sequence[tuple[_Node, _Door]], pace: Pace) -> tuple[Stretch, ...]:
    containers = [str((node.container or node).id) for node, _door in walk]
    if pace.is_flat:
        each = pace.seconds()
        return stretches((at, each) for at in containers)
    top: defaultdict[str, int] = defaultdict(int)
    for container, (_node, door) in zip(containers, walk, strict=True):
        top[container] = max(top[container], door.floor or 0)
    seconds = [
        pace.seconds(door.kind, floor=door.floor or 1, lift=has_lift(top[at]) if node.lift is None else node.lift)
        for at, (node, door) in zip(containers, walk, strict=True)
    ]
    return stretches(zip(containers, seconds, strict=True))


def _street(place: _Node) -> str:
    """Zones of one street lend to each other first; without a street, those below the same place."""
    around = list(place.up())
    found = next((node for node in around if node.kind == PlaceKind.STREET), around[min(1, len(around) - 1)])
    return str(found.id)


def _outside(places: Iterable[_Node], doors: dict[UUID, list[_Door]]) -> Iterator[Outside]:
    """Gathered by the area around buildings and alleys, most doors first."""
    counts: defaultdict[UUID, int] = defaultdict(int)
    areas: dict[UUID, _Node] = {}
    for place in places:
        area = next((node for node in place.up() if node.kind not in INSIDE_AN_AREA), place)
        areas[area.id] = area
        counts[area.id] += len(doors[place.id])
    for area in sorted(areas.values(), key=lambda area: (-counts[area.id], area.name, area.id)):
        around = f"{area.parent.name} · " if area.parent and area.parent.parent else ""
        yield Outside(area.id, f"{around}{area.name}", counts[area.id])
