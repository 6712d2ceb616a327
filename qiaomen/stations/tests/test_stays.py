"""Stays at a welcome station: beds, tests, days that count towards the period at home, and going home."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qiaomen.policy
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.ledger import desk
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.ledger.told import Told
from qiaomen.ledger.wire import Verdict
from qiaomen.monitoring.folds import zone
from qiaomen.monitoring.models import Episode
from qiaomen.people.models import Fact, Person
from qiaomen.places.models import Place, segment
from qiaomen.policy import moments
from qiaomen.policy.models import Edition
from qiaomen.policy.records import Result
from qiaomen.policy.records import Stay as StayedAway
from qiaomen.policy.verifying import verify
from qiaomen.stations import actions
from qiaomen.stations.expected import expected
from qiaomen.stations.models import Room, Stay
from qiaomen.stations.queries import Station, of_places
from qiaomen.stations.records import StationEvent
from qiaomen.stations.stays import stays
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import World, fixed

EXAMPLE = Path(qiaomen.policy.__file__).parent / "examples" / "covid-2020-02.toml"


@pytest.fixture
def inn(world: World) -> Iterator[tuple[World, Place]]:
    """A station of two rooms in 东门社区; at the end rebuilding must agree."""
    community = world.places["community"]
    with changes.change("test") as change:
        place = Place(id=fixed("station"), parent=community, kind="station", name="温馨驿站", change=change.id)
        place.path = community.path + segment(place.id)
        place.save()
    actions.set_rooms(place, {"101": 2, "102": 1}, by=None)
    yield world, place
    assert_rebuild_agrees()


def happen(
    inn: tuple[World, Place], event: str, *people: str, at: datetime | None = None, **body: Any
) -> list[Verdict]:
    world, place = inn
    ids = [world.people[name].id for name in people]
    lead = world.workers["lead"]
    return actions.tell(ids, place.id, {"event": event, **body}, by=lead, now=at or timezone.now())


def bed(name: str, number: int) -> dict[str, Any]:
    return {"room": Room.objects.get(name=name).id, "bed": number}


def station(inn: tuple[World, Place], now: datetime | None = None) -> Station:
    [found] = of_places([inn[1]], now=now or timezone.now())
    return found


def test_a_bed_is_one_person_s_until_they_leave(inn: tuple[World, Place]) -> None:
    assert happen(inn, "arrived", "解军", **bed("101", 1))[0].verdict == "accepted"
    assert happen(inn, "arrived", "汪佳怡", **bed("101", 1))[0].code == "station.bed_taken"
    assert happen(inn, "arrived", "汪佳怡", **bed("101", 3))[0].code == "station.no_bed"
    happen(inn, "arrived", "汪佳怡")
    assert (station(inn).beds, station(inn).free, [one.name for one in station(inn).bedless]) == (3, 1, ["汪佳怡"])
    happen(inn, "moved", "解军", **bed("102", 1))
    assert happen(inn, "moved", "汪佳怡", **bed("101", 1))[0].verdict == "accepted"
    assert [[one.name if one else None for one in room.beds] for room in station(inn).rooms] == [
        ["汪佳怡", None], ["解军"]
    ]  # fmt: skip


@pytest.mark.parametrize("first", [0, 1])
def test_which_phone_s_arrival_is_here_first_makes_no_difference(inn: tuple[World, Place], first: int) -> None:
    world, place = inn
    now = timezone.now()
    told = [
        desk.record("station_event", {"event": "arrived", **bed("101", 1)}, at=now + timedelta(seconds=order),
                    person=world.people[name].id, place=place.id)
        for order, name in enumerate(("解军", "汪佳怡"))
    ]  # fmt: skip
    for one in (told[first], told[1 - first]):
        phone = Author(world.workers["lead"].id, world.outbreak.id, device=new_id())
        [verdict] = submit([msgspec.json.encode(one)], author=phone, received_at=now + timedelta(minutes=1))
        assert verdict.verdict == "accepted", verdict
    found = station(inn)
    assert [(one.name, one.bed, one.shares) for one in found.guests] == [("解军", 1, True), ("汪佳怡", 1, True)]
    assert [one.name for one in found.bedless] == ["汪佳怡"]
    later = now + timedelta(minutes=2)
    assert happen(inn, "moved", "汪佳怡", at=later, **bed("102", 1))[0].verdict == "accepted"
    assert not any(one.shares for one in station(inn).guests)


def test_who_stays_lives_apart_until_they_leave_and_an_arrival_taken_back_never_was(inn: tuple[World, Place]) -> None:
    [verdict] = happen(inn, "arrived", "解军")
    apart = Fact.objects.get(kind="apart")
    assert (apart.value, apart.until, apart.place) == ("station", None, inn[1].id)
    happen(inn, "home", "解军")
    assert Fact.objects.get(kind="apart").until == Stay.objects.get().left_at
    world, person = inn[0], inn[0].people["解军"].id
    body = {"reason": "another person"}
    desk.tell(
        "void", body, by=world.workers["lead"], now=timezone.now(), person=person, place=inn[1].id, amends=verdict.id
    )
    assert not Stay.objects.exists()
    assert not Fact.objects.filter(kind="apart").exists()


def test_nobody_stays_where_there_is_no_station(inn: tuple[World, Place]) -> None:
    world = inn[0]
    person, here = world.people["解军"].id, world.places["gate"].id
    verdict = desk.tell("station_event", {"event": "arrived"}, by=world.workers["lead"], now=timezone.now(),
                        person=person, place=here)  # fmt: skip
    assert verdict.code == "station.not_one"


def returned(world: World, name: str, now: datetime) -> Person:
    """Came from Hubei two days ago, one says and another verifies: the station, then home, 14 days together."""
    rules = {
        "outbreak": world.outbreak, "text": EXAMPLE.read_text(), "name_zh": "示例", "name_en": "Example",
        "effective": now - timedelta(days=20), "published_at": now - timedelta(days=20),
    }  # fmt: skip
    Edition.objects.get_or_create(id=fixed("station rules"), defaults=rules)
    person = world.people[name]
    said = StayedAway(first=now - timedelta(days=30), last=now - timedelta(days=1), region="420100")
    stated = desk.tell("stay", said, by=world.workers["headquarters"], now=now, person=person.id)
    assert stated.id is not None, stated.code
    assert verify(stated.id, person.id, by=world.workers["health"], now=now).verdict == "accepted"
    return person


def test_a_test_does_not_do_what_is_due_on_a_later_day(inn: tuple[World, Place]) -> None:
    now = timezone.now()
    later = timezone.localdate(now) + timedelta(days=3)
    happen(inn, "arrived", "解军", at=now)
    happen(inn, "test_due", "解军", at=now + timedelta(minutes=1), due=later)
    happen(inn, "tested", "解军", at=now + timedelta(minutes=2))
    assert Stay.objects.get().test_due == later
    assert len(station(inn, now + timedelta(days=4)).tests_owed) == 1
    happen(inn, "tested", "解军", at=now + timedelta(days=3))
    assert station(inn, now + timedelta(days=4)).tests_owed == []


def test_whom_a_rule_asks_to_a_central_site_meanwhile_is_not_sent_home(inn: tuple[World, Place]) -> None:
    world, now = inn[0], timezone.now()
    person = returned(world, "解军", now)
    happen(inn, "arrived", "解军", at=now)
    taken = now + timedelta(minutes=5)
    desk.tell("result", Result(result="negative", taken=taken), by=world.workers["health"], now=taken, person=person.id)
    Episode.objects.filter(person=person.id).update(where="site")
    [guest] = station(inn, taken).guests
    assert (guest.bound_for, guest.home_from, station(inn, taken).due_home) == ("site", None, [])
    Episode.objects.filter(person=person.id).update(where="station")


def test_who_is_known_by_the_workplace_only_is_expected_at_the_station_too(inn: tuple[World, Place]) -> None:
    world, now = inn[0], timezone.now()
    person = returned(world, "解军", now)
    assert [one.person for one in expected(world.workers["lead"])] == [person.id]
    home = person.home_door_id
    Person.objects.filter(pk=person.pk).update(home_door=None, work_door=world.doors["1-1-101"])
    assert [one.person for one in expected(world.workers["lead"])] == [person.id]
    Person.objects.filter(pk=person.pk).update(home_door=home, work_door=None)


def test_days_at_the_station_count_towards_those_at_home(inn: tuple[World, Place]) -> None:
    world, now = inn[0], timezone.now()
    person = returned(world, "解军", now)
    happen(inn, "arrived", "解军", at=now)
    episode = Episode.objects.get(person=person.id)
    assert (episode.where, station(inn, now).due_home, len(station(inn, now).tests_owed)) == ("station", [], 1)
    taken = now + timedelta(minutes=5)
    result = Result(result="negative", taken=taken)
    desk.tell("result", result, by=world.workers["health"], now=taken, person=person.id)
    assert station(inn, taken).tests_owed == []
    later = now + timedelta(days=3)
    moments.advance(later)
    assert [one.name for one in station(inn, later).due_home] == ["解军"]
    happen(inn, "home", "解军", at=later)
    episode.refresh_from_db()
    assert (episode.measure, episode.credited_days, episode.where) == ("home_isolation", 3, "home")
    assert episode.due_end == Episode.objects.get(person=person.id).due_end
    assert station(inn, later).free == 3


def test_whose_days_are_over_without_a_result_waits_for_our_test_and_not_at_their_own_fault(
    inn: tuple[World, Place],
) -> None:
    world, now = inn[0], timezone.now()
    returned(world, "解军", now)
    happen(inn, "arrived", "解军", at=now)
    later = now + timedelta(days=3)
    moments.advance(later)
    found = station(inn, later)
    assert ([one.name for one in found.waiting], found.due_home) == (["解军"], [])
    [guest] = found.guests
    assert (guest.site, guest.credited_by(found.today)) == ("home", 4)


def event(minute: int, place: int, name: str) -> Told:
    at, id = timezone.now() + timedelta(minutes=minute), new_id()
    person = UUID(int=9)
    return Told(id, "station_event", at, at, id, None, UUID(int=place), person, StationEvent(event=name), id, at, at)  # type: ignore[arg-type]


EVENTS = st.lists(
    st.tuples(st.integers(1, 2), st.sampled_from(["arrived", "moved", "tested", "home", "hospital", "left"])),
    max_size=12,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EVENTS)
def test_nobody_stays_at_two_stations_at_once(events: list[tuple[int, str]]) -> None:
    found = stays([event(minute, place, name) for minute, (place, name) in enumerate(events)], zone())
    assert all(one.left_at is not None for one in found[:-1])
    assert all(a.left_at <= b.arrived_at for a, b in pairwise(found) if a.left_at)
    assert all((one.left_at is None) == (one.left_to == "") for one in found)
