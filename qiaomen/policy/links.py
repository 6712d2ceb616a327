"""Whose verdict may depend on somebody: contacts, their contacts, households, and neighbours of a case."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.policy import areas_sql
from qiaomen.policy import editions as register
from qiaomen.policy.compile import Chain
from qiaomen.policy.homes_sql import HOMES

# Exposures name whom one was exposed to; one hop to the contacts, one more to theirs.
CONTACTS = """
SELECT DISTINCT coalesce(a.canonical, f.person) AS person
FROM {ids} i JOIN people_fact f ON f.other = i.id LEFT JOIN people_alias a ON a.id = f.person"""
# Behind every door where one of them lives or ever lived: who moved away leaves a household behind, and belongs to it.
HOUSEHOLDS = """
SELECT DISTINCT coalesce(a.canonical, p.id) AS person
FROM (SELECT r.door_id AS door FROM {ids} i JOIN people_residence r ON r.person_id = i.id
      UNION SELECT p.home_door_id FROM {ids} i JOIN people_person p ON p.id = i.id
      UNION SELECT f.place FROM {ids} i JOIN people_fact f ON f.person = i.id AND f.kind = 'moved') d
CROSS JOIN LATERAL (SELECT p.id FROM people_person p WHERE p.home_door_id = d.door
                    UNION ALL SELECT r.person_id FROM people_residence r WHERE r.door_id = d.door
                    UNION ALL SELECT r.person FROM ledger_record r WHERE r.door = d.door AND r.kind = 'move') p
LEFT JOIN people_alias a ON a.id = p.id"""
IDS = """(SELECT person AS id FROM {people} UNION
SELECT a.id FROM people_alias a JOIN {people} c ON c.person = a.canonical)"""
LINKED: Any = f"""
WITH subject AS MATERIALIZED (
  SELECT DISTINCT coalesce(a.canonical, s.id) AS person
  FROM unnest(%b::uuid[]) AS s(id) LEFT JOIN people_alias a ON a.id = s.id),
contact AS MATERIALIZED ({CONTACTS.format(ids=IDS.format(people="subject"))}),
close AS MATERIALIZED (SELECT person FROM subject UNION SELECT person FROM contact),
theirs AS MATERIALIZED ({CONTACTS.format(ids=IDS.format(people="contact"))}),
household AS MATERIALIZED ({HOUSEHOLDS.format(ids=IDS.format(people="close"))})
SELECT person FROM close UNION SELECT person FROM theirs UNION SELECT person FROM household"""


# Whoever is or was a case; a case that was taken back is still in the ledger.
CASES: Any = f"""
WITH subject AS (
  SELECT DISTINCT coalesce(a.canonical, s.id) AS person
  FROM unnest(%b::uuid[]) AS s(id) LEFT JOIN people_alias a ON a.id = s.id)
SELECT i.id FROM {IDS.format(people="subject")} i
WHERE EXISTS (SELECT FROM people_fact f WHERE f.person = i.id AND f.kind = 'case')
   OR EXISTS (SELECT FROM ledger_record r WHERE r.person = i.id AND r.kind = 'case')"""
NEIGHBOURS: Any = f"""
WITH f_case AS MATERIALIZED (
  SELECT DISTINCT coalesce(a.canonical, s.id) AS person
  FROM unnest(%b::uuid[]) AS s(id) LEFT JOIN people_alias a ON a.id = s.id),
home AS MATERIALIZED ({HOMES}), shaped AS MATERIALIZED ({areas_sql.SHAPED}),
home_shape AS MATERIALIZED ({areas_sql.HOME_SHAPES}), near AS MATERIALIZED ({areas_sql.NEAR.format(metres="%b::int")})
SELECT DISTINCT h.person FROM near n JOIN home_shape h ON h.path = n.path"""


def linked(people: Collection[UUID], *, now: datetime, editions: Chain | None = None) -> set[UUID]:
    """The people themselves and everyone whose verdict may change when their facts or homes do, by canonical ids.

    Contacts (rules read whom an exposure names), contacts of contacts, the households of both, and, where an edition
    looks at distance, who lives near those of them who are or were a case.
    """
    if not people:
        return set()
    found = {row[0] for row in rows(LINKED, [list(people)])}
    chain = register.chain(now) if editions is None else editions
    metres = [rule.ground.near_case or 0 for _id, _hour, document in chain for rule in document.rules]
    if any(metres):
        cases = [row[0] for row in rows(CASES, [list(people)])]
        found |= {row[0] for row in rows(NEIGHBOURS, [cases, max(metres), max(metres)])} if cases else set()
    return found
