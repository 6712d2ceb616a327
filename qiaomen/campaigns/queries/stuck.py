"""Who may be stuck, as questions to the lead: silent for an hour, quicker than is possible, far from the door.

None of them says that somebody did wrong. Whoever types in a sheet of paper in the evening is quick, a phone without
signal is silent, and a position is off between high buildings: that is why each is a question with somebody to call.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import Any, Literal
from uuid import UUID

from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.queries.attention import silent_teams
from qiaomen.places.models import Place

Why = Literal["silent", "hasty", "far"]
WHYS: tuple[Why, ...] = ("silent", "hasty", "far")

# Looked at are the visits that came in during the last hours, and of a very large district the newest of them.
LATELY = timedelta(hours=3)
MOST = 30_000
AMONG = 4 * MOST  # of all kinds: passages, checks and samples stand between them
# Nobody greets a household, asks and reaches the next open door in less; three times running is no chance.
QUICKEST = timedelta(seconds=15)
PAIRS = 3
# How far outside the smallest known shape that holds the door a position may lie, beside its own accuracy.
MARGIN_M = 300.0
DEGREE_M = 111_320.0
STEP = 9

# The newest records by the index of changes, then the visits among them: asked at once, the whole ledger is read, since
# nothing tells the planner how many are visits of this sweep. What is wanted of the bodies is taken out of them here.
RECENT = """
  SELECT r.id, r.author, r.at, r.door, r.body ->> 'outcome' = 'answered' AS is_open,
         CASE WHEN r.body ?& ARRAY['lon', 'lat'] THEN r.body END AS placed
  FROM (SELECT * FROM ledger_record WHERE change >= %(since)s ORDER BY change DESC LIMIT %(among)s) r
  WHERE r.kind = 'visit' AND r.body ->> 'campaign' = %(sweep)s
  ORDER BY r.change DESC LIMIT %(most)s
"""
# Two phones of one person are one author; two answered doors, one after the other, by the corrected clock. Beside them
# the visits that say where they were made: both are read of the same visits, which are many.
LATELY_SEEN = f"""
WITH recent AS MATERIALIZED ({RECENT}),
opened AS (
  SELECT r.door, r.at, r.at - lag(r.at) OVER w AS gap, r.door <> lag(r.door) OVER w AS moved
  FROM recent r WHERE r.is_open WINDOW w AS (PARTITION BY r.author ORDER BY r.at, r.id))
SELECT t.team_id, count(*), max(o.at), NULL::float8, NULL::float8, NULL::float8, NULL
FROM opened o JOIN campaigns_target t ON t.campaign_id = %(campaign)s AND t.door_id = o.door{{area}}
WHERE o.moved AND o.gap < %(quickest)s GROUP BY 1 HAVING count(*) >= %(pairs)s
UNION ALL
SELECT t.team_id, NULL, r.at, (r.placed ->> 'lon')::float8, (r.placed ->> 'lat')::float8,
       coalesce((r.placed ->> 'accuracy_m')::float8, 0), q.path
FROM recent r JOIN campaigns_target t ON t.campaign_id = %(campaign)s AND t.door_id = r.door{{area}}
JOIN places_place q ON q.id = t.place_id
WHERE r.placed ->> 'lon' IS NOT NULL AND r.placed ->> 'lat' IS NOT NULL
UNION ALL
SELECT NULL, count(*), NULL, NULL, NULL, NULL, '' FROM recent
"""
TEAMS = """
SELECT g.id, z.name || ' · ' || g.number, coalesce(o.name, ''),
       (SELECT array_agg(w.name ORDER BY s.is_local DESC, w.name) FROM duty_membership s
        JOIN access_worker w ON w.id = s.worker_id WHERE s.team_id = g.id AND s.until_change IS NULL)
FROM duty_team g JOIN duty_zone z ON z.id = g.zone_id LEFT JOIN access_organisation o ON o.id = g.organisation_id
WHERE g.id = ANY(%(teams)s)
"""


@dataclass(slots=True)
class Question:
    """Something to ask about a team. `number`: doors left (silent), pairs of doors (hasty), visits (far)."""

    why: Why
    team: UUID
    name: str
    organisation: str
    members: list[str]
    number: int
    last_at: datetime | None


@dataclass(slots=True)
class Stuck:
    """Questions of an area, the most pressing first; `positions` is how many recent visits say where they were.

    `total` counts the questions left out, too; `visits` is how many recent visits were looked through.
    """

    questions: list[Question] = field(default_factory=list)
    positions: int = 0
    total: int = 0
    visits: int = 0

    def of(self, why: Why) -> list[Question]:
        """Those of one kind."""
        return [one for one in self.questions if one.why == why]


def stuck(area: Area, now: datetime, *, limit: int = 2000) -> Stuck:
    """Who may be stuck: first the silent with most doors left, then the hasty, then the far; `limit` of each kind."""
    silent_ones = silent_teams(area, now, limit=limit)
    silent = [
        Question("silent", team.id, team.name, team.organisation, team.members or [], team.doors, team.last_at)
        for team in silent_ones
    ]
    lately = ask(LATELY_SEEN.format(area=area.join("t.place_id")), _lately(area, now))
    hasty = [row[:3] for row in lately if row[1] is not None and row[6] is None]
    placed = [(row[0], *row[2:]) for row in lately if row[1] is None]
    far = _far(placed)
    quick = _most(hasty)
    apart = _most((team, len(times), max(times)) for team, times in far.items())
    total = (silent_ones[0].of_all if silent_ones else 0) + len(quick) + len(apart)
    named = _named("hasty", quick[:limit]) + _named("far", apart[:limit])
    return Stuck(silent + named, len(placed), total, next(row[1] for row in lately if row[6] == ""))


def _lately(area: Area, now: datetime) -> dict[str, Any]:
    began = now - LATELY
    return area.parameters | {
        "sweep": str(area.campaign), "since": UUID(int=int(began.timestamp() * 1000) << 80), "most": MOST,
        "among": AMONG, "quickest": QUICKEST, "pairs": PAIRS,
    }  # fmt: skip


def _teams(ids: set[UUID]) -> dict[UUID, tuple[str, str, list[str]]]:
    if not ids:
        return {}
    return {
        team: (name, organisation, members or [])
        for team, name, organisation, members in ask(TEAMS, {"teams": list(ids)})
    }


def _most(counted: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The highest counts first. Doors without a team have nobody to ask."""
    return sorted((row for row in counted if row[0] is not None), key=lambda row: (-row[1], row[0]))


def _named(why: Why, counted: Sequence[tuple[Any, ...]]) -> list[Question]:
    teams = _teams({row[0] for row in counted})
    return [Question(why, team, *teams[team], count, at) for team, count, at in counted if team in teams]


def _far(placed: Sequence[tuple[Any, ...]]) -> dict[UUID, list[datetime]]:
    """Which of these visits were made outside the place of their door, by team."""
    boxes = _boxes({path for *_rest, path in placed})
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for team, at, lon, lat, accuracy, path in placed:
        steps = (path[:end] for end in range(len(path), 0, -STEP))
        box = next((boxes[step] for step in steps if step in boxes), None)
        if box is not None and metres_outside((lon, lat), box) > MARGIN_M + accuracy:
            found[team].append(at)
    return found


Box = tuple[float, float, float, float]


def _boxes(paths: set[str]) -> dict[str, Box]:
    """West, south, east and north of the shapes of these places and of what holds them, where one is known."""
    steps = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
    shaped = Place.objects.filter(path__in=steps, shape__isnull=False) if steps else Place.objects.none()
    found: dict[str, Box] = {}
    for path, shape in shaped.values_list("path", "shape"):
        corners = list(_corners(shape.get("coordinates") if isinstance(shape, dict) else None))
        if corners:
            across, up = [x for x, _y in corners], [y for _x, y in corners]
            found[path] = (min(across), min(up), max(across), max(up))
    return found


def _corners(given: Any) -> Iterable[tuple[float, float]]:
    """Every position in a GeoJSON geometry's coordinates, however deep."""
    if isinstance(given, list) and len(given) >= 2 and all(isinstance(one, int | float) for one in given[:2]):
        yield float(given[0]), float(given[1])
    elif isinstance(given, list):
        for one in given:
            yield from _corners(one)


def metres_outside(position: tuple[float, float], box: Box) -> float:
    """How far a position (longitude, latitude) lies outside a box of degrees; 0 inside. Plane geometry: a town."""
    west, south, east, north = box
    lon, lat = position
    across = max(west - lon, 0.0, lon - east) * cos(radians(lat))
    return hypot(across, max(south - lat, 0.0, lat - north)) * DEGREE_M
