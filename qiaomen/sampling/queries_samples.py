"""Reads of tubes: who is tested again because of one, and samples of places, water and goods."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.listed import Listed
from qiaomen.sampling import due
from qiaomen.sampling.listed import WITHIN, count_of, page_of

OF_RETESTS: LiteralString = f"""
FROM ({due.RETESTS}) s LEFT JOIN people_person h ON h.id = s.person
LEFT JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id) LEFT JOIN places_place p ON p.id = d.place_id
LEFT JOIN places_place w ON w.id = s.place
WHERE (%(state)b::text IS NULL OR s.state = %(state)b)
  AND EXISTS (SELECT 1 FROM unnest(%(areas)b::text[]) area
              WHERE p.path >= area AND p.path < area || 'g' OR w.path >= area AND w.path < area || 'g')
"""
RETESTS: LiteralString = f"""
SELECT s.person, coalesce(h.name, ''), s.tube, s.pooled_at, s.reported, s.taken, s.outcome, s.state, s.round,
       d.id, coalesce(d.label, ''), coalesce(p.path, ''), s.sample, s.pool_sample
{OF_RETESTS}
ORDER BY s.state <> 'open', s.reported DESC, s.tube, h.pinyin, s.person
LIMIT %(most)b::int8 OFFSET %(skipped)b::int8
"""
COUNT_RETESTS: LiteralString = f"SELECT count(*) {OF_RETESTS}"
PLACE_SAMPLES: LiteralString = f"""
SELECT s.id, s.place, p.path, s.door, coalesce(d.label, ''), s.what, s.tube, s.taken, u.result, u.reported,
       coalesce(w.name, '')
FROM sampling_placesample s JOIN places_place p ON p.id = s.place LEFT JOIN places_door d ON d.id = s.door
LEFT JOIN {due.ANSWER} ON true LEFT JOIN access_worker w ON w.id = s.author
WHERE {WITHIN} ORDER BY s.taken DESC, s.id LIMIT %(most)b::int8 OFFSET %(skipped)b::int8
"""
COUNT_PLACE_SAMPLES: LiteralString = f"""
SELECT count(*) FROM sampling_placesample s JOIN places_place p ON p.id = s.place WHERE {WITHIN}
"""


class Retest(msgspec.Struct):
    """Somebody whose sample was in a positive tube of several, and whether they were tested alone since."""

    person: UUID
    name: str
    tube: str
    pooled_at: datetime
    reported: datetime
    taken: datetime | None
    outcome: str | None
    state: str
    round: UUID | None
    door: UUID | None
    label: str
    path: str
    sample: UUID | None
    pool: UUID
    where: str = ""


class PlaceSampleRow(msgspec.Struct):
    """A sample without a person, with what its tube's result is."""

    id: UUID
    place: UUID
    path: str
    door: UUID | None
    label: str
    what: str
    tube: str
    taken: datetime
    result: str | None
    reported: datetime | None
    author: str
    where: str = ""


def retests(worker: Worker, *, verb: Verb = Verb.SEE, state: str | None = None) -> Listed[Retest]:
    """Who is to be tested alone because a tube that they shared was positive: open ones first, or of one `state`."""
    return retests_in(areas(worker, verb), state=state)


def retests_in(paths: Sequence[str], *, state: str | None = None) -> Listed[Retest]:
    """The same in these areas."""
    asked = {"areas": list(paths), "state": state}
    return Listed(
        lambda: count_of(COUNT_RETESTS, **asked),
        lambda skipped, most: [Retest(*row) for row in page_of(RETESTS, skipped, most, **asked)],
    )


def place_samples(worker: Worker, *, verb: Verb = Verb.SEE) -> Listed[PlaceSampleRow]:
    """Samples of places, water and goods with their results, the newest first."""
    asked = {"areas": areas(worker, verb)}
    return Listed(
        lambda: count_of(COUNT_PLACE_SAMPLES, **asked),
        lambda skipped, most: [PlaceSampleRow(*row) for row in page_of(PLACE_SAMPLES, skipped, most, **asked)],
    )
