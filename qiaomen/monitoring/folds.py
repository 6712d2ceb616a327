"""Folding people's episodes, checks, referrals and what is overdue; and the referral that follows from a symptom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings

from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows, run
from qiaomen.ledger import system, told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told
from qiaomen.monitoring import episode
from qiaomen.monitoring.asked import Read
from qiaomen.monitoring.care import Escalated, Referring
from qiaomen.monitoring.episode import KINDS, File, plain
from qiaomen.monitoring.happenings import Folded
from qiaomen.monitoring.models import CheckDone, Episode, Overdue, Referred
from qiaomen.monitoring.records import Referral

TABLES = ("monitoring_episode", "monitoring_checkdone", "monitoring_referred", "monitoring_overdue")
# All ids of these people, under the canonical one.
SAME = """
WITH wanted AS (
  SELECT DISTINCT coalesce(a.canonical, w.id) AS id
  FROM unnest(%b::uuid[]) w(id) LEFT JOIN people_alias a ON a.id = w.id)
SELECT w.id, w.id FROM wanted w
UNION SELECT a.canonical, a.id FROM people_alias a JOIN wanted w ON w.id = a.canonical
"""
RELEVANT = "SELECT DISTINCT person FROM ledger_record WHERE person = ANY(%b) AND kind = ANY(%b)"
LOCK = "SELECT id FROM people_person WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
SYMPTOMS = """
SELECT coalesce(a.canonical, f.person), f.record, f.value, f.number, f.at, f.known_at
FROM people_fact f LEFT JOIN people_alias a ON a.id = f.person
WHERE f.person = ANY(%b) AND f.kind = 'symptom' AND f.change = %b
ORDER BY f.known_at, f.record, f.ordinal
"""
# Columns that are fields of the same name.
OF_PHASE = ("edition", "measure", "isolates", "where", "checks_a_day", "day_zero", "due_end")
OF_EPISODE = (
    "id", "person", "state", "status", "started", "ended_at", "ended_by", "voluntary", "ordered_by", "document",
    "served_at", "receipt", "remedy", "companions", "last_check_at", "last_seen_at", "last_call_at", "last_outcome",
    "calls", "promise_due", "transfer", "transfer_state", "pick_up_at", "referral", "referral_state", "referral_at",
    "tests", "checked_at", "notice_at",
)  # fmt: skip
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
    relevant = {row[0] for row in rows(RELEVANT, [[one for _canonical, one in same], list(KINDS)])}
    wanted = {canonical for canonical, one in same if one in relevant}
    if not wanted:
        return
    run(LOCK, [list(wanted)])
    ids = {one: canonical for canonical, one in same if canonical in wanted}
    _write(_files(ids), set(ids), change)


def refold(people: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step."""
    fold_people(people, change)


def drop_orphans() -> None:
    """Rebuild's last step: rows of records that are not there."""
    for table, key in zip(TABLES, ("id", "record", "id", "id"), strict=True):
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


def _write(files: dict[UUID, File], people: set[UUID], change: UUID) -> None:
    for table in TABLES:
        run(f"DELETE FROM {table} WHERE person = ANY(%b)", [list(people)])
    Episode.objects.bulk_create(_episode(one, change) for file in files.values() for one in file.episodes)
    CheckDone.objects.bulk_create(
        row for file in files.values() for one in file.episodes for row in _checks(one, change)
    )
    Referred.objects.bulk_create(
        _referred(person, one, change) for person, file in files.items() for one in file.referrals
    )
    Overdue.objects.bulk_create(
        _overdue(person, one, change) for person, file in files.items() for one in file.escalations
    )


def _episode(one: Folded, change: UUID) -> Episode:
    phase, open_questions = one.phase, one.open_questions
    return Episode(
        **{name: getattr(one, name) for name in OF_EPISODE},
        **{name: getattr(phase, name) for name in OF_PHASE},
        phases=plain(one.phases),
        credited_days=phase.credited,
        phase_since=phase.since,
        phase_end=phase.until,
        questions=plain(one.questions),
        open_questions=len(open_questions),
        question_due=min((asked.due for asked in open_questions if asked.due is not None), default=None),
        open_needs=sorted(one.needs.values()),
        tests_owed=sum(test["result"] != "negative" for test in one.tests),
        change=change,
    )


def _checks(one: Folded, change: UUID) -> Iterable[CheckDone]:
    for check in one.checks:
        body = check.told.body
        yield CheckDone(
            record=check.told.id,
            person=one.person,
            episode=one.id,
            day=check.day,
            slot=check.slot,
            at=check.told.at,
            how=body.how,
            temperature=body.temperature,
            symptoms=body.symptoms,
            by=check.told.author,
            change=change,
        )


def _referred(person: UUID, one: Referring, change: UUID) -> Referred:
    said = one.referral
    return Referred(
        id=one.id,
        person=person,
        at=one.at,
        to=said.to,
        how=said.how,
        symptoms=said.symptoms,
        temperature=said.temperature,
        by_system=one.by_system,
        state=one.state,
        acknowledged_at=one.acknowledged_at,
        arrived_at=one.arrived_at,
        ended_at=one.ended_at,
        outcome=one.outcome,
        change=change,
    )


def _overdue(person: UUID, one: Escalated, change: UUID) -> Overdue:
    said = one.escalation
    return Overdue(
        id=one.id,
        person=person,
        what=said.what,
        about=said.about,
        at=one.at,
        on=said.on,
        slot=said.slot,
        leads=said.leads,
        seen_at=one.seen_at,
        seen_by=one.seen_by,
        settled_at=one.settled_at,
        change=change,
    )
