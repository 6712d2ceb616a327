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
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.ledger import desk
from qiaomen.people.identity import number_hash

Said = Literal["", "negative", "positive", "invalid"]
# A batch of the ledger.
BATCH = 500
SINCE = timedelta(days=7)
TUBES = """
SELECT tube FROM sampling_sample WHERE tube = ANY(%b::text[]) AND taken >= %b
UNION SELECT tube FROM sampling_placesample WHERE tube = ANY(%b::text[]) AND taken >= %b
"""
KNOWN = """
SELECT DISTINCT ON (tube) tube, result FROM sampling_tube WHERE tube = ANY(%b::text[]) AND reported >= %b
ORDER BY tube, at DESC, id DESC
"""
PEOPLE = "SELECT id_hash, person_id FROM people_identity WHERE id_hash = ANY(%b)"
SAMPLES = """
SELECT DISTINCT ON (s.person) s.person, s.id, s.taken FROM sampling_sample s
WHERE s.person = ANY(%b) AND s.holds = 'single' AND s.taken >= %b ORDER BY s.person, s.taken DESC, s.id DESC
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
    said = [*_of_tubes(tubes, place, found, now), *_of_people([one for one in whole if not one.tube], found, now)]
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
        said[one.tube, one.id_number].add(one.result)
    seen: Counter[tuple[str, str]] = Counter()
    whole = []
    for one in answers:
        key = (one.tube, one.id_number)
        reason = one.problem or _fault(one) or ("result.contradicts" if len(said[key]) > 1 else "")
        seen[key] += not reason
        if reason:
            found.refused.append(Refused(one.line, one.tube, reason))
        elif seen[key] > 1:
            found.repeated += 1
        else:
            whole.append(one)
    return whole


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
    here = {row[0] for row in rows(TUBES, [codes, since, codes, since])}
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


def _of_people(answers: Sequence[Answer], found: Taken, now: datetime) -> list[tuple[Answer, dict[str, Any]]]:
    if not answers:
        return []
    keys = Outbreak.objects.current().keys
    hashes = {one.line: number_hash(keys, one.id_number) for one in answers}
    people = {bytes(row[0]): row[1] for row in rows(PEOPLE, [list(hashes.values())])}
    samples = {row[0]: row[1:] for row in rows(SAMPLES, [list(people.values()), now - SINCE])} if people else {}
    known = dict(rows(RESULTS, [[sample for sample, _taken in samples.values()]])) if samples else {}
    said = []
    for one in answers:
        person = people.get(hashes[one.line])
        sample, taken = samples.get(person, (None, None)) if person else (None, None)
        if person is None or sample is None:
            found.refused.append(
                Refused(one.line, "", "result.unknown_person" if person is None else "result.no_sample")
            )
        elif known.get(sample) == one.result:
            found.repeated += 1
        else:
            body = {"taken": taken, "result": one.result, "sample": sample}
            said.append((one, desk.record("result", body, at=now, person=person)))
    return said
