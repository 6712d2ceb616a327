"""What a map shows: the parts of an area with their figures, as the list beside it says them, and where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaomen.atlas.district import cases_by_place, isolated_by_place
from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.coverage import Coverage, Part, coverage
from qiaomen.campaigns.queries.summary import BY, COMPOUNDS, Piece, frame_of, parts_of, pieces
from qiaomen.console import figures, map_layout, words
from qiaomen.console.asked import Asked, link, shows_health
from qiaomen.console.map_layout import Corner, Drawn, Unit
from qiaomen.places.datums import Datum, from_wgs84
from qiaomen.places.models import Place, PlaceKind

# What may be drawn: compounds, or the communities that hold them.
LEVELS = ("compound", "community")
SHOWN = ("coverage", "isolated", "cases")
HEALTH = frozenset({"isolated", "cases"})
# Above this many compounds a map of communities is drawn first.
MANY = 400
# As places; those without a door of the sweep do not count above.
MANY_PLACES = 3 * MANY
STEP = 9


@dataclass(frozen=True, slots=True)
class Face:
    """One part of the map: its figures in words. `isolated` and `cases` are None where the reader sees no health."""

    id: UUID
    name: str
    group: str
    url: str
    coverage: Coverage
    left: int
    left_url: str
    planned: int
    lateness: str
    is_late: bool
    isolated: int | None
    cases: int | None
    path: str
    shape: Any

    @property
    def percent(self) -> str:
        return figures.percent(self.coverage.closed, self.coverage["doors"])

    @property
    def step(self) -> int:
        """The step of the colour scale."""
        return figures.step(self.coverage.closed, self.coverage["doors"])


@dataclass(frozen=True, slots=True)
class Sight:
    """A map: its parts, the doors that belong to none of them, and all of them together."""

    level: str
    faces: list[Face]
    outside: Coverage
    total: Coverage
    isolated: int | None
    cases: int | None


def sight(asked: Asked, level: str, now: datetime) -> Sight:
    """The parts of the asked area at a level ("" chooses one), the latest first."""
    health = shows_health(asked.worker)
    parts, chosen = _parts(asked, level)
    shown = pieces(frame_of(asked.campaign), asked.area, parts, now)
    at = [part.path for part in parts]
    paths = list(asked.area.paths)
    isolated = _gathered(isolated_by_place(paths), at) if health else {}
    cases = _gathered(cases_by_place(paths), at) if health else {}
    shapes = dict(Place.objects.filter(id__in=[part.id for part in parts]).values_list("path", "shape"))
    groups = _groups(at)
    total = coverage(asked.area)
    return Sight(
        level=chosen,
        faces=[_face(asked, piece, groups, shapes, isolated, cases, health=health) for piece in shown],
        outside=_outside(total, parts),
        total=total,
        isolated=sum(isolated.values()) if health else None,
        cases=sum(cases.values()) if health else None,
    )


def _parts(asked: Asked, level: str) -> tuple[list[Part], str]:
    """The parts to draw: what was asked for, or compounds while they are few; below a compound what it consists of."""
    compounds = BY["compound"](asked.area) if level == "compound" or (not level and _has_few(asked.area)) else []
    inside = len(compounds) == 1 and compounds[0].path in asked.area.paths
    if compounds and not inside and (level == "compound" or len(compounds) <= MANY):
        return compounds, "compound"
    communities = [] if inside else BY["community"](asked.area)
    return (communities, "community") if len(communities) > 1 else (parts_of(asked.area), "parts")


def _has_few(area: Area) -> bool:
    """Whether an area has compounds, and few: counting their doors to find out takes long where they are many."""
    inside = Q(*(Q(path__startswith=path) for path in area.paths), _connector=Q.OR)
    return 0 < Place.objects.filter(inside, kind__in=COMPOUNDS)[: MANY_PLACES + 1].count() <= MANY_PLACES


def _outside(total: Coverage, parts: Sequence[Part]) -> Coverage:
    """What of an area lies in none of its parts: a shop at the street, a lone house."""
    return Coverage((name, value - sum(part.coverage[name] for part in parts)) for name, value in total.items())


def _gathered(counts: Mapping[str, int], paths: Sequence[str]) -> dict[str, int]:
    """Counts of innermost places added up to the part that holds each; the key "" is what lies in none."""
    known = set(paths)
    found: dict[str, int] = {}
    for path, count in counts.items():
        steps = (path[:end] for end in range(len(path), 0, -STEP))
        holder = next((step for step in steps if step in known), "")
        found[holder] = found.get(holder, 0) + count
    return found


def _groups(paths: Sequence[str]) -> dict[str, str]:
    """What each part lies in, in a word: its community, or for a community its street."""
    parents = {path[:end] for path in paths for end in range(STEP, len(path), STEP)}
    kinds = (PlaceKind.STREET, PlaceKind.COMMUNITY)
    named = dict(Place.objects.filter(path__in=parents, kind__in=kinds).values_list("path", "name"))
    return {
        path: next((named[path[:end]] for end in range(len(path) - STEP, 0, -STEP) if path[:end] in named), "")
        for path in paths
    }


def _face(
    asked: Asked,
    piece: Piece,
    groups: Mapping[str, str],
    shapes: Mapping[str, Any],
    isolated: Mapping[str, int],
    cases: Mapping[str, int],
    *,
    health: bool,
) -> Face:
    part, seen = piece.part, piece.outlook
    assert part.id is not None
    return Face(
        id=part.id,
        name=part.name,
        group=groups[part.path],
        url=link("place", part.id, campaign=asked.campaign.id),
        coverage=part.coverage,
        left=seen.left,
        left_url=asked.link("gaps", count=None, place=part.id),
        planned=seen.planned,
        lateness=words.lateness(seen),
        is_late=seen.is_late or seen.is_stuck,
        isolated=isolated.get(part.path, 0) if health else None,
        cases=cases.get(part.path, 0) if health else None,
        path=part.path,
        shape=shapes.get(part.path),
    )


def drawing(seen: Sight, now: datetime, *, aspect: float = map_layout.ASPECT) -> dict[str, Any]:
    """The map as the browser draws it: positions in the frame of the tiles, figures in the reader's words."""
    in_order = sorted(seen.faces, key=lambda face: face.path)
    drawn = map_layout.lay_out([Unit(str(face.id), face.group, face.shape) for face in in_order], aspect=aspect)
    return {
        "at": now.isoformat(),
        "scheme": drawn.is_scheme,
        "units": [_unit(face, drawn) for face in seen.faces],
        "names": [[name, *_placed(corner, drawn)] for name, corner in drawn.names],
    }


def _unit(face: Face, drawn: Drawn) -> dict[str, Any]:
    key = str(face.id)
    rings = [[_placed(corner, drawn) for corner in ring] for ring in drawn.rings.get(key, ())]
    point = drawn.points.get(key)
    return {
        "name": face.name,
        "group": face.group,
        "url": face.url,
        "label": said(face),
        "percent": face.percent,
        "step": face.step,
        "late": face.is_late,
        "isolated": face.isolated or 0,
        "cases": face.cases or 0,
        "scheme": key in drawn.in_scheme,
        "rings": rings,
        "point": _placed(point, drawn) if point else None,
    }


def _placed(corner: Corner, drawn: Drawn) -> list[float]:
    """Latitude first, as the browser wants it; a scheme that stands alone is in no frame."""
    lon, lat = corner if drawn.is_scheme else from_wgs84(corner, cast(Datum, settings.MAP_DATUM))
    return [round(lat, 6), round(lon, 6)]


def said(face: Face) -> str:
    """A part of the map in a sentence, for whoever hears it."""
    found = [
        f"{face.name} {face.percent}",
        ngettext("%(n)s door left", "%(n)s doors left", face.left) % {"n": figures.number(face.left)},
    ]
    if face.lateness:
        found.append(face.lateness)
    if face.isolated:
        found.append(_("%(n)s isolated at home") % {"n": face.isolated})
    if face.cases:
        found.append(ngettext("%(n)s case", "%(n)s cases", face.cases) % {"n": face.cases})
    return _(", ").join(found)
