"""What is due where: regular rounds and what was asked for, in one list. The number and the list are one query."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.sql import rows
from qiaomen.policy.days import local_day

Stands = Literal["late", "due", "done"]
STANDS: tuple[Stands, ...] = ("late", "due", "done")
# One definition, for the page, the phone and the report: where a round is owed by when, and when one was last. A round
# at a place counts for all that lies in it, one behind a single door for nothing else. `{now}`: a moment.
OWED: LiteralString = """
WITH last AS (
  SELECT p.path, max(d.at) AS at FROM disinfection_done d JOIN places_place p ON p.id = d.place
  WHERE NOT d.behind_door AND d.at <= {now} AND d.at > {now} - interval '45 days' GROUP BY p.path
), regular AS (
  SELECT DISTINCT ON (t.id) t.id AS place, t.path, c.every, l.at AS last_at,
         greatest(l.at, c.since) + c.every * interval '1 hour' AS due_at
  FROM disinfection_cadence c JOIN places_place s ON s.id = c.place_id
  JOIN places_place t ON t.path >= s.path AND t.path < s.path || 'g'
    AND CASE WHEN c.grain = '' THEN t.id = s.id ELSE t.kind = c.grain END
  LEFT JOIN LATERAL (
    SELECT max(l.at) AS at FROM generate_series(9, length(t.path), 9) n JOIN last l ON l.path = left(t.path, n)
  ) l ON true
  WHERE c.since <= {now} AND (c.until IS NULL OR c.until > {now})
  ORDER BY t.id, due_at
)
SELECT place AS subject, place, path, NULL::uuid AS door, NULL::uuid AS asked, '' AS why, every, last_at, due_at
FROM regular
UNION ALL
SELECT a.id, a.place, p.path, a.door, a.id, a.why, 0, a.done_at, a.due_at
FROM disinfection_asked a JOIN places_place p ON p.id = a.place
WHERE a.asked_at <= {now} AND (a.done_at IS NULL OR a.done_at > {now} - interval '1 day')
"""
LISTED: LiteralString = f"""
SELECT o.subject, o.place, o.path, o.door, coalesce(d.label, ''), o.asked, o.why, o.every, o.last_at, o.due_at
FROM ({OWED.replace("{now}", "%b::timestamptz")}) o
LEFT JOIN places_door d ON d.id = o.door JOIN places_place p ON p.id = o.place
WHERE EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE o.path >= area AND o.path < area || 'g')
ORDER BY o.due_at, p.walk, d.walk, o.subject
"""
ROUNDS = """
SELECT r.id, r.place, p.path, r.door, coalesce(d.label, ''), r.asked, coalesce(a.why, ''), coalesce(u.name, ''),
       r.concentration, r.area, r.photos, r.at, r.by, coalesce(w.name, '')
FROM disinfection_done r JOIN places_place p ON p.id = r.place LEFT JOIN places_door d ON d.id = r.door
LEFT JOIN disinfection_asked a ON a.id = r.asked LEFT JOIN disinfection_product u ON u.id = r.product
LEFT JOIN access_worker w ON w.id = r.by
WHERE EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND (%b::timestamptz IS NULL OR r.at >= %b) AND (%b::uuid IS NULL OR r.id = %b)
ORDER BY r.at DESC, r.id LIMIT %b::int
"""
COUNT = """
SELECT count(*) FROM disinfection_done r JOIN places_place p ON p.id = r.place
WHERE EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
"""


class Owed(msgspec.Struct):
    """A place, or a door, where rounds are due; `every` in hours, 0 of what was asked for once (`asked`, `why`)."""

    subject: UUID
    place: UUID
    path: str
    door: UUID | None
    label: str
    asked: UUID | None
    why: str
    every: int
    last_at: datetime | None
    due_at: datetime
    stands: Stands = "done"
    where: str = ""


class Round(msgspec.Struct):
    """A round that was made."""

    id: UUID
    place: UUID
    path: str
    door: UUID | None
    label: str
    asked: UUID | None
    why: str
    product: str
    concentration: int | None
    area: int | None
    photos: int
    at: datetime
    by: UUID
    worker: str
    where: str = ""


class Numbers(msgspec.Struct, frozen=True):
    """How many places stand how."""

    late: int
    due: int
    done: int


def owed(worker: Worker, *, now: datetime, shows_health: bool, verb: Verb = Verb.SEE) -> list[Owed]:
    """All that is owed where the worker may do this, the longest overdue first."""
    return below(areas(worker, verb), now=now, shows_health=shows_health)


def below(paths: Sequence[str], *, now: datetime, shows_health: bool) -> list[Owed]:
    """All that is owed at and below these paths. Why something was asked for tells of health; so does behind which
    door: others are told of the place only."""
    found = [Owed(*row) for row in rows(LISTED, [now, now, now, now, now, now, list(paths)])]
    for one in found:
        one.stands = stands(one, now)
        if not shows_health and one.asked is not None:
            one.why, one.door, one.label = "other", None, ""
    return found


def stands(one: Owed, now: datetime) -> Stands:
    """How a place stands: late, due before the day is over, or done."""
    if one.asked is not None and one.last_at is not None:
        return "done"
    if one.due_at < now:
        return "late"
    zone = ZoneInfo(settings.TIME_ZONE)
    return "due" if local_day(one.due_at, zone) <= local_day(now, zone) else "done"


def of(several: Iterable[Owed], wanted: Stands) -> list[Owed]:
    """Those that stand so."""
    return [one for one in several if one.stands == wanted]


def numbers(several: Sequence[Owed]) -> Numbers:
    """What the list's views hold."""
    return Numbers(*(len(of(several, one)) for one in STANDS))


def count_of_rounds(paths: Sequence[str]) -> int:
    """How many rounds were made at and below these paths."""
    [(count,)] = rows(COUNT, [list(paths)])
    return int(count)


def lately(path: str, *, shows_health: bool) -> list[Round]:
    """The last rounds at or below one place."""
    return rounds([path], shows_health=shows_health, most=5)


def rounds(
    paths: Sequence[str],
    *,
    shows_health: bool,
    since: datetime | None = None,
    only: UUID | None = None,
    most: int = 500,
) -> list[Round]:
    """The rounds made at and below these paths, the newest first."""
    found = [Round(*row) for row in rows(ROUNDS, [list(paths), since, since, only, only, most])]
    for one in found:
        if not shows_health and one.asked is not None:
            one.why, one.door, one.label = "other", None, ""
    return found
