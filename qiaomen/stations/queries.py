"""Who stays at which station, for how long still, what tests they owe, and which beds are free."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_places
from qiaomen.access.roles import Verb
from qiaomen.base.sql import rows
from qiaomen.monitoring.folds import zone
from qiaomen.places.models import Place, PlaceKind
from qiaomen.places.walking import Walked
from qiaomen.policy.days import local_day

AT_STATION = "station"
ELSEWHERE = frozenset({"site", "hospital"})
"""Where a rule may ask somebody to be who stays at a station: not here, and not at home."""
# Whoever stays, with the measure in force and the newest result since the arrival.
GUESTS = """
SELECT s.id, s.person, s.place, h.name, h.sex, h.birth_year, d.id, coalesce(d.label, ''), coalesce(p.path, ''),
       s.room, coalesce(r.name, ''), s.bed, s.arrived_at, s.left_at, s.left_to, s.test_due, s.tested_at,
       e.edition, coalesce(e.measure, ''), coalesce(e."where", ''), e.phase_end, e.due_end, e.day_zero,
       coalesce(e.credited_days, 0), coalesce(e.tests::text, '[]'), coalesce(f.value, ''), f.at
FROM stations_stay s
JOIN people_person h ON h.id = s.person
LEFT JOIN places_door d ON d.id = h.home_door_id LEFT JOIN places_place p ON p.id = d.place_id
LEFT JOIN stations_room r ON r.id = s.room
LEFT JOIN monitoring_episode e ON e.person = s.person AND e.ended_at IS NULL
LEFT JOIN LATERAL (
  SELECT f.value, f.at FROM people_fact f
  WHERE f.person = ANY(s.person || ARRAY(SELECT a.id FROM people_alias a WHERE a.canonical = s.person))
  AND f.kind = 'result' AND f.value <> 'invalid' AND f.at >= s.arrived_at
  ORDER BY f.at DESC, f.record DESC LIMIT 1) f ON true
WHERE s.place = ANY(%b) AND (s.left_at IS NULL OR s.left_at >= %b)
ORDER BY s.left_at IS NOT NULL, r.name, s.bed, s.arrived_at, s.id
"""
BEDS = (
    "SELECT id, place_id, name, beds FROM stations_room WHERE place_id = ANY(%b) AND beds > 0 ORDER BY place_id, name"
)


class Guest(msgspec.Struct):
    """Somebody who stays, or left since a moment. `result` is the newest one of a sample taken during the stay."""

    stay: UUID
    person: UUID
    place: UUID
    name: str
    sex: int
    birth_year: int | None
    door: UUID | None
    label: str
    path: str
    room: UUID | None
    room_name: str
    bed: int | None
    arrived_at: datetime
    left_at: datetime | None
    left_to: str
    test_due: date | None
    tested_at: datetime | None
    edition: UUID | None
    measure: str
    site: str
    phase_end: datetime | None
    due_end: datetime | None
    day_zero: date | None
    credited: int
    tests: list[dict[str, str]]
    result: str
    result_at: datetime | None
    where: str = ""
    shares: bool = False
    """Whether somebody else has the same bed, as another phone says."""

    @property
    def bound_for(self) -> str:
        """Where a rule asks them to go from here, if not home: `site` or `hospital`."""
        return self.site if self.site in ELSEWHERE else ""

    @property
    def home_from(self) -> date | None:
        """The day from which no rule keeps them here or elsewhere; None while that is not settled."""
        if self.bound_for:
            return None
        if self.site != AT_STATION:
            return local_day(self.arrived_at, zone())
        return local_day(self.phase_end, zone()) if self.phase_end is not None else None

    def is_over(self, today: date) -> bool:
        """Whether the days at the station are over, as the policy says."""
        return self.home_from is not None and self.home_from <= today

    def is_due_home(self, today: date) -> bool:
        """The days are over and a test during them was negative."""
        return self.left_at is None and self.result == "negative" and self.is_over(today)

    def waits_for_test(self, today: date) -> bool:
        """The days are over, but no result is here: what keeps them is ours to hurry."""
        return self.left_at is None and self.result == "" and self.is_over(today)

    def owed(self, today: date) -> list[date]:
        """Days until today on which a test was due that is not done: the policy's, and those set by hand."""
        if self.left_at is not None:
            return []
        arrived = local_day(self.arrived_at, zone())
        asked = {date.fromisoformat(one["on"]) for one in self.tests if not one["result"]}
        tested = local_day(self.tested_at, zone()) if self.tested_at is not None else None
        open_days = {day for day in asked if day >= arrived and (tested is None or tested < day)}
        if self.test_due is not None:
            open_days.add(self.test_due)
        return sorted(day for day in open_days if day <= today)

    def credited_by(self, today: date) -> int:
        """How many days of the whole period are over today: those here count like those at home."""
        return max(0, (today - self.day_zero).days) if self.day_zero is not None else 0


class RoomBeds(msgspec.Struct, frozen=True):
    """A room and who lies in it, by bed; None is a free bed."""

    id: UUID
    name: str
    beds: list[Guest | None]


class Station(msgspec.Struct):
    """A station with its rooms and guests; whoever has no bed stands in `bedless`."""

    place: Place
    rooms: list[RoomBeds]
    guests: list[Guest]
    left_today: list[Guest]
    today: date

    @property
    def beds(self) -> int:
        return sum(len(room.beds) for room in self.rooms)

    @property
    def free(self) -> int:
        """Beds less people: whoever has no bed yet needs one."""
        return max(0, self.beds - len(self.guests))

    @property
    def bedless(self) -> list[Guest]:
        placed = {one.stay for room in self.rooms for one in room.beds if one is not None}
        return [one for one in self.guests if one.stay not in placed]

    @property
    def arrived_today(self) -> list[Guest]:
        zoned = zone()
        return [one for one in [*self.guests, *self.left_today] if local_day(one.arrived_at, zoned) == self.today]

    @property
    def due_home(self) -> list[Guest]:
        return [one for one in self.guests if one.is_due_home(self.today)]

    @property
    def waiting(self) -> list[Guest]:
        return [one for one in self.guests if one.waits_for_test(self.today)]

    @property
    def tests_owed(self) -> list[Guest]:
        return [one for one in self.guests if one.owed(self.today)]

    @property
    def positive(self) -> list[Guest]:
        return [one for one in self.guests if one.result == "positive"]


def stations(worker: Worker, *, now: datetime, verb: Verb = Verb.SEE) -> list[Station]:
    """All stations where the worker may do this, in walking order."""
    return of_places(list(visible_places(worker, verb).filter(kind=PlaceKind.STATION).order_by(Walked())), now=now)


def of_places(places: Sequence[Place], *, now: datetime) -> list[Station]:
    """These stations with rooms and guests, by two statements however many they are."""
    ids = [place.id for place in places]
    today = local_day(now, zone())
    here = guests(ids, since=now - timedelta(days=1)) if ids else []
    rooms = rows(BEDS, [ids]) if ids else []
    return [_station(place, rooms, [one for one in here if one.place == place.id], today) for place in places]


def guests(places: Collection[UUID], *, since: datetime) -> list[Guest]:
    """Who stays at these stations, and who left them since a moment."""
    return [_guest(row) for row in rows(GUESTS, [list(places), since])]


def _guest(row: tuple[Any, ...]) -> Guest:
    values = list(row)
    values[24] = msgspec.json.decode(row[24])
    return Guest(*values)


def _station(place: Place, rooms: Sequence[tuple[Any, ...]], here: Sequence[Guest], today: date) -> Station:
    lying: dict[tuple[UUID | None, int | None], Guest] = {}
    for one in here:
        if one.left_at is None:
            first = lying.setdefault((one.room, one.bed), one)
            if one.bed is not None and first is not one:
                first.shares = one.shares = True
    left = [one for one in here if one.left_at is not None and local_day(one.left_at, zone()) == today]
    made = [
        RoomBeds(id, name, [lying.get((id, bed)) for bed in range(1, beds + 1)])
        for id, at, name, beds in rooms
        if at == place.id
    ]
    return Station(place, made, [one for one in here if one.left_at is None], left, today)
