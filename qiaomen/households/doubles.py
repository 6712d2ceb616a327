"""Suspected doubles: files that may be one person's, until somebody has decided. Only ever a proposal."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb

LIMIT = 200

# Members of a family share phones, so that a phone alone says nothing: name, year or sound must fit as well. In one
# community the same name of the same year and sex is a double more often than not; so is the same sound of the same
# year. Pairs are of canonical ids; who was joined, or found not to be the same, is not proposed again.
PAIRS = """
WITH communities AS MATERIALIZED (SELECT path FROM places_place WHERE kind = 'community'),
spots AS MATERIALIZED (
  SELECT p.id, (SELECT min(c.path) FROM communities c WHERE starts_with(p.path, c.path)) AS area
  FROM places_place p WHERE {inside}),
seen AS {kept} (
  SELECT h.id, h.name_plain, h.pinyin, h.initials, h.birth_year, h.sex, h.home_door_id AS home, s.area,
         coalesce(a.canonical, h.id) AS canonical
  FROM people_person h JOIN places_door d ON d.id = h.home_door_id JOIN spots s ON s.id = d.place_id
  LEFT JOIN people_alias a ON a.id = h.id
  WHERE h.name_plain <> ''),
these AS MATERIALIZED (SELECT * FROM seen WHERE {these}),
phones AS (
  SELECT i.person_id, unnest(i.phone_hashes) AS phone FROM people_identity i JOIN seen s ON s.id = i.person_id),
alike AS (
  SELECT t.canonical AS a, s.canonical AS b, CASE WHEN t.name_plain = s.name_plain THEN 'name' ELSE 'sound' END AS sign
  FROM these t JOIN seen s ON s.pinyin = t.pinyin AND s.area = t.area AND s.canonical <> t.canonical
    AND (s.sex = t.sex OR s.sex NOT IN (1, 2) OR t.sex NOT IN (1, 2))
    AND (s.birth_year = t.birth_year OR (s.home = t.home AND (s.birth_year IS NULL OR t.birth_year IS NULL)))
  UNION ALL
  SELECT t.canonical, s.canonical, 'phone'
  FROM these t {phones}
    AND (s.sex = t.sex OR s.sex NOT IN (1, 2) OR t.sex NOT IN (1, 2))
    AND (s.pinyin = t.pinyin OR s.birth_year = t.birth_year
         OR (s.initials = t.initials AND coalesce(abs(s.birth_year - t.birth_year) < 2, true)))),
decided AS (
  SELECT coalesce(a.canonical, j.one) AS a, coalesce(b.canonical, j.other) AS b FROM households_judgement j
  LEFT JOIN people_alias a ON a.id = j.one LEFT JOIN people_alias b ON b.id = j.other WHERE j.same IS NOT NULL)
SELECT least(k.a, k.b), greatest(k.a, k.b), array_agg(DISTINCT k.sign ORDER BY k.sign)
FROM alike k
WHERE NOT EXISTS (SELECT 1 FROM decided j WHERE (j.a, j.b) IN ((k.a, k.b), (k.b, k.a)))
GROUP BY 1, 2
ORDER BY count(DISTINCT k.sign) DESC, bool_or(k.sign = 'phone') DESC, 1, 2 LIMIT %(limit)s
"""

# For a few files the indexes lead to whoever is like them; for a whole area everything is hashed once.
PHONES_OF_FEW = """
JOIN people_identity i ON i.person_id = t.id AND i.phone_hashes <> '{}'
JOIN people_identity o ON o.phone_hashes && i.phone_hashes AND o.person_id <> i.person_id
JOIN seen s ON s.id = o.person_id AND s.canonical <> t.canonical
"""
PHONES_OF_ALL = """
JOIN phones i ON i.person_id = t.id JOIN phones o ON o.phone = i.phone
JOIN seen s ON s.id = o.person_id AND s.canonical <> t.canonical
"""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two files that may be one person's; `signs`: name, phone, sound."""

    one: UUID
    other: UUID
    signs: Sequence[str]


def twins(worker: Worker, *, of: Collection[UUID] | None = None, limit: int = LIMIT) -> list[Twins]:
    """Suspected doubles among those whom the worker sees, the likeliest first; `of`: of these ids only."""
    paths = areas(worker, Verb.SEE)
    if not paths:
        return []
    parameters: dict[str, Any] = {f"area{number}": path for number, path in enumerate(paths)}
    inside = " OR ".join(f"starts_with(p.path, %({name})s)" for name in parameters)
    if of is None:
        statement = PAIRS.format(inside=f"({inside})", these="true", kept="MATERIALIZED", phones=PHONES_OF_ALL)
    else:
        few = {"these": "id = ANY(%(of)s)", "kept": "NOT MATERIALIZED", "phones": PHONES_OF_FEW}
        statement = PAIRS.format(inside=f"({inside})", **few)
    with connection.cursor() as cursor:
        cursor.execute(statement, {**parameters, "of": list(of or ()), "limit": limit})
        return [Twins(*row) for row in cursor.fetchall()]
