"""What is written down at a checkpoint, and what is counted of it."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.base.changes import now_seq
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.checkpoints import counts, plates, retention
from qiaomen.checkpoints.counts import Period
from qiaomen.checkpoints.models import Plate, Stop
from qiaomen.ledger import desk
from qiaomen.ledger.asof import as_of
from qiaomen.ledger.models import Record
from qiaomen.ledger.rebuild import differences
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.checkpoints import Post, post
from qiaomen.testing.world import World

FAMILY = [{"origin": "province", "count": 2}, {"origin": "other_province", "count": 3, "region": "42"}]
SEEN: dict[str, Any] = {"form": "standard", "plate": "云a·12345", "province": "云"}


@pytest.fixture
def here(world: World) -> Post:
    return post(world)


def counted(here: Post) -> dict[str, int]:
    return counts.by_place([here.place.id], Period())[here.place.id].of


def test_people_are_counted_by_where_they_come_from(here: Post) -> None:
    here.send(here.stop(**SEEN, occupants=FAMILY, measured=5))
    found = counted(here)
    assert (found["vehicles"], found["people"], found["own"], found["elsewhere"]) == (1, 5, 2, 3)
    assert Stop.objects.get().regions == ["42"]
    assert_rebuild_agrees()


def test_whoever_is_turned_back_is_everybody_in_it_unless_somebody_goes_on(here: Post) -> None:
    here.send(here.stop(occupants=FAMILY, turned_back="no_permit"))
    here.send(here.stop(occupants=FAMILY, turned_back="risk_area", people_turned_back=3))
    assert (counted(here)["turned_back"], counted(here)["people_turned_back"]) == (2, 8)
    assert [reason for reason, _ in counts.by_reason([here.place.id], Period())] == ["no_permit", "risk_area"]


def test_a_temperature_above_the_limit_is_a_fever_by_its_second_reading_only(here: Post) -> None:
    readings = [{"celsius": 37.3}, {"celsius": 37.4}, {"celsius": 38.1, "second": 36.9}, {"celsius": 38, "second": 38}]
    here.send(here.stop(occupants=FAMILY, measured=5, readings=readings))
    found = counted(here)
    assert (found["measured"], found["high"], found["fevers"], found["unsettled"]) == (5, 3, 1, 1)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**SEEN, "plate": "云A1234"}, "checkpoints.plate"),
        ({**SEEN, "province": "鄂"}, "checkpoints.plate"),
        ({"form": "none", "plate": "云A12345"}, "checkpoints.plate"),
        ({"form": "foreign"}, "checkpoints.plate"),
        ({"measured": 2}, "checkpoints.more_than_people"),
        ({"turned_back": "other", "people_turned_back": 2}, "checkpoints.more_than_people"),
        ({"people_turned_back": 1}, "checkpoints.more_than_people"),
        ({"readings": [{"celsius": 33}]}, "record.invalid"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(here: Post, body: dict[str, Any], code: str) -> None:
    [verdict] = here.send(here.stop(**body))
    assert (verdict.verdict, verdict.code) == ("rejected", code)
    assert verdict.field


def test_who_stands_elsewhere_writes_nothing_here(here: Post) -> None:
    [verdict] = here.send(here.stop(), by="field")
    assert verdict.code == "record.outside_grant"


def test_a_plate_is_kept_sealed_and_found_by_its_hash_however_it_was_typed(here: Post) -> None:
    here.send(here.stop(**SEEN))
    record = Record.objects.get(kind="vehicle_stop")
    assert "12345" not in str(record.body)
    assert record.sealed is not None
    keys = Outbreak.objects.current().keys
    assert bytes(Plate.objects.get().hash) == plates.hashed(keys, "云Ａ－12345")


def test_a_correction_takes_the_place_of_what_it_corrects_and_a_void_leaves_nothing(here: Post) -> None:
    first = here.stop(occupants=FAMILY)
    here.send(first)
    mended = here.stop(turned_back="stranger") | {"amends": first["id"]}
    here.send(mended)
    assert (counted(here)["people"], counted(here)["turned_back"]) == (1, 1)
    assert Stop.objects.get().record == mended["id"]
    here.send(desk.record("void", {}, at=timezone.now(), amends=mended["id"]))
    assert counted(here)["vehicles"] == 0
    assert_rebuild_agrees()


def test_as_of_a_moment_only_what_was_known_then_counts(here: Post) -> None:
    first = here.stop(occupants=FAMILY)
    here.send(first)
    then = now_seq()
    here.send(here.stop(turned_back="other") | {"amends": first["id"]}, here.stop(occupants=FAMILY))
    assert (counted(here)["vehicles"], counted(here)["people"]) == (2, 6)
    with as_of(seq=then):
        found = counted(here)
    assert (found["vehicles"], found["people"], found["turned_back"]) == (1, 5, 0)


def test_an_hour_counts_what_happened_in_it(here: Post) -> None:
    start = datetime(2020, 3, 21, 1, 0, tzinfo=UTC)
    minutes = (0, 59, 60)
    here.send(*(here.stop(at=start + timedelta(minutes=one)) for one in minutes))
    hours = counts.by_hour([here.place.id], Period(start, start + timedelta(hours=2)))
    assert [(at, one["vehicles"]) for at, one in hours] == [(start, 2), (start + timedelta(hours=1), 1)]


def test_after_fourteen_days_the_plate_is_forgotten_and_the_counts_stay(here: Post) -> None:
    here.send(here.stop(**SEEN, occupants=FAMILY, note="司机姓高"))
    before, now = counted(here), timezone.now()
    assert retention.remove(now + timedelta(days=13, hours=23)) == 0
    assert retention.remove(now + timedelta(days=14, minutes=1)) == 1
    assert not Plate.objects.exists()
    assert Record.objects.get(kind="vehicle_stop").sealed is None
    assert (counted(here), differences()) == (before, [])
    assert retention.remove(now + timedelta(days=15)) == 0


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False), cut=st.integers(0, 9))
def test_any_order_any_batches_and_anything_twice_count_the_same(here: Post, order: Random, cut: int) -> None:
    Stop.objects.all().delete()
    stops = [here.stop(occupants=[{"origin": "province", "count": n}]) for n in range(1, 5)]
    amends = [here.stop(turned_back="other") | {"amends": stops[n]["id"], "id": new_id()} for n in (0, 0)]
    voids = [desk.record("void", {}, at=timezone.now(), amends=stops[3]["id"])]
    sent = [*stops, *amends, *voids, stops[1], amends[0]]
    order.shuffle(sent)
    here.send(*sent[:cut])
    here.send(*sent[cut:])
    found = Stop.objects.filter(id__in=[one["id"] for one in stops]).order_by("id")
    assert [(one.people, one.people_turned_back) for one in found] == [(1, 1), (2, 0), (3, 0)]
