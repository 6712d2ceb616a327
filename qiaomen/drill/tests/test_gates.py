"""Compounds' gates in small, played over the protocol: board, list, export and report say what was turned back."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from qiaomen.access.models import Grant, Worker
from qiaomen.cli import stage_gates
from qiaomen.drill import gates
from qiaomen.drill.gates import Figures
from qiaomen.drill.posts import Guard
from qiaomen.drill.tests.test_checkpoint import InProcess, enrolled
from qiaomen.gates.models import Passage
from qiaomen.gates.queries import board, log, standing
from qiaomen.ledger.models import Record
from qiaomen.places.models import Place
from qiaomen.reports import freezing, listing, queries
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import World

SMALL = Figures(vehicles=7, people=19, days=3, others=40)


@pytest.fixture
def guards(world: World) -> list[Guard]:
    """Somebody with a phone at a gate of each compound; the gates of the small world make way."""
    Grant.objects.filter(place__kind="gate").delete()
    Place.objects.filter(kind="gate").delete()
    return enrolled(InProcess(), posted().codes)


def posted() -> stage_gates.Posted:
    """As a demo that starts finds it: the gates are still to be played."""
    found = stage_gates.build(SMALL, now=timezone.now())
    assert found is not None
    return found


@pytest.fixture
def played(world: World, guards: list[Guard]) -> World:
    """All of it has been written down and sent."""
    done = gates.play(SMALL, guards, InProcess(), until=timezone.now(), seed="1", threads=0)
    assert done.records == SMALL.vehicles + SMALL.others
    assert done.verdicts == {"accepted": done.records}
    return world


def test_every_compound_has_a_gate_and_its_own_guard(guards: list[Guard]) -> None:
    compounds = set(Place.objects.filter(kind="compound").values_list("id", flat=True))
    assert set(Place.objects.filter(kind="gate").values_list("parent", flat=True)) == compounds
    assert Grant.objects.filter(role="gate", place__kind="gate").count() == len(guards) == len(compounds)


def test_a_demo_that_died_at_the_gates_plays_the_rest_once_when_it_is_started_again(
    world: World, guards: list[Guard]
) -> None:
    first = posted()
    gates.play(SMALL, enrolled(InProcess(), first.codes), InProcess(), until=first.until, seed="1", threads=0)
    Passage.objects.all().delete()
    told = Record.objects.filter(kind="passage").order_by("id")
    lost, kept = set(told.values_list("id", flat=True)[:20]), told.count()
    told.filter(id__in=lost).delete()  # these had not been sent yet
    second = posted()
    assert second.until == first.until
    done = gates.play(SMALL, enrolled(InProcess(), second.codes), InProcess(), until=second.until, seed="1", threads=0)
    assert done.verdicts == {"accepted": len(lost), "duplicate": kept - len(lost)}
    assert set(told.filter(id__in=lost).values_list("id", flat=True)) == lost
    assert stage_gates.build(SMALL, now=timezone.now()) is None


def test_the_report_says_what_was_turned_back_and_lists_it(played: World) -> None:
    district = played.places["district"]
    report = freezing.freeze(place=district, cut=timezone.now())
    totals = queries.totals(report)
    assert totals["gate_vehicles_turned_back"] == SMALL.vehicles
    assert totals["gate_people_turned_back"] == SMALL.people
    listed = listing.members(report, "gate_vehicles_turned_back", [district.path])
    assert len(listed) == SMALL.vehicles
    assert_rebuild_agrees()


def test_board_list_and_export_say_it_of_each_day(played: World, client_of: Callable[[str], Client]) -> None:
    headquarters, client = Worker.objects.get(username="headquarters"), client_of("headquarters")
    of = list(standing.gates(headquarters))
    vehicles = people = 0
    for day in {timezone.localdate(at) for at in Passage.objects.values_list("at", flat=True)}:
        since = timezone.make_aware(datetime.combine(day, time()))
        until = since + timedelta(days=1)
        numbers = board.summed(board.boards(of, since=since, now=until - timedelta(seconds=1)))
        found = log.passages([one.id for one in of], "vehicles_back", since, until, health=True)
        assert (len(found), sum(one.people for one in found)) == (numbers.vehicles_back, numbers.people_back)
        asked = f"/exports/passages.csv?show=vehicles_back&day={day}"
        exported = b"".join(client.post(asked)).decode("utf-8-sig").strip().splitlines()
        assert len(exported) - 1 == numbers.vehicles_back
        vehicles, people = vehicles + numbers.vehicles_back, people + numbers.people_back
    assert (vehicles, people) == (SMALL.vehicles, SMALL.people)


def test_whoever_stands_at_no_gate_plays_nothing(world: World) -> None:
    [guard] = enrolled(InProcess(), [code for _w, code in _invited(world.workers["field"])])
    with pytest.raises(gates.NoGate):
        gates.play(SMALL, [guard], InProcess(), until=timezone.now(), seed="1", threads=0)


def _invited(worker: Worker) -> list[tuple[Worker, str]]:
    from qiaomen.access.enrolling import invite_many

    Grant.objects.filter(worker=worker).delete()
    return invite_many([worker])


@settings(max_examples=30, deadline=None)
@given(vehicles=st.integers(1, 60), more=st.integers(0, 29), seed=st.integers())
def test_figures_come_out_exactly_whatever_the_dice_say(vehicles: int, more: int, seed: int) -> None:
    figures = Figures(vehicles=vehicles, people=vehicles + more, others=25)
    found = gates.passings(figures, start=timezone.now(), dice=Random(seed))
    back = [one.body for one in found if log.VEHICLE_BACK.items() <= one.body.items()]
    assert (len(back), sum(one["occupants"] for one in back)) == (figures.vehicles, figures.people)
    assert len(found) == figures.vehicles + figures.others
    assert [one.at for one in found] == sorted(one.at for one in found)
