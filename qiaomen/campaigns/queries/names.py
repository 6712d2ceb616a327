"""Where something is, in words: the names of the places that hold it, in one statement for a whole page."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol
from uuid import UUID

from django.db.models import Q

from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.asking import ask
from qiaomen.places.models import Place, PlaceKind

# Above the compound everybody knows where they are, and the list's heading says it.
OBVIOUS = {PlaceKind.DISTRICT, PlaceKind.STREET}
STEP = 9


class Located(Protocol):
    """A row that stands somewhere."""

    where: str

    @property
    def path(self) -> str: ...


def locate(rows: Sequence[Located], *, leave_out: Iterable[str] = OBVIOUS) -> None:
    """Fill `where` of each row: community, compound, building, stairwell, whatever there is."""
    names = names_of([row.path for row in rows], leave_out=set(leave_out))
    for row in rows:
        row.where = names[row.path]


def names_of(paths: Collection[str], *, leave_out: Collection[str] = OBVIOUS) -> dict[str, str]:
    """The names of the places on the way to each path, outermost first, joined by a space."""
    steps = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
    known = {
        path: name
        for path, kind, name in Place.objects.filter(path__in=steps).values_list("path", "kind", "name")
        if kind not in leave_out
    }
    return {path: " ".join(_on_the_way(path, known)) for path in set(paths)}


def parts_named(area: Area) -> list[tuple[UUID, str]]:
    """The communities of an area by name, in walking order; of a single one, or of less, what lies directly below."""
    inside = Place.objects.filter(Q(*(Q(path__startswith=path) for path in area.paths), _connector=Q.OR))
    communities = list(inside.filter(kind=PlaceKind.COMMUNITY).order_by("walk", "name", "id"))
    if len(communities) > 1 or len(area.paths) != 1:
        return [(one.id, one.name) for one in communities]
    above = communities[0].path if communities else area.paths[0]
    below = Place.objects.filter(parent__path=above).order_by("walk", "name", "id")
    return list(below.values_list("id", "name"))


def teams_named(area: Area, *, most: int) -> list[tuple[UUID, str]] | None:
    """The teams with doors in an area by name; None where they are more than anybody picks one from."""
    statement = f"""
        SELECT t.id, z.name || ' · ' || t.number FROM (
          SELECT DISTINCT y.team_id FROM campaigns_tally y{area.join("y.place_id")}
          WHERE y.campaign_id = %(campaign)s LIMIT %(most)s + 2) y
        JOIN duty_team t ON t.id = y.team_id JOIN duty_zone z ON z.id = t.zone_id
        ORDER BY z.ordinal, t.number
    """
    found = ask(statement, area.parameters | {"most": most})
    return None if len(found) > most else [(team, name) for team, name in found]


def _on_the_way(path: str, known: dict[str, str]) -> Iterable[str]:
    for end in range(STEP, len(path) + 1, STEP):
        if path[:end] in known:
            yield known[path[:end]]
