"""policy_whole_district and policy_touched: evaluating everyone at once, and what a submitted batch touches.

A district of 1,000,000 people in an outbreak at its height: 2,000 cases, 100,000 contacts and their contacts, 60,000
who came from elsewhere, three tests of every fifth, a report of every third. The 9th edition follows the 8th.
Yardstick: an UPDATE with a constant of as many rows, in the same run.
"""

import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.outbreaks import current_or_open
from qiaomen.base.sql import rows, run
from qiaomen.bench.district import CHILDREN, DOORS, DOORS_A_STAIRWELL, PEOPLE, STAIRWELLS_A_BUILDING
from qiaomen.places.models import Place, segment
from qiaomen.policy import documents, evaluate
from qiaomen.policy.compile import Chain

DOORS_IN_ALL = 400_000
COMMUNITIES = 500
BATCH = 500
BATCHES = 20
NOW = datetime(2022, 7, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))

# Whoever stands at these places of the register; a share of the whole, whatever its size.
NUMBERED = """
CREATE TABLE bench_number AS
SELECT id, row_number() OVER (ORDER BY hashtext(id::text), id) AS n FROM people_person
"""
# kind, value, at, until, other (as many places before), region, verified; of numbers from, to
FACTS: Any = """
INSERT INTO people_fact (record, ordinal, person, kind, value, at, until, other, region, verified, known_at, change)
SELECT gen_random_uuid(), 0, p.id, %s, v.value, v.at, v.until, o.id, v.region, v.verified, v.at + INTERVAL '1 hour', %b
FROM bench_number p
CROSS JOIN LATERAL (SELECT {value} AS value, {at} AS at, {until} AS until, {region} AS region, {verified} AS verified,
                           {other} AS other) v
LEFT JOIN bench_number o ON o.n = v.other
WHERE p.n BETWEEN %b AND %b
"""
AGO = "TIMESTAMPTZ '2022-07-05 08:00+08' - mod(p.n * 7919, {days} * 24) * INTERVAL '1 hour'"
CASES, CLOSE, SECONDARY, STAYS, AWAY, TRAITS, TESTED, REPORTED = (
    2_000, 40_000, 60_000, 60_000, 10_000, 80_000, 200_000, 300_000,
)  # fmt: skip
# Risk areas: stairwells of the district, and regions outside.
AREAS: Any = """
INSERT INTO policy_riskarea (id, outbreak_id, place_id, region, name, level, since, last_case_on, ground, change)
SELECT gen_random_uuid(), %b, id, '', '', CASE WHEN mod(n, 4) = 0 THEN 'medium' ELSE 'high' END,
       TIMESTAMPTZ '2022-06-30 12:00+08', DATE '2022-07-03', '', %b
FROM (SELECT id, row_number() OVER (ORDER BY path) AS n FROM places_place WHERE kind = 'stairwell') s
WHERE mod(n, 50) = 0
UNION ALL
SELECT gen_random_uuid(), %b, NULL, (110100 + 100 * n)::text, '', CASE WHEN mod(n, 3) = 0 THEN 'medium' ELSE 'high' END,
       TIMESTAMPTZ '2022-06-25 00:00+08', DATE '2022-07-01', '', %b
FROM generate_series(1, 30) n
"""


def build() -> Outbreak:
    """The district, its people and their facts, in an empty database."""
    outbreak = current_or_open(name="bench")
    with changes.change("bench") as change:
        root = Place(id=new_id(), kind="district", name="bench", change=change.id)
        root.path = segment(root.id)
        root.save()
        buildings = round(DOORS_IN_ALL / COMMUNITIES / STAIRWELLS_A_BUILDING / DOORS_A_STAIRWELL)
        for kind, parent, count in (
            ("community", "district", COMMUNITIES),
            ("building", "community", buildings),
            ("stairwell", "building", STAIRWELLS_A_BUILDING),
        ):
            run(CHILDREN, [kind, change.id, count, parent])
        run(DOORS, [change.id, DOORS_A_STAIRWELL - 1])
        run(PEOPLE, [outbreak.id, change.id])
        run(NUMBERED)
        run("CREATE UNIQUE INDEX ON bench_number (n)")
        _facts(change.id)
        run(AREAS, [outbreak.id, change.id, outbreak.id, change.id])
    run("ANALYZE")
    return outbreak


def _facts(change: UUID) -> None:
    """One kind after the other, each of the next people in a fixed order that is not that of the register."""
    ill = f"mod(p.n, {CASES}) + 1"
    to_somebody = f"{CASES} + mod(p.n, {CLOSE}) + 1"
    whence = "(110100 + 100 * mod(p.n, 60))::text || lpad(mod(p.n, 900)::text, 3, '0')"
    first = 1
    for kind, count, told in (
        ("case", CASES, {"value": "'confirmed'", "days": 14, "until": "CASE WHEN mod(p.n, 3) = 0 THEN {at} END"}),
        ("exposure", CLOSE, {"value": "'close'", "other": ill}),
        ("exposure", SECONDARY, {"value": "'secondary'", "other": to_somebody}),
        ("stay", STAYS, {"value": "'train'", "region": whence}),
        ("trait", TRAITS, {"value": "'alone'", "until": "NULL::timestamptz"}),
    ):
        _add(kind, first, first + count - 1, change, told)
        first += count
    _add("apart", CASES + 1, CASES + AWAY, change, {"value": "'central'", "until": "NULL::timestamptz", "days": 5})
    for back in (1, 4, 7):
        moment = f"{AGO.format(days=2)} - INTERVAL '{back} days'"
        told = {"value": "CASE WHEN mod(p.n, 100) = 0 THEN 'positive' ELSE 'negative' END", "at": moment}
        _add("result", 1, TESTED, change, told)
    _add("report", TESTED + 1, TESTED + REPORTED, change, {"value": "'self'", "days": 6})


def _add(kind: str, first: int, last: int, change: UUID, told: dict[str, Any]) -> None:
    at = told.get("at", AGO.format(days=told.get("days", 20)))
    text: Any = FACTS.format(
        value=told["value"],
        at=at,
        until=told.get("until", "{at}").format(at=f"{at} + INTERVAL '6 hours'"),
        region=told.get("region", "''"),
        other=told.get("other", "NULL::bigint"),
        verified="mod(p.n, 20) <> 0",
    )
    run(text, [kind, change, first, last])


def editions() -> Chain:
    """The 9th edition over the 8th, as they ship."""
    read = [documents.read(documents.example(name)) for name in ("covid-9th", "covid-8th")]
    return [(new_id(), one.edition.effective, one) for one in read]


def whole() -> tuple[float, float]:
    """Seconds to evaluate everyone, and seconds to UPDATE as many rows with a constant."""
    chain = editions()
    begun = time.perf_counter()
    found = evaluate.verdicts(None, now=NOW, editions=chain)
    seconds = time.perf_counter() - begun
    if not found:
        raise RuntimeError("nothing holds for anybody")
    run("CREATE TABLE bench_standing AS SELECT id AS person, 'green'::text AS colour FROM people_person")
    run("ALTER TABLE bench_standing ADD PRIMARY KEY (person)")
    begun = time.perf_counter()
    run("UPDATE bench_standing SET colour = 'red'")
    return seconds, time.perf_counter() - begun


def touched() -> tuple[float, float]:
    """Milliseconds (median) for whom a batch links and what holds for them; and to UPDATE the 500 rows themselves."""
    chain = editions()
    evaluated, updated = [], []
    for number in range(BATCHES):
        people = [row[0] for row in rows(DRAW, [number * BATCH * 10, BATCH])]
        begun = time.perf_counter()
        linked = evaluate.linked(people, now=NOW, editions=chain)
        evaluate.verdicts(linked, now=NOW + timedelta(seconds=number), editions=chain)
        evaluated.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        with transaction.atomic():
            run("UPDATE bench_standing SET colour = 'grey' WHERE person = ANY(%b)", [people])
        updated.append(time.perf_counter() - begun)
    return sorted(evaluated)[BATCHES // 2] * 1000, sorted(updated)[BATCHES // 2] * 1000


# Every fourth of a batch has facts, as at doors of an outbreak at its height.
DRAW: Any = "SELECT id FROM bench_number WHERE n > %b::int ORDER BY n LIMIT %b::int"
