"""The people's gap list: who is registered behind an opened door and unaccounted for; and who raised a flag."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from qiaomen.campaigns.queries.asking import ask, stream
from qiaomen.campaigns.queries.lists import PAGE, DoorRow, Wanted, spread
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


PEOPLE = f"""
SELECT r.person_id, coalesce(h.name, ''), coalesce(h.sex, 0), h.birth_year, coalesce(h.relation, ''),
       d.id, d.label, q.path, r.at, coalesce(z.name || ' · ' || g.number, ''), coalesce(o.name, ''),
       t.next_from, t.next_until
FROM unnest(%(places)s::uuid[]) WITH ORDINALITY k(place_id, rank)
JOIN places_place q ON q.id = k.place_id
JOIN campaigns_target t ON t.campaign_id = %(campaign)s AND t.place_id = k.place_id AND t.unaccounted > 0{{team}}
JOIN campaigns_roll r ON r.campaign_id = t.campaign_id AND r.door_id = t.door_id
  AND r.presence = '{Presence.UNACCOUNTED}'
JOIN places_door d ON d.id = t.door_id
LEFT JOIN people_person h ON h.id = r.person_id
LEFT JOIN duty_team g ON g.id = t.team_id LEFT JOIN duty_zone z ON z.id = g.zone_id
LEFT JOIN access_organisation o ON o.id = g.organisation_id
WHERE %(at)s::uuid IS NULL OR k.place_id <> %(at)s::uuid
  OR (d.walk, d.id, r.person_id) > (%(walk)s, %(after)s::uuid, %(person)s::uuid)
ORDER BY k.rank, d.walk, d.id, r.person_id LIMIT %(limit)s
"""
WITH_FLAG = """
SELECT r.door_id, h.name FROM campaigns_roll r JOIN people_person h ON h.id = r.person_id
WHERE r.campaign_id = %(campaign)s AND r.door_id = ANY(%(doors)s) AND r.flags & %(flag)s > 0
ORDER BY r.door_id, h.ordinal, h.id
"""


def unaccounted(wanted: Wanted, *, after: tuple[UUID, UUID] | None = None, limit: int = PAGE) -> list[PersonRow]:
    """The first `limit` people unaccounted for in walking order, after (door, person)."""
    door, person = after or (None, None)
    parameters = spread(wanted, "y.unaccounted", door, limit) | {"person": person}
    return [PersonRow(*row) for row in ask(PEOPLE.format(team=wanted.by_team("t")), parameters)]


def all_unaccounted(wanted: Wanted) -> Iterator[list[PersonRow]]:
    """The same list to its end."""
    parameters = spread(wanted, "y.unaccounted", None, None) | {"person": None}
    for chunk in stream(PEOPLE.format(team=wanted.by_team("t")), parameters):
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
