"""Which outline is which building: by their names, where there is no doubt. Pure."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from qiaomen.people.names import simplified
from qiaomen.places.labels import area_key, parse_label


def tied(names: Mapping[str, str], blocks: Mapping[UUID, str], *, around: Sequence[str] = ()) -> dict[str, UUID]:
    """The blocks (by their names) of outlines (by id, with their names); `around` names the compound itself.

    Two belong together if their names are alike, however they are written (光谷資本大廈, 光谷资本大厦), or if both end
    in the same building number and what stands before it fits: 工大教工宿舍22栋 is 22号楼 of 教工宿舍, and 学生公寓22栋
    is not. What fits two on either side is left to a person.
    """
    found: dict[str, UUID] = {}
    for alike in (_same, _same_number(around)):
        fits = {
            id: [block for block, called in blocks.items() if alike(name, called)]
            for id, name in names.items()
            if id not in found
        }
        taken = [block for candidates in fits.values() for block in candidates]
        for id, candidates in fits.items():
            if len(candidates) == 1 and taken.count(candidates[0]) == 1 and candidates[0] not in found.values():
                found[id] = candidates[0]
    return found


def _plain(name: str) -> str:
    return area_key(simplified(name)).replace("-", "")


def _same(name: str, called: str) -> bool:
    return bool(name) and _plain(name) == _plain(called)


def _same_number(around: Sequence[str]) -> Callable[[str, str], bool]:
    """Whether two names end in the same building number, and what stands before it is the same, or the compound."""

    def alike(name: str, called: str) -> bool:
        one, other = parse_label(simplified(name)), parse_label(simplified(called))
        if not one.building or one.building != other.building:
            return False
        areas = [area for area in (other.area, *around) if area] if other.area else list(around)
        return not one.area or any(_fits(one.area, area) for area in areas)

    return alike


def _fits(one: str, other: str) -> bool:
    a, b = _plain(one), _plain(other)
    return bool(a and b) and (a in b or b in a)
