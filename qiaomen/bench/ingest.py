"""ingest_people_per_s: visits of about 2.5 people over HTTP, durable, folded, sealed.

Yardstick: COPY of the same person rows.
"""

import time
from collections import defaultdict
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from django.db import connection
from django.utils import timezone

from qiaomen.base.ids import new_id
from qiaomen.base.sql import rows
from qiaomen.bench.district import District, token_of
from qiaomen.bench.server import Line, serving, work_off

BATCH = 100
IN_FLIGHT = 8
WARM = 16  # batches before the clock starts: each process has answered some, which happens once a day

# A district without people has visits too.
HOUSEHOLDS: Any = """
SELECT t.team_id, t.door_id, ARRAY(SELECT h.id FROM people_person h WHERE h.home_door_id = t.door_id ORDER BY h.ordinal)
FROM campaigns_target t WHERE t.campaign_id = %b LIMIT %b::bigint
"""
# Doors of some zones only, where all of a city would not fit into memory.
OF_ZONES: Any = HOUSEHOLDS.replace(
    "WHERE t.campaign_id", "JOIN duty_team m ON m.id = t.team_id WHERE m.zone_id = ANY(%b::uuid[]) AND t.campaign_id"
)
MEMBERS = "SELECT DISTINCT ON (team_id) team_id, worker_id FROM duty_membership WHERE until_change IS NULL"


def calls(
    district: District, *, most: int | None = None, zones: list[UUID] | None = None
) -> tuple[list[tuple[str, bytes]], int]:
    """One visit to every door (to `most` of them, or those of some zones), in batches; and how many people that is."""
    worker_of: dict[UUID, UUID] = dict(rows(MEMBERS))
    by_team: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    people = 0
    own = [district.campaign.id, most]
    asked = rows(HOUSEHOLDS, own) if zones is None else rows(OF_ZONES, [zones, *own])
    for number, (team, door, household) in enumerate(asked):
        by_team[team].append(_visit(district, number, door, household))
        people += len(by_team[team][-1]["body"]["people"])
    encode = msgspec.json.Encoder().encode
    batches = [
        (token_of(worker_of[team]), encode({"protocol": 1, "records": visits[start : start + BATCH]}))
        for team, visits in by_team.items()
        for start in range(0, len(visits), BATCH)
    ]
    return batches, people


def _visit(district: District, number: int, door: UUID, household: list[UUID]) -> dict[str, Any]:
    """Everybody seen, with temperature and code; every tenth visit has a note, every thirtieth finds somebody new."""
    people: list[dict[str, Any]] = [
        {
            "person": person,
            "presence": "seen",
            "answers": {"temperature": 36.5, "health_code": "green", "vaccinated": 3},
        }
        for person in household
    ]
    if number % 30 == 0:
        new = {"name": "某新人", "sex": 1, "birth_year": 1990, "phones": ["12012345678"]}
        people.append({"person": new_id(), "presence": "seen", "new": new, "answers": {"health_code": "green"}})
    body: dict[str, Any] = {
        "campaign": district.campaign.id,
        "edition": district.campaign.edition_id,
        "outcome": "answered",
        "people": people,
        "answers": {"needs": []},
        "seconds": 60,
    }
    if number % 10 == 0:
        body["note"] = "家里缺药，下午再来一趟"
    return {"id": new_id(), "kind": "visit", "device_at": timezone.now(), "door": door, "body": body}


def copy_people(count: int) -> float:
    """Seconds that PostgreSQL takes to COPY so many rows of a person's roll into a plain table with its key."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    made = [(new_id(), new_id(), new_id(), "seen", new_id(), timezone.now(), 0, new_id()) for _ in range(count)]
    cursor = psycopg.Cursor(raw)
    cursor.execute("CREATE TABLE bench_roll (LIKE campaigns_roll INCLUDING CONSTRAINTS INCLUDING INDEXES)")
    begun = time.perf_counter()
    with cursor.copy(
        "COPY bench_roll (campaign_id, door_id, person_id, presence, record, at, flags, change) FROM STDIN"
    ) as copy:
        for row in made:
            copy.write_row(row)
    seconds = time.perf_counter() - begun
    cursor.execute("DROP TABLE bench_roll")
    return seconds


def measure(district: District) -> tuple[float, float]:
    """People per second through the front door of a server that has begun its day, and by COPY."""
    batches, people = calls(district)
    first, rest = batches[:WARM], batches[WARM:]
    counted = sum(body.count(b'"presence"') for _token, body in rest)

    def send(line: Line, call: tuple[str, bytes]) -> None:
        answer = line.post(*call)
        if answer.count(b'"accepted"') != answer.count(b'"verdict"'):
            raise RuntimeError(answer[:500])

    with serving() as port:
        work_off(port, first, send, in_flight=IN_FLIGHT)
        seconds, _each = work_off(port, rest, send, in_flight=IN_FLIGHT)
    return counted / seconds, people / copy_people(people)
