"""Who is found again and again: the same thing at one place, of one organisation, or answered for by one person.

A finding counts once, and once more each time it was opened again; what was found within thirty days counts. From how
often on is the district's setting `QIAOMEN_REPEAT_FINDINGS`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, LiteralString
from uuid import UUID

import msgspec
from django.conf import settings

from qiaomen.base.sql import rows
from qiaomen.supervision.queries import Row

By = Literal["place", "organisation", "worker"]
DAYS = 30
# One definition, for the page, the phone's inspector and the report.
GROUPED: LiteralString = """
SELECT CASE WHEN grouping(f.place) = 0 THEN 'place' WHEN grouping(f.organisation) = 0 THEN 'organisation'
       ELSE 'worker' END AS by, coalesce(f.place, f.organisation, f.worker) AS id, f.what, sum(1 + f.reopened)::int AS n
FROM supervision_finding f JOIN places_place p ON p.id = f.place
WHERE {where}
GROUP BY GROUPING SETS ((f.place, f.what), (f.organisation, f.what), (f.worker, f.what))
HAVING coalesce(f.place, f.organisation, f.worker) IS NOT NULL AND sum(1 + f.reopened) >= {least}
"""
LISTED: LiteralString = """
SELECT g.by, g.id, g.what, g.n, coalesce(p.name, o.name, w.name, ''), coalesce(p.path, '')
FROM ({grouped}) g
LEFT JOIN places_place p ON g.by = 'place' AND p.id = g.id
LEFT JOIN access_organisation o ON g.by = 'organisation' AND o.id = g.id
LEFT JOIN access_worker w ON g.by = 'worker' AND w.id = g.id
ORDER BY g.n DESC, g.by, g.what, g.id
"""
HERE: LiteralString = """
EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
AND f.found_at > %b::timestamptz - interval '30 days' AND f.found_at <= %b::timestamptz
"""


class Offender(msgspec.Struct):
    """A place, an organisation or a person with which the same thing was found so often; `path` of a place."""

    by: By
    id: UUID
    what: str
    times: int
    name: str
    path: str
    where: str = ""
    label: str = ""


class Earlier(msgspec.Struct):
    """What was found at one place, or at one door of it, within thirty days; each opening again counts once more.

    `open`: one of them at least is not closed.
    """

    place: UUID
    door: UUID | None
    what: str
    times: int
    last: datetime
    open: bool


def earlier(several: Sequence[Row], now: datetime) -> list[Earlier]:
    """What of these findings counts towards a repeat offender, by place, door and kind; found most recently first."""
    found: dict[tuple[UUID, UUID | None, str], Earlier] = {}
    for one in several:
        if not now - timedelta(days=DAYS) < one.found_at <= now:
            continue
        line = found.setdefault(
            (one.place, one.door, one.what), Earlier(one.place, one.door, one.what, 0, one.found_at, False)
        )
        line.times += 1 + one.reopened
        line.last = max(line.last, one.found_at)
        line.open = line.open or one.state != "closed"
    return sorted(found.values(), key=lambda one: one.last, reverse=True)


def least() -> LiteralString:
    """From how often on, as SQL: a whole number of the settings."""
    return str(int(settings.REPEAT_FINDINGS))


def offenders(paths: Sequence[str], now: datetime) -> list[Offender]:
    """The repeat offenders at and below these paths, the most frequent first."""
    grouped = GROUPED.format(where=HERE, least=least())
    return [Offender(*row) for row in rows(LISTED.format(grouped=grouped), [list(paths), now, now])]
