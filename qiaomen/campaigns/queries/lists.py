"""The lists behind the numbers: each count names the tally's column and the same rows of targets, in walking order.

A page is found without reading what comes before it: tallies say which places hold how many rows, these are put in
walking order, and only the doors of the first places after the cursor are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.asking import ask, stream
from qiaomen.campaigns.queries.walking import walk
from qiaomen.campaigns.states import CLOSED, FIRST_CLOSED, GAPS, Flag, State
from qiaomen.places.models import Door

PAGE = 50
# Long lists fill a page from so many next places; only short ones look at all places of the area.
NEAR = 500


@dataclass(frozen=True, slots=True)
class Count:
    """A number and its list: how a tally `y` counts it, and which targets `t` it is."""

    tally: str
    target: str


COUNTED = {
    "doors": Count("y.doors", "true"),
    "gap": Count(f"({' + '.join(f'y.{state.name.lower()}' for state in GAPS)})", f"t.state < {FIRST_CLOSED}"),
    "closed": Count(f"({' + '.join(f'y.{state.name.lower()}' for state in CLOSED)})", f"t.state >= {FIRST_CLOSED}"),
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

    def by_team(self, table: str) -> str:
        """SQL that keeps the team's rows."""
        return "" if self.team is None else f" AND {table}.team_id = %(team)s"


@dataclass(slots=True)
class DoorRow:
    """A door on a list. `where` is filled by `names.locate`; `who` only where the list is about people of it."""

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


DOORS = """
SELECT d.id, d.label, d.floor, d.kind, q.path, t.state, t.attempts, t.last_at, t.next_from, t.next_until, t.by_phone,
       t.flags, t.people, t.unaccounted, t.claim, coalesce(z.name || ' · ' || g.number, ''), coalesce(o.name, '')
FROM unnest(%(places)s::uuid[]) WITH ORDINALITY k(place_id, rank)
JOIN places_place q ON q.id = k.place_id
JOIN campaigns_target t ON t.campaign_id = %(campaign)s AND t.place_id = k.place_id AND {target}{team}
JOIN places_door d ON d.id = t.door_id
LEFT JOIN duty_team g ON g.id = t.team_id LEFT JOIN duty_zone z ON z.id = g.zone_id
LEFT JOIN access_organisation o ON o.id = g.organisation_id
WHERE %(at)s::uuid IS NULL OR k.place_id <> %(at)s::uuid OR (d.walk, d.id) > (%(walk)s, %(after)s::uuid)
ORDER BY k.rank, d.walk, d.id LIMIT %(limit)s
"""


def doors(wanted: Wanted, *, after: UUID | None = None, limit: int = PAGE) -> list[DoorRow]:
    """The first `limit` doors of a list in walking order, after the door `after`."""
    statement, parameters = _statement(wanted), spread(wanted, COUNTED[wanted.count].tally, after, limit)
    return [_door(row) for row in ask(statement, parameters)]


def all_doors(wanted: Wanted) -> Iterator[list[DoorRow]]:
    """The same list to its end, in chunks of one statement."""
    for chunk in stream(_statement(wanted), spread(wanted, COUNTED[wanted.count].tally, None, None)):
        yield [_door(row) for row in chunk]


def spread(wanted: Wanted, tally: str, after: UUID | None, limit: int | None) -> dict[str, Any]:
    """Parameters of a page: which places to read, in walking order, and where in the first of them it begins.

    `tally` counts the rows of a place; enough places are read for `limit` rows, or all of them without one.
    """
    start = Door.objects.filter(pk=after).values_list("place_id", "walk").first() if after else None
    at, key = start or (None, "")
    tree = walk()
    spots = _spots(wanted, tally, tree.onwards(at, NEAR)) if limit is not None else {}
    # Of the place where the page begins some rows are over: it promises none.
    if limit is None or sum(number for place, number in spots.items() if place != at) < limit:
        spots = _spots(wanted, tally, None)
    order = tree.sorted(spots)
    if at:
        order = [place for place in order if tree.ranks.get(place, -1) >= tree.ranks.get(at, 0)]
    places: list[UUID] = []
    rows = 0
    for place in order:
        if limit is not None and rows >= limit:
            break
        places.append(place)
        rows += 0 if place == at else spots[place]
    return {**wanted.parameters, "places": places, "at": at, "walk": key, "after": after, "limit": limit}


def _spots(wanted: Wanted, tally: str, near: list[UUID] | None) -> dict[UUID, int]:
    """How many rows each place holds; only of the places `near`, where they are named."""
    which = "" if near is None else " AND y.place_id = ANY(%(near)s)"
    statement = f"""
        SELECT y.place_id, sum({tally})::int FROM campaigns_tally y{wanted.area.join("y.place_id")}
        WHERE y.campaign_id = %(campaign)s AND {tally} > 0{wanted.by_team("y")}{which} GROUP BY 1
    """
    return dict(ask(statement, {**wanted.parameters, "near": near}))


def _statement(wanted: Wanted) -> str:
    return DOORS.format(target=COUNTED[wanted.count].target, team=wanted.by_team("t"))


def _door(row: tuple[Any, ...]) -> DoorRow:
    return DoorRow(*(*row[:5], State(row[5]), *row[6:]))


def number(wanted: Wanted) -> int:
    """How many rows a list has, without reading them."""
    tally = COUNTED[wanted.count].tally
    return _sum(wanted, tally)


def number_of_people(wanted: Wanted) -> int:
    """How many people are unaccounted for."""
    return _sum(wanted, "y.unaccounted")


def _sum(wanted: Wanted, tally: str) -> int:
    statement = f"""
        SELECT coalesce(sum({tally}), 0)::int FROM campaigns_tally y{wanted.area.join("y.place_id")}
        WHERE y.campaign_id = %(campaign)s{wanted.by_team("y")}
    """
    return int(ask(statement, wanted.parameters)[0][0])
