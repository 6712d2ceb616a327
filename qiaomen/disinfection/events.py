"""After a case, when somebody was fetched, and after a fever the home is to be disinfected: the system asks for it.

Each request is a record whose id follows from door, reason and day, so that a family of five asks once.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings

from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.disinfection.folds import ASKED
from qiaomen.disinfection.records import DisinfectionAsked
from qiaomen.ledger import system
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.system import Draft
from qiaomen.policy.days import local_day

# Where people of this change live who are ill, have a fever, or left for a site.
HAPPENED = """
SELECT DISTINCT ON (d.id, e.why, e.at) d.id, d.place_id, e.why, e.at FROM (
  SELECT f.person, CASE f.kind WHEN 'case' THEN 'case' ELSE 'fever' END AS why, f.known_at AS at
  FROM people_fact f WHERE f.person = ANY(%b) AND f.change = %b
  AND ((f.kind = 'case' AND f.value <> 'discarded') OR (f.kind = 'symptom' AND f.value = 'fever'))
  UNION ALL
  SELECT r.person, 'transfer', r.at FROM ledger_record r
  WHERE r.person = ANY(%b) AND r.change = %b AND r.kind = 'transfer_step' AND r.root IS NULL
    AND r.body->>'step' = 'left'
) e LEFT JOIN people_alias a ON a.id = e.person
JOIN people_person h ON h.id = coalesce(a.canonical, e.person) JOIN places_door d ON d.id = h.home_door_id
ORDER BY 1, 3, 4
"""
_REQUESTS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a41")


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage, after facts: ask for what this change gave reason for."""
    if not touched.people:
        return
    people = list(touched.people)
    drafts = {draft.id: draft for draft in _drafts(rows(HAPPENED, [people, change, people, change]), now)}
    if not drafts:
        return
    outbreak = Outbreak.objects.current()
    made = system.submit(list(drafts.values()), outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    ASKED.refold([one.id for one in made], change)


def _drafts(found: Iterable[tuple[UUID, UUID, str, datetime]], now: datetime) -> Iterable[Draft]:
    zone = ZoneInfo(settings.TIME_ZONE)
    for door, place, why, at in found:
        id = uuid5(_REQUESTS, f"{door} {why} {local_day(at, zone)}")
        body = DisinfectionAsked(why)  # type: ignore[arg-type]  # the statement names these
        yield Draft(id, "disinfection_asked", min(at, now), body, place=place, door=door)
