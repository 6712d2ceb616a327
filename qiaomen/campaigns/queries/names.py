"""The names that a sweep's lists are narrowed by: its parts, its teams; and where something is (`places/naming.py`)."""

from uuid import UUID

from django.db.models import Q

from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.asking import ask
from qiaomen.places.models import Place, PlaceKind
from qiaomen.places.naming import OBVIOUS, STEP, Located, locate, names_of

__all__ = ["OBVIOUS", "STEP", "Located", "locate", "names_of", "parts_named", "teams_named"]


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
