"""What is counted at checkpoints, each once: the page, the report at six and the export add up these columns.

A count is an SQL expression over a row of `checkpoints_stop`, and is summed. Its list are the rows where it is not 0.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows

COUNTS: Final[dict[str, LiteralString]] = {
    "vehicles": "1",
    "people": "s.people",
    "own": "s.own",
    "elsewhere": "s.elsewhere",
    "abroad": "s.abroad",
    "unknown": "s.unknown",
    "turned_back": "(s.turned_back <> '')::int",
    "people_turned_back": "s.people_turned_back",
    "measured": "s.measured",
    "high": "s.high",
    "fevers": "s.fevers",
    "unsettled": "s.unsettled",
}
OF_HEALTH: Final = frozenset({"high", "fevers", "unsettled"})
SUMS: LiteralString = ", ".join(f"coalesce(sum({sql}), 0)::int8" for sql in COUNTS.values())
WITHIN: LiteralString = """
s.place = ANY(%b)
AND s.at >= coalesce(%b::timestamptz, '-infinity') AND s.at < coalesce(%b::timestamptz, 'infinity')
"""
BY_PLACE: LiteralString = f"SELECT s.place, {SUMS} FROM checkpoints_stop s WHERE {WITHIN} GROUP BY 1"
BY_HOUR: LiteralString = (
    f"SELECT date_trunc('hour', s.at), {SUMS} FROM checkpoints_stop s WHERE {WITHIN} GROUP BY 1 ORDER BY 1"
)
BY_REASON: LiteralString = f"""
SELECT s.turned_back, {SUMS} FROM checkpoints_stop s WHERE {WITHIN} AND s.turned_back <> '' GROUP BY 1 ORDER BY 2 DESC
"""

# Somebody who stood at a checkpoint, in however many shifts: from the first of them on.
STAFF: LiteralString = """
SELECT DISTINCT ON (c.worker, s.place) c.worker, s.place, coalesce(o.name, '') AS agency, s.began_at AS at
FROM checkpoints_shift s CROSS JOIN LATERAL unnest(s.crew) c(worker)
JOIN access_worker w ON w.id = c.worker LEFT JOIN access_organisation o ON o.id = w.organisation_id
WHERE s.began_at >= coalesce(%b::timestamptz, '-infinity') AND s.began_at < coalesce(%b::timestamptz, 'infinity')
ORDER BY c.worker, s.place, s.began_at, s.id
"""
AGENCIES: LiteralString = f"""
SELECT s.agency, count(DISTINCT s.worker)::int8 FROM ({STAFF}) s WHERE s.place = ANY(%b) GROUP BY 1 ORDER BY 2 DESC, 1
"""
OTHERS: LiteralString = f"""
SELECT e ->> 'agency', sum((e ->> 'count')::int4)::int8 FROM (
  SELECT s.others, s.began_at AS at, s.place FROM checkpoints_shift s) s
CROSS JOIN LATERAL jsonb_array_elements(s.others) e WHERE {WITHIN} GROUP BY 1 ORDER BY 2 DESC, 1
"""


class Counts(msgspec.Struct, frozen=True):
    """The sums of COUNTS, by name."""

    of: dict[str, int]

    def __getitem__(self, name: str) -> int:
        return self.of[name]

    def __add__(self, other: "Counts") -> "Counts":
        return Counts({name: self[name] + other[name] for name in COUNTS})


NOTHING: Final = Counts(dict.fromkeys(COUNTS, 0))


class Period(msgspec.Struct, frozen=True):
    """From when (inclusive) until when (exclusive); None has no end."""

    since: datetime | None = None
    until: datetime | None = None


def by_place(places: Sequence[UUID], period: Period) -> dict[UUID, Counts]:
    """What was counted at each of these checkpoints; those without any vehicle are there with zeros."""
    found = dict(_counted(BY_PLACE, places, period))
    return {place: found.get(place, NOTHING) for place in places}


def by_hour(places: Sequence[UUID], period: Period) -> list[tuple[datetime, Counts]]:
    """Hours in which there was a vehicle, the first one first."""
    return _counted(BY_HOUR, places, period)


def by_reason(places: Sequence[UUID], period: Period) -> list[tuple[str, Counts]]:
    """Why vehicles were turned back, the most frequent reason first."""
    return _counted(BY_REASON, places, period)


def agencies(places: Sequence[UUID], period: Period) -> list[tuple[str, int]]:
    """People with an account who were on a shift, each once, by their organisation ("" where they have none)."""
    found: list[tuple[str, int]] = rows(AGENCIES, [period.since, period.until, list(places)])
    return found


def others(places: Sequence[UUID], period: Period) -> list[tuple[str, int]]:
    """People without an account, by agency: nobody knows who came twice, so each shift counts its own."""
    found: list[tuple[str, int]] = rows(OTHERS, [list(places), period.since, period.until])
    return found


def total(several: Sequence[Counts]) -> Counts:
    """The sum of all."""
    return sum(several, NOTHING)


def _counted(statement: LiteralString, places: Sequence[UUID], period: Period) -> list[tuple[Any, Counts]]:
    found = rows(statement, [list(places), period.since, period.until])
    return [(key, Counts(dict(zip(COUNTS, sums, strict=True)))) for key, *sums in found]
