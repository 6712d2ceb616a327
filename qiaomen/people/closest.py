"""The people whom a condition fits inside given places, no more of them read than asked for.

Two ways lead there, and which is short depends on the places. Few doors: their people are looked through, whatever the
name. Many: who is called so is looked up one after the other until enough of them live there. The statistics of paths
do not tell one from the other (all of a community looks like one place to them), so the doors are counted first, in the
statement that would look through them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, QuerySet, When

from qiaomen.people.models import Person
from qiaomen.people.search import Condition
from qiaomen.places.search import within

FEW_DOORS = 2000
# Planned as if all were wanted, since a plan that hopes to meet some soon may read everybody; it runs until there are
# enough. Whoever is joined to another file is found as that one, wherever that one lives.
_BY_NAME = """
WITH fitting AS MATERIALIZED ({fitting}),
standing AS (
  SELECT coalesce(p.id, f.id) AS id, CASE WHEN p.id IS NULL THEN f.home_door_id ELSE p.home_door_id END AS home,
         CASE WHEN p.id IS NULL THEN f.work_door_id ELSE p.work_door_id END AS work
  FROM fitting f LEFT JOIN people_alias a ON a.id = f.id LEFT JOIN people_person p ON p.id = a.canonical)
SELECT s.id FROM standing s {seen} LIMIT %(most)s * 2
"""
_SOMEWHERE = "WHERE s.home IS NOT NULL OR s.work IS NOT NULL"
_THERE = """
CROSS JOIN LATERAL (SELECT q.path FROM places_door d JOIN places_place q ON q.id = d.place_id
                    WHERE d.id IN (s.home, s.work) OFFSET 0) q WHERE {inside}
"""
# One row at least: whether there were too many doors to look through; none is looked through then.
_BY_DOOR = """
WITH here AS MATERIALIZED (
  SELECT array_agg(d.id) AS doors, count(*) > %(few)s AS too_many FROM (
    SELECT d.id FROM places_place q JOIN places_door d ON d.place_id = q.id WHERE {inside} LIMIT %(few)s + 1) d),
few AS MATERIALIZED (SELECT CASE WHEN too_many THEN '{{}}'::uuid[] ELSE doors END AS doors FROM here),
there AS (
  SELECT f.id, f.rank FROM ({fitting}) f WHERE f.home_door_id = ANY ((SELECT doors FROM few)::uuid[])
   AND NOT EXISTS (SELECT FROM people_alias a WHERE a.id = f.id)
  UNION ALL
  SELECT f.id, f.rank FROM ({fitting}) f WHERE f.work_door_id = ANY ((SELECT doors FROM few)::uuid[])
   AND NOT EXISTS (SELECT FROM people_alias a WHERE a.id = f.id)
  UNION ALL
  SELECT p.id, f.rank FROM people_alias a JOIN people_person p ON p.id = a.canonical JOIN ({fitting}) f ON f.id = a.id
   WHERE (SELECT doors FROM few)::uuid[] && ARRAY[p.home_door_id, p.work_door_id])
SELECT h.too_many, t.id FROM here h
LEFT JOIN (SELECT id, min(rank) AS rank FROM there GROUP BY id ORDER BY 2 LIMIT %(most)s) t ON true ORDER BY t.rank
"""
_SHOWN = """
SELECT p.id, p.name, p.sex, p.birth_year, coalesce(d.label, ''), coalesce(q.path, '')
FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY said (id, at) JOIN people_person p USING (id)
LEFT JOIN places_door d ON d.id = coalesce(p.home_door_id, p.work_door_id)
LEFT JOIN places_place q ON q.id = d.place_id ORDER BY said.at
"""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person who fits, with the label of their door and the path of its innermost place; both empty without one."""

    id: UUID
    name: str
    sex: int
    birth_year: int | None
    label: str
    path: str


def closest(conditions: Sequence[Condition], paths: Sequence[str], *, whole: bool, most: int) -> list[UUID]:
    """Ids of at most `most` people, the closest first, who live or work at and below these paths; `whole` says that
    these are the district. Somebody joined to another file comes as that one."""
    if not paths or not conditions:
        return []
    inside, parameters = within(paths, "q.path")
    asked = parameters | {"most": most, "few": FEW_DOORS}
    if not whole and not all(condition.fits_few for condition in conditions):
        found = _through_doors(conditions, inside, asked)
        if found is not None:
            return found
    statement = _BY_NAME.replace("{seen}", _SOMEWHERE if whole else _THERE)
    kept: dict[UUID, None] = {}
    for condition in conditions:
        fitting, said = _fitting(Person.objects.filter(condition.q))
        named = _ask(statement.format(fitting=fitting, inside=inside), asked | said)
        kept |= dict.fromkeys(list(dict.fromkeys(row[0] for row in named))[:most])
        if len(kept) >= most:
            break
    return list(kept)[:most]


def shown(ids: Sequence[UUID]) -> list[FoundPerson]:
    """What a list shows of these people, in this order: where they live, else where they work."""
    return [FoundPerson(*row) for row in _ask(_SHOWN, {"ids": list(ids)})] if ids else []


def _through_doors(conditions: Sequence[Condition], inside: str, asked: dict[str, Any]) -> list[UUID] | None:
    """Whom the last condition fits, and so all of them; None where there are too many doors."""
    rank = Case(*(When(one.q, then=at) for at, one in enumerate(conditions[:-1])), default=len(conditions))
    fitting, said = _fitting(Person.objects.filter(conditions[-1].q).annotate(rank=rank), "rank")
    found = _ask(_BY_DOOR.format(fitting=fitting, inside=inside), asked | said)
    return None if found[0][0] else [id for _too_many, id in found if id]


def _fitting(people: QuerySet[Person], *more: str) -> tuple[str, dict[str, Any]]:
    """A condition as a statement with named parameters: the one that the room of people asks, too."""
    statement, given = people.values("id", "home_door_id", "work_door_id", *more).query.sql_with_params()
    names = [f"said{number}" for number in range(len(given))]
    return statement % tuple(f"%({name})s" for name in names), dict(zip(names, given, strict=True))


def _ask(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Bound by the client, so that each condition and area has a plan of its own."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
