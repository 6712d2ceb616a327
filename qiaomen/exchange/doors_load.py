"""Doors of a list into the register: found by their key within their place, made in one stream, never deleted."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from qiaomen.base.ids import NOBODY, new_id
from qiaomen.base.sql import rows, run
from qiaomen.exchange.households import Household
from qiaomen.exchange.streams import NULL, copy, plain
from qiaomen.exchange.territory import Node, Territory
from qiaomen.places.models import segment

KNOWN = "SELECT id, place_id, key, kind FROM places_door WHERE place_id = ANY(%b::uuid[])"
RECAST = """
UPDATE places_door d SET kind = n.kind, version = d.version + 1, change = %b
FROM unnest(%b::uuid[], %b::text[]) AS n(id, kind) WHERE d.id = n.id
"""
END_SPANS = "UPDATE places_doorspan SET until_change = %b WHERE door_id = ANY(%b::uuid[]) AND until_change IS NULL"
BEGIN_SPANS = """
INSERT INTO places_doorspan (door_id, place_id, kind, is_open, from_change)
SELECT id, place_id, kind, is_open, %b FROM places_door WHERE id = ANY(%b::uuid[])
"""
SEGMENT = segment(NOBODY)
COLUMNS = "id, place_id, label, key, building, stairwell, floor, room, kind, walk, is_open, version, change"
BELOW = """
SELECT d.id, p.path, d.label FROM places_door d JOIN places_place p ON p.id = d.place_id
WHERE starts_with(p.path, %b) AND d.is_open
"""


class Placed(msgspec.Struct, gc=False):
    """A household whose door the register has: by then every household of a chunk."""

    household: Household
    place: Node
    door: UUID
    is_new: bool = False


class DoorsWritten(msgspec.Struct):
    """What a chunk did to the register's doors."""

    placed: list[Placed]
    added: int
    changed: int


def write_doors(households: Iterable[tuple[Household, Node]], *, change: UUID) -> DoorsWritten:
    """Find or make each household's door, as part of a change. Two households behind one door share it."""
    wanted = list(households)
    places = list({place.id for _household, place in wanted})
    known = {(place, key): (door, kind) for door, place, key, kind in rows(KNOWN, [places])}
    placed: list[Placed] = []
    recast: dict[UUID, str] = {}
    fresh: list[Placed] = []
    for household, place in wanted:
        key = (place.id, household.label.local_key)
        if key in known:
            door, kind = known[key]
            placed.append(Placed(household, place, door))
            if household.kind not in ("", kind):
                recast[door] = household.kind
        else:
            item = Placed(household, place, new_id(), is_new=True)
            known[key] = (item.door, household.kind or "dwelling")
            placed.append(item)
            fresh.append(item)
    _insert(fresh, change)
    _recast(recast, change)
    return DoorsWritten(placed, added=len(fresh), changed=len(recast))


def _insert(fresh: list[Placed], change: UUID) -> None:
    if not fresh:
        return
    copy("places_door", COLUMNS, (_door_line(item, change.hex) for item in fresh))
    run(BEGIN_SPANS, [change, [item.door for item in fresh]])


def _door_line(item: Placed, change: str) -> str:
    label, floor = item.household.label, item.household.label.floor
    return (
        f"{item.door.hex}\t{item.place.hex}\t{plain(label.label[:60])}\t{plain(label.local_key)}\t"
        f"{plain(label.building[:20])}\t{plain(label.stairwell[:20])}\t{NULL if floor is None else floor}\t"
        f"{plain(label.room[:20])}\t{item.household.kind or 'dwelling'}\t{plain(label.walking_key)}\tt\t1\t{change}"
    )


def _recast(kinds: dict[UUID, str], change: UUID) -> None:
    if not kinds:
        return
    doors = list(kinds)
    run(RECAST, [change, doors, list(kinds.values())])
    run(END_SPANS, [change, doors])
    run(BEGIN_SPANS, [change, doors])


def missing_doors(territory: Territory, communities: Iterable[Node], *, seen: set[UUID]) -> list[str]:
    """Open doors of these communities that a list did not name, as `文明社区 新街 1巷7号`, sorted."""
    by_path = {node.path: node for node in territory.nodes.values()}
    found = []
    for community in communities:
        for door, path, label in rows(BELOW, [community.path]):
            if door not in seen:
                inside = path[len(community.path) :]
                compound = by_path.get(community.path + inside[: len(SEGMENT)]) if inside else None
                found.append(" ".join([community.name, *([compound.name] if compound else []), label]))
    return sorted(found)


def has_doors(communities: Iterable[Node]) -> bool:
    """Whether the register knows doors in one of these communities."""
    return any(
        rows(
            "SELECT 1 FROM places_door d JOIN places_place p ON p.id = d.place_id "
            "WHERE starts_with(p.path, %b) LIMIT 1",
            [community.path],
        )
        for community in communities
    )
