"""Coverage of an area and of its parts: sums of tallies, never a scan of targets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.states import CLOSED, GAPS
from qiaomen.campaigns.tallies import COUNTS

SUMS = ", ".join(f"coalesce(sum(y.{name}), 0)" for name in COUNTS)
# What lies under a place is told apart by the next nine characters of its path: a child's own part.
STEP = 9
# Asked for six thousand teams at once: an enumeration's names take longer to come by than the counts.
_CLOSED = [state.name.lower() for state in CLOSED]
_GAPS = [state.name.lower() for state in GAPS]


class Coverage(dict[str, int]):
    """Counts by the names of `COUNTS`, and what is made of them."""

    @classmethod
    def nothing(cls) -> "Coverage":
        """The coverage of no door."""
        return cls((name, 0) for name in COUNTS)

    @property
    def closed(self) -> int:
        return sum(map(self.__getitem__, _CLOSED))

    @property
    def gaps(self) -> int:
        return sum(map(self.__getitem__, _GAPS))

    @property
    def accounted(self) -> int:
        return self["people"] - self["unaccounted"]

    @property
    def share(self) -> float:
        """Closed doors of all, 0 … 1; 1 where there is none to knock on."""
        return self.closed / self["doors"] if self["doors"] else 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """The coverage of one part of an area: a place, a zone, an organisation or a team; `id` None is what has none.

    `path` is a place's, and empty for other parts.
    """

    id: UUID | None
    name: str
    kind: str
    path: str
    coverage: Coverage


def coverage(area: Area) -> Coverage:
    """The counts of an area."""
    statement = f"SELECT {SUMS} FROM campaigns_tally y{area.join('y.place_id')} WHERE y.campaign_id = %(campaign)s"
    return _counts(ask(statement, area.parameters)[0])


def coverages(areas: Iterable[Area]) -> dict[UUID, Coverage]:
    """The counts of several sweeps' areas, by sweep: a statement for all whose area has the same shape."""
    alike: dict[tuple[str, ...], list[Area]] = {}
    for area in areas:
        alike.setdefault(() if area.whole else area.paths, []).append(area)
    found: dict[UUID, Coverage] = {}
    for several in alike.values():
        area = several[0]
        found |= {one.campaign: Coverage.nothing() for one in several}
        statement = f"""
            SELECT y.campaign_id, {SUMS} FROM campaigns_tally y{area.join("y.place_id")}
            WHERE y.campaign_id = ANY(%(campaigns)s) GROUP BY 1
        """
        counted = ask(statement, area.parameters | {"campaigns": [one.campaign for one in several]})
        found |= {campaign: _counts(counts) for campaign, *counts in counted}
    return found


def coverage_by_child(area: Area, path: str) -> list[Part]:
    """The coverage of each child of the place with this path, in walking order, and of the doors at itself."""
    statement = f"""
        SELECT c.id, c.name, c.kind, c.path, s.* FROM (
          SELECT left(q.path, %(length)s) AS path, {SUMS}
          FROM campaigns_tally y JOIN places_place q ON q.id = y.place_id AND q.path >= %(path)s AND q.path < %(end)s
          WHERE y.campaign_id = %(campaign)s GROUP BY 1) s
        JOIN places_place c ON c.path = s.path
        ORDER BY c.path = %(path)s, c.walk, c.name, c.id
    """
    found = ask(statement, area.parameters | {"path": path, "end": path + "g", "length": len(path) + STEP})
    return [_part(row) for row in found]


def coverage_by_kind(area: Area, *, kinds: Sequence[str]) -> list[Part]:
    """The coverage of every place of these kinds in an area; of one inside another, only the outer one's."""
    statement = f"""
        WITH asked AS MATERIALIZED (SELECT id, name, kind, path, walk FROM places_place WHERE kind = ANY(%(kinds)s))
        SELECT c.id, c.name, c.kind, c.path, s.* FROM (
          SELECT left(q.path, l.length) AS path, {SUMS}
          FROM campaigns_tally y{area.join("y.place_id")} JOIN places_place q ON q.id = y.place_id
          CROSS JOIN (SELECT DISTINCT length(path) AS length FROM asked) l
          WHERE y.campaign_id = %(campaign)s AND length(q.path) >= l.length GROUP BY 1) s
        JOIN asked c ON c.path = s.path
        WHERE c.id NOT IN (
          SELECT i.id FROM asked i CROSS JOIN LATERAL generate_series({STEP}, length(i.path) - {STEP}, {STEP}) n
          JOIN asked o ON o.path = left(i.path, n))
        ORDER BY c.walk, c.name, c.id
    """
    return [_part(row) for row in ask(statement, area.parameters | {"kinds": list(kinds)})]


def coverage_by_zone(area: Area) -> list[Part]:
    """The coverage of each zone's places within an area. A place in a zone counts for the innermost one."""
    statement = f"""
        WITH own AS (SELECT w.zone_id, q.path FROM duty_zoneplace w JOIN places_place q ON q.id = w.place_id),
        inner_ones AS (SELECT o.path AS outer_path, i.path FROM own o
                       JOIN own i ON i.path > o.path AND i.path < o.path || 'g')
        SELECT z.id, z.name, 'zone', '', s.* FROM (
          SELECT own.zone_id, {SUMS}
          FROM own JOIN places_place q ON q.path >= own.path AND q.path < own.path || 'g'
          JOIN campaigns_tally y ON y.place_id = q.id AND y.campaign_id = %(campaign)s{area.join("y.place_id")}
          WHERE NOT EXISTS (SELECT 1 FROM inner_ones n WHERE n.outer_path = own.path
                            AND q.path >= n.path AND q.path < n.path || 'g')
          GROUP BY 1) s
        JOIN duty_zone z ON z.id = s.zone_id ORDER BY z.ordinal, z.name
    """
    return [_part(row) for row in ask(statement, area.parameters)]


def coverage_by_organisation(area: Area) -> list[Part]:
    """The coverage of the doors of each organisation's teams."""
    statement = f"""
        SELECT o.id, coalesce(o.name, ''), 'organisation', '', s.* FROM (
          SELECT t.organisation_id, {SUMS}
          FROM campaigns_tally y{area.join("y.place_id")} LEFT JOIN duty_team t ON t.id = y.team_id
          WHERE y.campaign_id = %(campaign)s GROUP BY 1) s
        LEFT JOIN access_organisation o ON o.id = s.organisation_id ORDER BY o.name NULLS LAST
    """
    return [_part(row) for row in ask(statement, area.parameters)]


def coverage_by_team(area: Area) -> list[Part]:
    """The coverage of each team's doors; the name is the team's zone and number."""
    statement = f"""
        SELECT t.id, coalesce(z.name || ' · ' || t.number, ''), 'team', '', s.* FROM (
          SELECT y.team_id, {SUMS}
          FROM campaigns_tally y{area.join("y.place_id")} WHERE y.campaign_id = %(campaign)s GROUP BY 1) s
        LEFT JOIN duty_team t ON t.id = s.team_id LEFT JOIN duty_zone z ON z.id = t.zone_id
        ORDER BY z.ordinal NULLS LAST, t.number
    """
    return [_part(row) for row in ask(statement, area.parameters)]


def coverage_of_team(area: Area, team: UUID) -> Coverage:
    """The counts of one team's doors in an area."""
    statement = f"""
        SELECT {SUMS} FROM campaigns_tally y{area.join("y.place_id")}
        WHERE y.campaign_id = %(campaign)s AND y.team_id = %(team)s
    """
    return _counts(ask(statement, area.parameters | {"team": team})[0])


def teams_at_work(area: Area) -> int:
    """How many teams still have doors to close in an area."""
    statement = f"""
        SELECT count(DISTINCT y.team_id) FROM campaigns_tally y JOIN duty_team t ON t.id = y.team_id
        {area.join("y.place_id")}
        WHERE y.campaign_id = %(campaign)s AND y.doors > y.answered + y.vacant + y.remote + y.wrong_address
    """
    return int(ask(statement, area.parameters)[0][0])


def closed_by_hour(area: Area) -> list[tuple[datetime, int]]:
    """(hour, doors closed in it) since the sweep began."""
    statement = f"""
        SELECT y.hour, sum(y.closed)::int FROM campaigns_hourtally y{area.join("y.place_id")}
        WHERE y.campaign_id = %(campaign)s GROUP BY 1 ORDER BY 1
    """
    return [(hour, closed) for hour, closed in ask(statement, area.parameters)]


def closed_lately(area: Area, parts: Iterable[Part], since: datetime) -> dict[str, list[tuple[datetime, int]]]:
    """(hour, doors closed in it) from an hour on, by the path of each of these places."""
    statement = f"""
        SELECT left(q.path, l.length), y.hour, sum(y.closed)::int
        FROM campaigns_hourtally y{area.join("y.place_id")} JOIN places_place q ON q.id = y.place_id
        CROSS JOIN unnest(%(lengths)s::int[]) l(length)
        WHERE y.campaign_id = %(campaign)s AND y.hour >= %(since)s AND length(q.path) >= l.length GROUP BY 1, 2
    """
    lengths = sorted({len(part.path) for part in parts})
    found: dict[str, list[tuple[datetime, int]]] = {}
    for path, hour, closed in ask(statement, area.parameters | {"lengths": lengths, "since": since}):
        found.setdefault(path, []).append((hour, closed))
    return found


def _part(row: tuple[Any, ...]) -> Part:
    identity, name, kind, path, _group, *counts = row
    return Part(identity, name, kind, path, _counts(counts))


def _counts(values: Iterable[Any]) -> Coverage:
    return Coverage(zip(COUNTS, values, strict=True))
