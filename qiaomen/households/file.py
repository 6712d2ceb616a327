"""The person file (一人一档): everything recorded of one person, under whichever id, and who they live with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.households.recorded import Recorded, settle
from qiaomen.ledger import stages
from qiaomen.people.models import Fact, Person

IDS = """
WITH here AS (SELECT coalesce((SELECT canonical FROM people_alias WHERE id = %b), %b::uuid) AS id)
SELECT id, true FROM here UNION ALL SELECT a.id, false FROM people_alias a JOIN here ON a.canonical = here.id ORDER BY 1
"""
EVERY_ID = """
WITH here AS (
  SELECT DISTINCT coalesce(a.canonical, w.id) AS id
  FROM unnest(%b::uuid[]) AS w(id) LEFT JOIN people_alias a ON a.id = w.id)
SELECT id FROM here UNION SELECT a.id FROM people_alias a JOIN here ON a.canonical = here.id
"""
# A visit is found by its door: that of a residence, or one at which a sweep accounts for the person.
RECORDS = """
WITH of AS (
  SELECT id FROM ledger_record WHERE person = ANY(%b)
  UNION SELECT record FROM households_judgement WHERE one = ANY(%b) OR other = ANY(%b)
  UNION SELECT r.id FROM ledger_record r
  WHERE r.door = ANY(%b || ARRAY(SELECT door_id FROM people_residence WHERE person_id = ANY(%b)))
  AND jsonb_typeof(r.body -> 'people') = 'array'
  AND EXISTS (SELECT 1 FROM jsonb_array_elements(r.body -> 'people') s WHERE (s ->> 'person')::uuid = ANY(%b)))
SELECT r.id, r.kind, r.at, r.received_at, r.author, coalesce(w.name, ''), coalesce(o.name, ''), r.body::text, r.flags,
       EXISTS (SELECT 1 FROM ledger_record s WHERE (s.id = r.id OR s.root = r.id) AND s.sealed IS NOT NULL),
       r.device_at, r.door, r.person, coalesce(d.label, '')
FROM (SELECT DISTINCT coalesce(x.root, x.id) AS id FROM of JOIN ledger_record x ON x.id = of.id) roots
JOIN ledger_record r ON r.id = roots.id
LEFT JOIN access_worker w ON w.id = r.author LEFT JOIN access_organisation o ON o.id = w.organisation_id
LEFT JOIN places_door d ON d.id = r.door
ORDER BY r.at, r.id
"""
FACTS = """
SELECT f.record, f.person, f.kind, f.value, f.at, f.until, f.number, f.other, f.place, f.region, f.verified, f.known_at,
       r.kind, coalesce(w.name, ''), r.author
FROM people_fact f LEFT JOIN ledger_record r ON r.id = f.record LEFT JOIN access_worker w ON w.id = r.author
WHERE (f.person = ANY(%b) OR f.other = ANY(%b)) AND f.kind <> 'moved' ORDER BY f.at DESC, f.record, f.ordinal
"""
HOUSEHOLD = """
SELECT h.id, h.name, h.sex, h.birth_year, h.relation
FROM people_person h WHERE h.home_door_id = ANY(%b) AND h.id <> ALL(%b)
AND NOT EXISTS (SELECT 1 FROM people_alias a WHERE a.id = h.id)
ORDER BY h.ordinal, h.id
"""
JUDGEMENTS = """
SELECT j.record, j.one, j.other, j.same, j.at, coalesce(w.name, '')
FROM households_judgement j LEFT JOIN access_worker w ON w.id = j.by
WHERE j.same IS NOT NULL AND (j.one = ANY(%b) OR j.other = ANY(%b)) ORDER BY j.at, j.record
"""


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of one person: `canonical` stands for all of them."""

    canonical: UUID
    all: list[UUID]


@dataclass(slots=True)
class Telling(Recorded):
    """A record of the person's story; `label` of its door, where it is of one."""

    label: str


@dataclass(frozen=True, slots=True)
class Known:
    """A fact with its source: what kind of record states it, by whom."""

    record: UUID
    person: UUID
    kind: str
    value: str
    at: datetime
    until: datetime | None
    number: float | None
    other: UUID | None
    place: UUID | None
    region: str
    verified: bool
    known_at: datetime
    source: str
    author: str
    author_id: UUID | None


@dataclass(frozen=True, slots=True)
class Housemate:
    """Somebody who lives behind the same door."""

    id: UUID
    name: str
    sex: int
    birth_year: int | None
    relation: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about this file and another that counts, or would if no newer one stood against it."""

    record: UUID
    one: UUID
    other: UUID
    same: bool
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the person; and of others, whose contact the person is."""

    own: list[Known] = field(default_factory=list)
    of_others: list[Known] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class File:
    """One person as the register has them: the canonical row first, then those that were joined to it."""

    ids: Ids
    people: list[Person]

    @property
    def person(self) -> Person:
        return self.people[0]

    @property
    def homes(self) -> set[UUID]:
        """Where the person lives: one door, unless files of two homes were joined and nobody has said which it is."""
        return {one.home_door_id for one in self.people if one.home_door_id is not None}


def file_for(worker: Worker, person: UUID, verb: Verb = Verb.SEE) -> File:
    """The file that an id leads to. Raises `access.not_found` where the worker does nothing at any of the homes and
    workplaces, `access.forbidden` where the verb lacks."""
    ids = ids_of(person)
    rows_of = Person.objects.filter(id__in=ids.all).select_related("home_door__place", "work_door__place")
    people = sorted(rows_of, key=lambda one: (one.id != ids.canonical, one.id.bytes))
    if not people:
        raise Problem("access.not_found")
    doors = [door for one in people for door in (one.home_door, one.work_door) if door is not None]
    worst = "access.not_found"
    for path in {door.place.path for door in doors}:
        try:
            check(worker, verb, path)
        except Problem as problem:
            worst = "access.forbidden" if problem.code == "access.forbidden" else worst
        else:
            return File(ids, people)
    raise Problem(worst)


def ids_of(person: UUID) -> Ids:
    """All ids of whoever this id belongs to."""
    found = rows(IDS, [person, person])
    return Ids(next(id for id, is_canonical in found if is_canonical), [row[0] for row in found])


def every_id(people: Collection[UUID]) -> list[UUID]:
    """All ids of all these people, whichever of them are given."""
    return [row[0] for row in rows(EVERY_ID, [list(people)])] if people else []


def story(people: Sequence[UUID]) -> list[Telling]:
    """Every record about a person (under these ids), in order; what was taken back stays, and does not count."""
    ids = list(people)
    doors = list({door for appear in stages.appearances for door in appear(ids)})
    found = [Telling.read(row) for row in rows(RECORDS, [ids, ids, ids, doors, ids, ids])]
    settle(found)
    return [one for one in found if _is_about(one, set(ids))]


def facts(people: Sequence[UUID]) -> Facts:
    """What is known of a person, and of whom they are a contact of, the newest first."""
    found = [Known(*row) for row in rows(FACTS, [list(people), list(people)])]
    own = set(people)
    return Facts([one for one in found if one.person in own], [one for one in found if one.person not in own])


def household(doors: Collection[UUID], *, beside: Collection[UUID]) -> list[Housemate]:
    """Who else lives behind these doors; joined people once."""
    return [Housemate(*row) for row in rows(HOUSEHOLD, [list(doors), list(beside)])] if doors else []


def decisions(people: Sequence[UUID]) -> list[Decided]:
    """What was decided about these ids and others."""
    return [Decided(*row) for row in rows(JUDGEMENTS, [list(people), list(people)])]


def cases() -> QuerySet[Fact, UUID]:
    """The ids, as the records use them, of whoever is or was a case, discarded ones left out."""
    return Fact.objects.filter(kind="case").exclude(value="discarded").values_list("person", flat=True)


def _is_about(telling: Telling, people: set[UUID]) -> bool:
    """A correction may have taken the person out of a visit; what was taken back stays."""
    if telling.person is not None or not telling.counts:
        return True
    return any(UUID(str(seen["person"])) in people for seen in telling.body.get("people", ()))
