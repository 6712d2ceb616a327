"""Folding people's episodes, checks, referrals and what is overdue; and the referral that follows from a symptom."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings

from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows, run
from qiaomen.ledger import system, told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told
from qiaomen.monitoring import episode, writing
from qiaomen.monitoring.asked import Read
from qiaomen.monitoring.episode import KINDS, File
from qiaomen.monitoring.records import Referral

# People folded at a time: at midnight, or at an edition's hour, thousands may move.
CHUNK = 2000
# All ids of these people, under the canonical one.
SAME = """
WITH wanted AS (
  SELECT DISTINCT coalesce(a.canonical, w.id) AS id
  FROM unnest(%b::uuid[]) w(id) LEFT JOIN people_alias a ON a.id = w.id)
SELECT w.id, w.id FROM wanted w
UNION SELECT a.canonical, a.id FROM people_alias a JOIN wanted w ON w.id = a.canonical
"""
# Without a measure there is no episode, whatever else was recorded; a whole district may be given a colour at once.
RELEVANT = """
SELECT DISTINCT person FROM ledger_record
WHERE person = ANY(%b) AND (kind IN ('referral', 'escalation') OR (kind = 'status' AND body ->> 'measure' <> ''))
"""
LOCK = "SELECT id FROM people_person WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
SYMPTOMS = """
SELECT coalesce(a.canonical, f.person), f.record, f.value, f.number, f.at, f.known_at
FROM people_fact f LEFT JOIN people_alias a ON a.id = f.person
WHERE f.person = ANY(%b) AND f.kind = 'symptom' AND f.change = %b
ORDER BY f.known_at, f.record, f.ordinal
"""
_REFERRALS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a01")


def zone() -> ZoneInfo:
    """The district's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def fold_touched(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: refer whoever has a new symptom, then fold. Policy has added those whose status changed."""
    if touched.people:
        fold_people(touched.people | refer(touched.people, change, now), change)


def fold_people(people: Collection[UUID], change: UUID) -> None:
    """Fold these people, under whatever id, each with all of their ids."""
    same = rows(SAME, [list(people)])
    relevant = {row[0] for row in rows(RELEVANT, [[one for _canonical, one in same]])}
    wanted = sorted({canonical for canonical, one in same if one in relevant}, key=lambda one: one.bytes)
    ids: dict[UUID, set[UUID]] = defaultdict(set)
    for canonical, one in same:
        ids[canonical].add(one)
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        run(LOCK, [some])
        of = {one: canonical for canonical in some for one in ids[canonical]}
        writing.write(_files(of), set(of), change)


def refold(people: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step."""
    fold_people(people, change)


def drop_orphans() -> None:
    """Rebuild's last step: rows of records that are not there."""
    for table, key in zip(writing.TABLES, ("id", "record", "id", "id"), strict=True):
        statement = f"DELETE FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = t.{key})"
        run(statement)


def kinds() -> tuple[str, ...]:
    """The kinds of record that speak of episodes."""
    return KINDS


def refer(people: Collection[UUID], change: UUID, now: datetime) -> set[UUID]:
    """Submit a referral for each person and day with a symptom that this change brought; answers the people.

    Its id follows from person and day, so a second symptom of the day, or the same one again, adds nothing.
    """
    found: dict[tuple[UUID, str], list[tuple[UUID, str, float | None, datetime]]] = defaultdict(list)
    for person, record, value, number, at, known_at in rows(SYMPTOMS, [list(people), change]) if people else ():
        found[person, at.astimezone(zone()).date().isoformat()].append((record, value, number, known_at))
    if not found:
        return set()
    drafts = [
        system.Draft(
            id=uuid5(_REFERRALS, f"{person} {day}"),
            kind="referral",
            at=min(now, *(known for _record, _value, _number, known in several)),
            body=_referral(several),
            person=person,
        )
        for (person, day), several in found.items()
    ]
    outbreak = Outbreak.objects.current()
    system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    return {person for person, _day in found}


def _referral(several: Sequence[tuple[UUID, str, float | None, datetime]]) -> Referral:
    symptoms = sorted({value for _record, value, _number, _known in several})
    return Referral(
        to="fever_clinic" if "fever" in symptoms else "community_doctor",
        symptoms=symptoms,
        temperature=max((number for _r, _v, number, _k in several if number is not None), default=None),
        source=several[0][0],
    )


def _files(ids: dict[UUID, UUID]) -> dict[UUID, File]:
    """Everybody's file by canonical id, from the records under any of their ids."""
    says: dict[UUID, list[Told]] = defaultdict(list)
    for one, several in told.of_people(set(ids), KINDS).items():
        says[ids[one]] += several
    statuses = [one for several in says.values() for one in several if one.kind == "status"]
    editions = Read({one.body.edition for one in statuses if one.body.edition is not None})
    return {person: episode.fold(person, several, editions, zone()) for person, several in says.items()}
