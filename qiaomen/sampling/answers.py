"""A laboratory's answers taken in: lines of a file become records; what cannot be taken is named, line by line.

A line that names a tube answers for whoever's samples are in it, also those that still lie on a phone without a signal.
One that names a person by their id number answers for their newest single sample.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.ledger import desk
from qiaomen.people.identity import number_hash

Said = Literal["", "negative", "positive", "invalid"]
# A batch of the ledger.
BATCH = 500
SINCE = timedelta(days=7)
# Tubes with a sample that this answer is of.
TUBES = """
SELECT u.tube FROM unnest(%b::text[], %b::timestamptz[]) u(tube, reported)
WHERE EXISTS (SELECT FROM sampling_sample s WHERE s.tube = u.tube AND s.tube <> ''
              AND s.taken >= u.reported - interval '7 days' AND s.taken <= u.reported + interval '1 day')
   OR EXISTS (SELECT FROM sampling_placesample s WHERE s.tube = u.tube
              AND s.taken >= u.reported - interval '7 days' AND s.taken <= u.reported + interval '1 day')
"""
KNOWN = """
SELECT DISTINCT ON (tube) tube, result FROM sampling_tube WHERE tube = ANY(%b::text[]) AND reported >= %b
ORDER BY tube, at DESC, id DESC
"""
# Somebody who was registered twice is one person, under whichever id their sample was taken. Whoever is not in the
# area of who asks is nobody whom they know of; who has no door is the district's.
PEOPLE = """
SELECT i.id_hash, coalesce(a.canonical, i.person_id) FROM people_identity i
LEFT JOIN people_alias a ON a.id = i.person_id
JOIN people_person h ON h.id = coalesce(a.canonical, i.person_id)
LEFT JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id)
JOIN places_place p ON p.id = coalesce(d.place_id, (SELECT id FROM places_place WHERE parent_id IS NULL LIMIT 1))
WHERE i.id_hash = ANY(%b)
  AND EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
"""
SAMPLES = """
SELECT DISTINCT ON (p.canonical) p.canonical, s.person, s.id, s.taken FROM sampling_sample s
JOIN (SELECT u.id, u.id AS canonical FROM unnest(%b::uuid[]) u(id)
      UNION SELECT a.id, a.canonical FROM people_alias a WHERE a.canonical = ANY(%b::uuid[])) p ON p.id = s.person
WHERE s.holds = 'single' AND s.taken >= %b ORDER BY p.canonical, s.taken DESC, s.id DESC
"""
RESULTS = "SELECT sample, result FROM sampling_result WHERE sample = ANY(%b)"


class Answer(msgspec.Struct):
    """A line: whose result it is (a `tube`, or an id number), what it is, and when it was reported."""

    line: int
    tube: str = ""
    id_number: str = ""
    result: Said = ""
    reported: datetime | None = None
    problem: str = ""


class Refused(msgspec.Struct, frozen=True):
    """A line that was not taken in, and why: a code of `reasons`."""

    line: int
    tube: str
    reason: str


class Taken(msgspec.Struct):
    """What became of the lines: taken in, known before, refused; and tubes in which nobody's sample is known yet."""

    taken: int = 0
    repeated: int = 0
    refused: list[Refused] = msgspec.field(default_factory=list)
    unknown: list[str] = msgspec.field(default_factory=list)


def take(answers: Sequence[Answer], *, place: UUID, by: Worker, now: datetime) -> Taken:
    """Submit the answers that can be, in batches, each in the worker's name."""
    found = Taken()
    whole = _sound(answers, found)
    tubes = [one for one in whole if one.tube]
    said = [*_of_tubes(tubes, place, found, now), *_of_people([one for one in whole if not one.tube], by, found, now)]
    for start in range(0, len(said), BATCH):
        batch = said[start : start + BATCH]
        verdicts = desk.send([record for _answer, record in batch], by=by, now=now)
        for (answer, _record), verdict in zip(batch, verdicts, strict=True):
            if verdict.verdict in ("accepted", "duplicate"):
                found.taken += 1
            else:
                found.refused.append(Refused(answer.line, answer.tube, str(verdict.code or "")))
    found.refused.sort(key=lambda one: one.line)
    return found


def _sound(answers: Sequence[Answer], found: Taken) -> list[Answer]:
    """Those that can be read, and do not contradict each other; each tube and person once."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in answers:
        if one.result:
            said[_whose(one)].add(one.result)
    seen: Counter[tuple[str, str]] = Counter()
    whole = []
    for one in answers:
        key = _whose(one)
        reason = one.problem or _fault(one) or ("result.contradicts" if len(said[key]) > 1 else "")
        seen[key] += not reason
        if reason:
            found.refused.append(Refused(one.line, one.tube, reason))
        elif seen[key] > 1:
            found.repeated += 1
        else:
            whole.append(one)
    return whole


def _whose(one: Answer) -> tuple[str, str]:
    """A tube's code goes before the id number of somebody in it."""
    return (one.tube, "") if one.tube else ("", one.id_number)


def _fault(one: Answer) -> str:
    if not one.result:
        return "result.unreadable"
    return "" if one.tube or one.id_number else "result.nobody"


def _of_tubes(
    answers: Sequence[Answer], place: UUID, found: Taken, now: datetime
) -> list[tuple[Answer, dict[str, Any]]]:
    if not answers:
        return []
    codes, since = [one.tube for one in answers], now - SINCE
    here = {row[0] for row in rows(TUBES, [codes, [one.reported or now for one in answers]])}
    known: dict[str, str] = dict(rows(KNOWN, [codes, since]))
    found.unknown = sorted(set(codes) - here)
    found.repeated += sum(known.get(one.tube) == one.result for one in answers)
    return [
        (one, desk.record("tube_result", _tube(one, now), at=now, place=place))
        for one in answers
        if known.get(one.tube) != one.result
    ]


def _tube(one: Answer, now: datetime) -> dict[str, Any]:
    return {"tube": one.tube, "result": one.result, "reported": one.reported or now}


def _of_people(
    answers: Sequence[Answer], by: Worker, found: Taken, now: datetime
) -> list[tuple[Answer, dict[str, Any]]]:
    if not answers:
        return []
    keys = Outbreak.objects.current().keys
    hashes = {one.line: number_hash(keys, one.id_number) for one in answers}
    people = {bytes(row[0]): row[1] for row in rows(PEOPLE, [list(hashes.values()), areas(by, Verb.DECIDE)])}
    ids = list(people.values())
    samples = {row[0]: row[1:] for row in rows(SAMPLES, [ids, ids, now - SINCE])} if people else {}
    known = dict(rows(RESULTS, [[sample for _own, sample, _taken in samples.values()]])) if samples else {}
    said = []
    for one in answers:
        person = people.get(hashes[one.line])
        own, sample, taken = samples.get(person, (None, None, None)) if person else (None, None, None)
        if person is None or sample is None:
            found.refused.append(
                Refused(one.line, "", "result.unknown_person" if person is None else "result.no_sample")
            )
        elif known.get(sample) == one.result:
            found.repeated += 1
        else:
            body = {"taken": taken, "result": one.result, "sample": sample}
            said.append((one, desk.record("result", body, at=now, person=own)))
    return said
