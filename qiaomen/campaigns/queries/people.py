"""The people's gap list: who is registered behind an opened door and unaccounted for; and who raised a flag."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from qiaomen.base.ids import NOBODY
from qiaomen.campaigns.queries.asking import ask, stream
from qiaomen.campaigns.queries.lists import ALL, CURSOR, PAGE, WAY, DoorRow, Wanted
from qiaomen.campaigns.states import Flag, Presence


@dataclass(slots=True)
class PersonRow:
    """Somebody unaccounted for, the door and its team, and since when nobody could say."""

    id: UUID
    name: str
    sex: int
    birth_year: int | None
    relation: str
    door: UUID
    label: str
    path: str
    at: datetime
    team: str
    organisation: str
    next_from: datetime | None
    next_until: datetime | None
    where: str = ""


SPOTS = """
WITH spots AS (
  SELECT y.place_id, sum(y.unaccounted) AS number FROM campaigns_tally y{area}
  WHERE y.campaign_id = %(campaign)s AND y.unaccounted > 0{y_team} GROUP BY 1),
ways AS (
  SELECT s.place_id, s.number, w.path, {way} AS way FROM spots s JOIN places_place w ON w.id = s.place_id)
"""
PEOPLE = f"""
SELECT r.person_id, coalesce(h.name, ''), coalesce(h.sex, 0), h.birth_year, coalesce(h.relation, ''),
       d.id, d.label, k.path, r.at, coalesce(z.name || ' · ' || g.number, ''), coalesce(o.name, ''),
       t.next_from, t.next_until
FROM picked k
JOIN campaigns_target t ON t.campaign_id = %(campaign)s AND t.place_id = k.place_id AND t.unaccounted > 0{{t_team}}
JOIN campaigns_roll r ON r.campaign_id = t.campaign_id AND r.door_id = t.door_id
  AND r.presence = '{Presence.UNACCOUNTED}'
JOIN places_door d ON d.id = t.door_id
LEFT JOIN people_person h ON h.id = r.person_id
LEFT JOIN duty_team g ON g.id = t.team_id LEFT JOIN duty_zone z ON z.id = g.zone_id
LEFT JOIN access_organisation o ON o.id = g.organisation_id
"""
FROM_CURSOR = """LEFT JOIN start c ON true
WHERE k.before < %(limit)s
  AND (c.id IS NULL OR (k.way, d.walk, d.id, r.person_id) > (c.way, c.walk, c.id, %(person)s::uuid))
"""
IN_ORDER = " ORDER BY k.way, d.walk, d.id, r.person_id"
WITH_FLAG = """
SELECT r.door_id, h.name FROM campaigns_roll r JOIN people_person h ON h.id = r.person_id
WHERE r.campaign_id = %(campaign)s AND r.door_id = ANY(%(doors)s) AND r.flags & %(flag)s > 0
ORDER BY r.door_id, h.ordinal, h.id
"""


def unaccounted(wanted: Wanted, *, after: tuple[UUID, UUID] | None = None, limit: int = PAGE) -> list[PersonRow]:
    """The first `limit` people unaccounted for in walking order, after (door, person)."""
    door, person = after or (NOBODY, NOBODY)
    statement = _fill(wanted, SPOTS + CURSOR + PEOPLE + FROM_CURSOR + IN_ORDER + " LIMIT %(limit)s")
    parameters = {**wanted.parameters, "after": door, "person": person, "limit": limit}
    return [PersonRow(*row) for row in ask(statement, parameters)]


def all_unaccounted(wanted: Wanted) -> Iterator[list[PersonRow]]:
    """The same list to its end."""
    for chunk in stream(_fill(wanted, SPOTS + ALL + PEOPLE + IN_ORDER), wanted.parameters):
        yield [PersonRow(*row) for row in chunk]


def add_flagged(campaign: UUID, found: Sequence[DoorRow], flag: Flag) -> None:
    """Fill `who` of these doors with the names of those whose answers raised the flag, in one statement."""
    names: dict[UUID, list[str]] = defaultdict(list)
    statement = WITH_FLAG
    asked = {"campaign": campaign, "doors": [door.id for door in found], "flag": int(flag)}
    for door, name in ask(statement, asked):
        names[door].append(name)
    for row in found:
        row.who = names[row.id]


def _fill(wanted: Wanted, sql: str) -> str:
    return sql.format(
        area=wanted.area.join("y.place_id"),
        way=WAY,
        y_team=wanted.by_team.format("y"),
        t_team=wanted.by_team.format("t"),
    )
