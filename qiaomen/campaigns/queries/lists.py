"""The lists behind the numbers: each count names the tally's column and the same rows of targets, in walking order.

A page is found without reading what comes before it: tallies say which places hold how many rows, places are put in
walking order, and only the doors of the first places after the cursor are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.base.ids import NOBODY
from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.asking import ask, stream
from qiaomen.campaigns.states import CLOSED, FIRST_CLOSED, GAPS, Flag, State

PAGE = 50


@dataclass(frozen=True, slots=True)
class Count:
    """A number and its list: how a tally `y` counts it, and which targets `t` it is."""

    tally: str
    target: str


COUNTED = {
    "doors": Count("y.doors", "true"),
    "gap": Count(" + ".join(f"y.{state.name.lower()}" for state in GAPS), f"t.state < {FIRST_CLOSED}"),
    "closed": Count(" + ".join(f"y.{state.name.lower()}" for state in CLOSED), f"t.state >= {FIRST_CLOSED}"),
    **{s.name.lower(): Count(f"y.{s.name.lower()}", f"t.state = {int(s)}") for s in State},
    **{f.name.lower(): Count(f"y.{f.name.lower()}", f"t.flags & {int(f)} > 0") for f in Flag},
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of an area: a count of `COUNTED`, of one team or of all."""

    area: Area
    count: str = "gap"
    team: UUID | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        return {**self.area.parameters, "team": self.team}

    @property
    def by_team(self) -> str:
        return "" if self.team is None else " AND {0}.team_id = %(team)s"


@dataclass(slots=True)
class DoorRow:
    """A door on a list. `where` is filled by `places.named`; `who` only where the list is about people of it."""

    id: UUID
    label: str
    floor: int | None
    kind: str
    path: str
    state: State
    attempts: int
    last_at: datetime | None
    next_from: datetime | None
    next_until: datetime | None
    by_phone: bool
    flags: int
    people: int
    unaccounted: int
    claim: UUID | None
    team: str
    organisation: str
    where: str = ""
    who: list[str] = field(default_factory=list)


# Places with such rows, how many, and their way: the walking keys of their ancestors, the district first.
SPOTS = """
WITH spots AS (
  SELECT y.place_id, sum({tally}) AS number FROM campaigns_tally y{area}
  WHERE y.campaign_id = %(campaign)s AND {tally} > 0{y_team} GROUP BY 1),
ways AS (
  SELECT s.place_id, s.number, w.path, {way} AS way FROM spots s JOIN places_place w ON w.id = s.place_id)
"""
WAY = """(SELECT array_agg(concat(coalesce(nullif(u.walk, ''), u.name), ' ', u.path) ORDER BY u.path)
   FROM generate_series(9, length(w.path), 9) n JOIN places_place u ON u.path = left(w.path, n))"""
CURSOR = """, start AS (
  SELECT d.id, d.walk, d.place_id, {way} AS way
  FROM places_door d JOIN places_place w ON w.id = d.place_id WHERE d.id = %(after)s),
picked AS (
  SELECT k.*, sum(CASE WHEN k.place_id = c.place_id THEN 0 ELSE k.number END) OVER (ORDER BY k.way) - k.number AS before
  FROM ways k LEFT JOIN start c ON true WHERE c.id IS NULL OR k.way >= c.way)
"""
ALL = ", picked AS (SELECT *, 0 AS before FROM ways)"
DOORS = """
SELECT d.id, d.label, d.floor, d.kind, k.path, t.state, t.attempts, t.last_at, t.next_from, t.next_until, t.by_phone,
       t.flags, t.people, t.unaccounted, t.claim, coalesce(z.name || ' · ' || g.number, ''), coalesce(o.name, '')
FROM picked k
JOIN campaigns_target t ON t.campaign_id = %(campaign)s AND t.place_id = k.place_id AND {target}{t_team}
JOIN places_door d ON d.id = t.door_id
LEFT JOIN duty_team g ON g.id = t.team_id LEFT JOIN duty_zone z ON z.id = g.zone_id
LEFT JOIN access_organisation o ON o.id = g.organisation_id
"""
FROM_CURSOR = """LEFT JOIN start c ON true
WHERE k.before < %(limit)s AND (c.id IS NULL OR (k.way, d.walk, d.id) > (c.way, c.walk, c.id))
"""
IN_ORDER = " ORDER BY k.way, d.walk, d.id"


def doors(wanted: Wanted, *, after: UUID | None = None, limit: int = PAGE) -> list[DoorRow]:
    """The first `limit` doors of a list in walking order, after the door `after`."""
    statement = _spots(wanted, CURSOR) + _fill(wanted, DOORS + FROM_CURSOR + IN_ORDER + " LIMIT %(limit)s")
    parameters = {**wanted.parameters, "after": after or NOBODY, "limit": limit}
    return [_door(row) for row in ask(statement, parameters)]


def all_doors(wanted: Wanted) -> Iterator[list[DoorRow]]:
    """The same list to its end, in chunks of one statement and so of one moment."""
    statement = _spots(wanted, ALL) + _fill(wanted, DOORS + IN_ORDER)
    for chunk in stream(statement, wanted.parameters):
        yield [_door(row) for row in chunk]


def _spots(wanted: Wanted, rest: str) -> str:
    return _fill(wanted, SPOTS + rest)


def _fill(wanted: Wanted, sql: str) -> str:
    counted = COUNTED[wanted.count]
    return sql.format(
        tally=f"({counted.tally})",
        target=counted.target,
        area=wanted.area.join("y.place_id"),
        way=WAY,
        y_team=wanted.by_team.format("y"),
        t_team=wanted.by_team.format("t"),
    )


def _door(row: tuple[Any, ...]) -> DoorRow:
    return DoorRow(*(*row[:5], State(row[5]), *row[6:]))
