"""Finding doors by their label in any form, and numbered buildings and stairwells, inside given places.

A room is found by an index on (room, building, stairwell), so that `501` finds 3-2-501 as `3栋2单元501` does; what has
a name instead of a number (shops, guard rooms) by its letters, each taken twice: an index of three letters each answers
for two of them then, too. Scope comes as paths: this package knows no rights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from qiaomen.places.labels import DoorLabel, parse_label

# Of more doors than these no order is made: whoever typed so little has to say more.
MOST = 2000
# Of so few places all doors are looked through; else those that fit are looked up, and the places kept in a set beside
# them. The planner cannot choose: to its statistics of paths, all of a community looks like one place.
FEW_PLACES = 300
_HOW_MANY = "SELECT count(*) FROM (SELECT FROM places_place p WHERE {inside} LIMIT %(few)s + 1) p"
_BY_PLACE = """
SELECT d.id, d.label, d.kind, d.is_open, d.walk, d.place_id FROM places_place p
CROSS JOIN LATERAL (SELECT * FROM places_door d WHERE d.place_id = p.id OFFSET 0) d
WHERE {inside} AND {fits} LIMIT %(most)s
"""
_BY_LABEL = """
SELECT d.id, d.label, d.kind, d.is_open, d.walk, d.place_id FROM places_door d
WHERE {fits} AND (d.place_id IN (SELECT p.id FROM places_place p WHERE {inside})) IS TRUE LIMIT %(most)s
"""
_ANYWHERE = """
SELECT d.id, d.label, d.kind, d.is_open, d.walk, d.place_id FROM places_door d WHERE {fits} LIMIT %(most)s
"""
_IN_ORDER = """
WITH found AS MATERIALIZED ({found})
SELECT f.id, f.label, f.kind, f.is_open, q.path FROM found f JOIN places_place q ON q.id = f.place_id
ORDER BY f.walk, q.path, f.id LIMIT %(limit)s
"""
_NUMBERED = """
SELECT id, kind, name, path FROM places_place p
WHERE kind IN ('building', 'stairwell', 'alley') AND {inside} ORDER BY length(path), path LIMIT %(most)s
"""
# As the index has it (`Door.Meta`).
_TWICE = r"regexp_replace(d.label, '(.)', '\1\1', 'g')"
_SLOTS = ("room", "building", "stairwell")


@dataclass(frozen=True, slots=True)
class FoundDoor:
    """A door that fits, and the path of its innermost place."""

    id: UUID
    label: str
    kind: str
    is_open: bool
    path: str


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that fits."""

    id: UUID
    kind: str
    name: str
    path: str


def doors(label: DoorLabel, paths: Sequence[str], *, limit: int) -> list[FoundDoor]:
    """Doors at and below these paths with this label, in walking order. A slot that was not said may be anything."""
    said = {slot: getattr(label, slot) for slot in _SLOTS if getattr(label, slot)}
    if not label.room or not paths:
        return []
    fits = " AND ".join(f"d.{slot} = %({slot})s" for slot in said)
    return _doors(fits, said, paths, limit)


def named_doors(text: str, paths: Sequence[str], *, limit: int) -> list[FoundDoor]:
    """Doors that are no dwellings whose label has these letters: shops, hotels, guard rooms."""
    said = {"text": f"%{_plain(text)}%", "twice": f"%{_plain(''.join(letter * 2 for letter in text))}%"}
    return _doors(f"d.kind <> 'dwelling' AND {_TWICE} LIKE %(twice)s AND d.label LIKE %(text)s", said, paths, limit)


def numbered(label: DoorLabel, paths: Sequence[str], *, limit: int) -> list[FoundPlace]:
    """Buildings, stairwells and alleys below these paths with this number, whichever word stands beside it."""
    wanted = _number(label)
    if wanted is None or not paths:
        return []
    inside, parameters = within(paths)
    found = [FoundPlace(*row) for row in _ask(_NUMBERED.format(inside=inside), {**parameters, "most": MOST})]
    kind = wanted[0]
    fitting = [one for one in found if one.kind == kind and _number(parse_label(one.name)) == wanted]
    if kind == "stairwell" and label.building:
        holding = [one.path for one in found if _number(parse_label(one.name)) == ("building", label.building)]
        fitting = [one for one in fitting if one.path[:-9] in holding]
    return fitting[:limit]


def within(paths: Sequence[str], column: str = "p.path") -> tuple[str, dict[str, str]]:
    """SQL that a path lies at or below one of these, with its parameters. Paths are hexadecimal: `g` ends a range."""
    parameters: dict[str, str] = {}
    ranges = []
    for number, path in enumerate(paths):
        parameters |= {f"from{number}": path, f"to{number}": f"{path}g"}
        ranges.append(f"({column} >= %(from{number})s AND {column} < %(to{number})s)")
    return f"({' OR '.join(ranges) or 'false'})", parameters


def _doors(fits: str, said: dict[str, Any], paths: Sequence[str], limit: int) -> list[FoundDoor]:
    inside, parameters = within(paths)
    asked = {**parameters, **said, "most": MOST, "limit": limit, "few": FEW_PLACES}
    if everywhere(paths):
        found = _ANYWHERE
    else:
        found = _BY_LABEL if _ask(_HOW_MANY.format(inside=inside), asked)[0][0] > FEW_PLACES else _BY_PLACE
    statement = _IN_ORDER.format(found=found.format(fits=fits, inside=inside))
    return [FoundDoor(*row) for row in _ask(statement, asked)]


def everywhere(paths: Sequence[str]) -> bool:
    """Whether these are the whole district: then nobody has to look where a door is. A path of one step is the root."""
    return [path.count(".") for path in paths] == [1]


def _plain(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _number(label: DoorLabel) -> tuple[str, str] | None:
    """The innermost container that a label names by number, where it names no room."""
    if label.room or label.floor is not None:
        return None
    for kind in ("stairwell", "building", "alley"):
        if getattr(label, kind):
            return kind, getattr(label, kind)
    return None


def _ask(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Bound by the client, so that each area has a plan of its own."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
