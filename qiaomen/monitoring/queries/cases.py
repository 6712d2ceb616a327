"""The line list of cases, and the curve by day of onset. Both read the facts that case records state."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.listed import Listed
from qiaomen.base.sql import rows
from qiaomen.ledger import told
from qiaomen.monitoring.folds import zone

COUNTED = ("suspected", "probable", "confirmed", "asymptomatic")
"""Who was discarded is no case any more."""

# One row a person, whatever ids they have: the account of their illness that became known last. Somebody without a home
# in the district is where they work.
CASES: LiteralString = """
WITH accounts AS (
  SELECT DISTINCT ON (x.person) x.person, f.record, f.value, f.at, f.until, f.other
  FROM people_fact f LEFT JOIN people_alias a ON a.id = f.person
  CROSS JOIN LATERAL (SELECT coalesce(a.canonical, f.person)) AS x(person)
  WHERE f.kind = 'case' ORDER BY x.person, f.known_at DESC, f.record DESC),
cases AS (
  SELECT c.*, h.name, h.sex, h.birth_year, d.id AS door, d.label, p.path
  FROM accounts c JOIN people_person h ON h.id = c.person
  JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id) JOIN places_place p ON p.id = d.place_id
  WHERE c.value = ANY(%b) AND EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE starts_with(p.path, area)))
"""
# Tests and contacts are looked up for those shown only, under whatever ids they have.
LINES: LiteralString = f"""{CASES},
page AS MATERIALIZED (SELECT * FROM cases ORDER BY at, person LIMIT %b::int8 OFFSET %b::int8)
SELECT c.person, c.name, c.sex, c.birth_year, c.door, c.label, c.path, c.record, c.value, c.at, c.until, c.other,
       (SELECT min(t.at) FROM people_fact t
        WHERE t.person = ANY(same.ids) AND t.kind = 'result' AND t.value = 'positive'),
       (SELECT count(DISTINCT e.person) FROM people_fact e WHERE e.other = ANY(same.ids) AND e.kind = 'exposure')
FROM page c
CROSS JOIN LATERAL (SELECT c.person || ARRAY(SELECT a.id FROM people_alias a WHERE a.canonical = c.person)) same(ids)
ORDER BY c.at, c.person
"""
NUMBER: LiteralString = f"{CASES} SELECT count(*) FROM cases"
CURVE: LiteralString = f"""{CASES}
SELECT (c.at AT TIME ZONE %b)::date, c.value, count(*) FROM cases c GROUP BY 1, 2 ORDER BY 1, 2
"""


class Case(msgspec.Struct):
    """One line of the line list. Without a known onset, `onset` is when the case was reported."""

    person: UUID
    name: str
    sex: int
    birth_year: int | None
    door: UUID
    label: str
    path: str
    record: UUID
    status: str
    onset: datetime
    recovered: datetime | None
    source: UUID | None
    first_positive: datetime | None
    contacts: int
    onset_known: bool = False
    reported_at: datetime | None = None
    origin: str = ""
    where: str = ""


class Bar(msgspec.Struct):
    """How many fell ill on a day, by status."""

    day: date
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


COLUMNS = (
    "name", "sex", "birth_year", "place", "door", "status", "onset", "onset_known", "reported", "recovered", "origin",
    "first_positive", "contacts",
)  # fmt: skip
"""Of the exported line list; `export_rows` answers them in this order."""


def line_list(worker: Worker, *, verb: Verb = Verb.SEE) -> Listed[Case]:
    """The cases that the worker sees, by onset; as many as the curve counts."""
    within = areas(worker, verb)

    def count() -> int:
        [(found,)] = rows(NUMBER, [list(COUNTED), within])
        return int(found)

    return Listed(count, lambda skipped, most: _lines(within, skipped, most))


def _lines(within: list[str], skipped: int, most: int | None) -> list[Case]:
    cases = [Case(*row) for row in rows(LINES, [list(COUNTED), within, most, skipped], prepare=False)]
    says = told.of_chains([case.record for case in cases])
    for case in cases:
        body = says[case.record].body
        case.onset_known, case.origin = body.onset is not None, body.origin
        case.reported_at = body.reported or says[case.record].at
    return cases


def curve(worker: Worker) -> list[Bar]:
    """How many fell ill on each local day, from the first to the last without a gap."""
    found: dict[date, dict[str, int]] = {}
    for day, status, count in rows(CURVE, [list(COUNTED), areas(worker, Verb.SEE), zone().key]):
        found.setdefault(day, {})[status] = count
    if not found:
        return []
    first, last = min(found), max(found)
    span = range(first.toordinal(), last.toordinal() + 1)
    return [Bar(day, found.get(day, {})) for day in map(date.fromordinal, span)]


def export_rows(cases: Sequence[Case], *, names: bool) -> Iterator[list[Any]]:
    """The line list as cells, in the order of COLUMNS; names only for who may see them."""
    for case in cases:
        yield [
            case.name if names else case.name[:1] + "*", case.sex, case.birth_year, case.where, case.label,
            case.status, _day(case.onset), case.onset_known, _day(case.reported_at), _day(case.recovered), case.origin,
            _day(case.first_positive), case.contacts,
        ]  # fmt: skip


def _day(at: datetime | None) -> date | None:
    return at.astimezone(zone()).date() if at is not None else None
