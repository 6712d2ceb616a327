"""Rules of stations' records beyond their types, and what they refer to."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.stations.records import StationEvent

STATIONS = "SELECT id FROM places_place WHERE id = ANY(%b) AND kind = 'station'"
ROOMS = "SELECT id, place_id, beds FROM stations_room WHERE id = ANY(%b)"
TAKEN = """
SELECT s.room, s.bed, coalesce(a.id, s.person) FROM stations_stay s
LEFT JOIN people_alias a ON a.canonical = s.person WHERE s.left_at IS NULL AND s.room = ANY(%b)
UNION SELECT s.room, s.bed, s.person FROM stations_stay s WHERE s.left_at IS NULL AND s.room = ANY(%b)
"""


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references["station_event"] = references
    stages.checks["station_event"] = check_events


def references(entry: Entry) -> Iterable[Need]:
    """A test names its sample or result."""
    body: StationEvent = entry.body
    return [Need("record", body.record)] if body.record is not None else []


def check_events(entries: Sequence[Entry]) -> None:
    """It happens at a station; a bed is one of that station, and at a desk nobody else's.

    Two phones may give one bed away while neither has a signal. Which of them arrives first must not matter: both
    count, and the station's page says that two have one bed.
    """
    stations = {row[0] for row in rows(STATIONS, [[entry.envelope.place for entry in entries]])}
    named = [entry.body.room for entry in entries if entry.body.room is not None]
    rooms = {row[0]: row[1:] for row in rows(ROOMS, [named])} if named else {}
    taken: dict[tuple[UUID, int], set[UUID]] = {}
    for room, bed, person in rows(TAKEN, [named, named]) if named else ():
        taken.setdefault((room, bed), set()).add(person)
    for entry in entries:
        body: StationEvent = entry.body
        if entry.envelope.place not in stations:
            entry.decide("rejected", Problem("station.not_one", field="place"))
        elif body.event in ("arrived", "moved") and body.room is not None:
            if problem := _bed_problem(body, entry, rooms.get(body.room)):
                entry.decide("rejected", problem)
            elif entry.author.device is None and _is_taken(entry, taken):
                entry.decide("rejected", Problem("station.bed_taken", field="body.bed"))
            elif entry.envelope.person is not None and body.bed is not None:
                taken[body.room, body.bed] = {entry.envelope.person}
        elif body.event == "test_due" and body.due is None:
            entry.decide("rejected", Problem("record.invalid", field="body.due", reason="a test is due on a day"))


def _bed_problem(body: StationEvent, entry: Entry, room: tuple[UUID, int] | None) -> Problem | None:
    if room is None or room[0] != entry.envelope.place or (body.bed or 1) > room[1]:
        return Problem("station.no_bed", field="body.room")
    return None


def _is_taken(entry: Entry, taken: dict[tuple[UUID, int], set[UUID]]) -> bool:
    others = taken.get((entry.body.room, entry.body.bed), set())
    return bool(others) and entry.envelope.person not in others
