"""Gates side by side: passages by the hour, verdicts, who is inside, how old the phones' lists are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.gates.queries.inside import INSIDE
from qiaomen.gates.queries.log import VEHICLE_BACK_SQL
from qiaomen.places.models import Place

HOURS = 24
COUNTS = (
    "passages", "people", "through", "provisional", "refused", "kept_apart", "emergency", "missed", "twice",
    "vehicles_back", "people_back", "last_hour",
)  # fmt: skip
# One look at the passages of the day, by the index on gate and time.
BY_GATE: LiteralString = f"""
SELECT gate, count(*), sum(people),
       count(*) FILTER (WHERE verdict IN ('passed', 'provisional', 'emergency')),
       count(*) FILTER (WHERE verdict = 'provisional'), count(*) FILTER (WHERE verdict = 'refused'),
       count(*) FILTER (WHERE verdict = 'kept_apart'),
       count(*) FILTER (WHERE verdict = 'emergency'), count(*) FILTER (WHERE missed_suspension),
       count(*) FILTER (WHERE twice), count(*) FILTER (WHERE {VEHICLE_BACK_SQL}),
       coalesce(sum(people) FILTER (WHERE {VEHICLE_BACK_SQL}), 0), count(*) FILTER (WHERE at >= %b), max(at)
FROM gates_passage WHERE gate = ANY(%b) AND at >= %b AND at < %b GROUP BY gate
"""
BY_HOUR: LiteralString = """
SELECT gate, ceil(extract(epoch FROM %b::timestamptz - at) / 3600)::int8 AS ago, count(*)
FROM gates_passage WHERE gate = ANY(%b) AND at >= %b AND at < %b GROUP BY 1, 2
"""
NEWEST: LiteralString = """
SELECT g.id, p.list_age_s, p.author, p.known_at FROM unnest(%b::uuid[]) g(id)
CROSS JOIN LATERAL (SELECT list_age_s, author, known_at FROM gates_passage
                    WHERE gate = g.id ORDER BY at DESC LIMIT 1) p
"""
INSIDE_NOW: LiteralString = f"SELECT gate, count(*) FROM ({INSIDE} AND p.gate = ANY(%b)) i GROUP BY gate"
# A second reading that is only due is nobody's alarm yet.
ALARMS: LiteralString = """
SELECT gate, count(*) FROM gates_alarm
WHERE settled_at IS NULL AND (what <> 'second_reading' OR told_at IS NOT NULL) AND gate = ANY(%b) GROUP BY gate
"""


class Numbers(msgspec.Struct):
    """What is counted of a gate, or of several, in a span of time; `inside` and `alarms` are of now."""

    passages: int = 0
    people: int = 0
    through: int = 0
    provisional: int = 0
    refused: int = 0
    kept_apart: int = 0
    emergency: int = 0
    missed: int = 0
    twice: int = 0
    vehicles_back: int = 0
    people_back: int = 0
    last_hour: int = 0
    inside: int = 0
    alarms: int = 0

    def turned_away(self, *, health: bool) -> int:
        """How many were refused, as the list of the same name counts them (`log.passages`)."""
        return self.refused if health else self.refused + self.kept_apart


class Board(msgspec.Struct):
    """A gate as the board shows it. `hours`: passages in each of the last 24 hours, the newest last."""

    gate: Place
    numbers: Numbers
    hours: list[int]
    last_at: datetime | None = None
    list_age_s: int | None = None
    guard: UUID | None = None
    heard_at: datetime | None = None


def boards(gates: Sequence[Place], *, since: datetime, now: datetime) -> list[Board]:
    """The gates with what was counted since a moment; five statements, however many they are."""
    found = {gate.id: Board(gate, Numbers(), [0] * HOURS) for gate in gates}
    ids = list(found)
    if not ids:
        return []
    until = now + timedelta(seconds=1)
    for id, *counted, last in rows(BY_GATE, [now - timedelta(hours=1), ids, since, until]):
        found[id].last_at = last
        for name, count in zip(COUNTS, counted, strict=True):
            setattr(found[id].numbers, name, int(count))
    for id, ago, count in rows(BY_HOUR, [until, ids, until - timedelta(hours=HOURS), until]):
        found[id].hours[HOURS - max(int(ago), 1)] = count
    for id, count in rows(INSIDE_NOW, [ids]):
        found[id].numbers.inside = count
    for id, count in rows(ALARMS, [ids]):
        found[id].numbers.alarms = count
    for id, age, guard, heard in rows(NEWEST, [ids]):
        found[id].list_age_s, found[id].guard, found[id].heard_at = age, guard, heard
    return sorted(found.values(), key=lambda one: (-one.numbers.alarms, one.gate.path))


def summed(several: Sequence[Board]) -> Numbers:
    """All of them together."""
    total: dict[str, int] = defaultdict(int)
    for one in several:
        for name in Numbers.__struct_fields__:
            total[name] += getattr(one.numbers, name)
    return Numbers(**total)
