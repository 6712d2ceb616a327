"""The people whom a condition fits inside given places, no more of them read than asked for.

Two ways lead there, and which is short depends on the places. Few doors: their people are looked through, whatever the
name. Many: who is called so is looked up one after the other until enough of them live there. The statistics of paths
do not tell one from the other (all of a community looks like one place to them), so the doors are counted first.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from qiaomen.people.models import Person
from qiaomen.people.search import Condition
from qiaomen.places.search import within

FEW_DOORS = 2000
_HOW_MANY = """
SELECT count(*) FROM (SELECT FROM places_place q JOIN places_door d ON d.place_id = q.id WHERE {inside}
                      LIMIT %(few)s + 1) d
"""
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
_BY_DOOR = """
WITH here AS MATERIALIZED (
  SELECT array_agg(d.id) AS doors FROM places_place q JOIN places_door d ON d.place_id = q.id WHERE {inside})
(SELECT f.id FROM ({fitting}) f WHERE f.home_door_id = ANY ((SELECT doors FROM here)::uuid[])
 AND NOT EXISTS (SELECT FROM people_alias a WHERE a.id = f.id) LIMIT %(most)s)
UNION ALL
(SELECT f.id FROM ({fitting}) f WHERE f.work_door_id = ANY ((SELECT doors FROM here)::uuid[])
 AND NOT EXISTS (SELECT FROM people_alias a WHERE a.id = f.id) LIMIT %(most)s)
UNION ALL
(SELECT p.id FROM people_alias a JOIN people_person p ON p.id = a.canonical JOIN ({fitting}) f ON f.id = a.id
 WHERE (SELECT doors FROM here)::uuid[] && ARRAY[p.home_door_id, p.work_door_id] LIMIT %(most)s)
"""


def closest(condition: Condition, paths: Sequence[str], *, whole: bool, most: int) -> list[UUID]:
    """Ids of at most `most` people, in no order, who live or work at and below these paths; `whole` says that these are
    the district. Somebody joined to another file comes as that one."""
    if not paths:
        return []
    inside, parameters = within(paths, "q.path")
    asked = parameters | {"most": most, "few": FEW_DOORS}
    if whole:
        statement = _BY_NAME.replace("{seen}", _SOMEWHERE)
    elif condition.fits_few or _ask(_HOW_MANY.format(inside=inside), asked)[0][0] > FEW_DOORS:
        statement = _BY_NAME.replace("{seen}", _THERE)
    else:
        statement = _BY_DOOR
    fitting, said = _fitting(condition.q)
    found = _ask(statement.format(fitting=fitting, inside=inside), asked | said)
    return list(dict.fromkeys(row[0] for row in found))[:most]


def _fitting(condition: Q) -> tuple[str, dict[str, Any]]:
    """The condition as a statement with named parameters: the one that the room of people asks, too."""
    people = Person.objects.filter(condition).values("id", "home_door_id", "work_door_id")
    statement, given = people.query.sql_with_params()
    names = [f"said{number}" for number in range(len(given))]
    return statement % tuple(f"%({name})s" for name in names), dict(zip(names, given, strict=True))


def _ask(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Bound by the client, so that each condition and area has a plan of its own."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
