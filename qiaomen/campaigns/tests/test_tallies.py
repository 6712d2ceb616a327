"""Coverage: one definition per count, and a number and its list agree."""

from django.db.models import Count, Sum

from qiaomen.campaigns.actions import assign
from qiaomen.campaigns.models import HourTally, Tally, Target
from qiaomen.campaigns.states import State
from qiaomen.campaigns.tallies import coverage
from qiaomen.testing.desk import Desk, at


def test_a_fresh_sweep_counts_every_door_as_not_knocked(desk: Desk) -> None:
    counts = coverage(desk.campaign.id)
    assert (counts["doors"], counts["untouched"]) == (len(desk.world.doors), len(desk.world.doors))


def test_every_level_is_the_sum_of_its_containers(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door(label), "absent") for label in ("1-1-101", "1-2-101", "2-1-101", "alley 1号")])
    path = {key: place.path for key, place in desk.world.places.items()}
    absent = {key: coverage(desk.campaign.id, path[key])["absent"] for key in ("district", "compound", "building 1")}
    assert absent == {"district": 4, "compound": 3, "building 1": 2}


def test_every_count_of_a_state_agrees_with_its_list(desk: Desk) -> None:
    phone = desk.phone()
    outcomes = ["absent", "refused", "inaccessible", "wrong_address", "vacant", "answered"]
    doors = [label for label in desk.world.doors if label.startswith("1-")]
    phone.send([phone.visit(desk.door(door), outcome) for door, outcome in zip(doors, outcomes, strict=False)])
    counts = coverage(desk.campaign.id)
    listed = dict(Target.objects.values_list("state").annotate(Count("door_id")))
    assert {state.name.lower(): listed.get(state, 0) for state in State} == {
        state.name.lower(): counts[state.name.lower()] for state in State
    }


def test_a_correction_moves_a_door_from_one_count_to_another(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent")
    phone.send([visit])
    phone.send([{**phone.visit(desk.door("1-1-202"), "refused", at=at(21, 10)), "amends": visit["id"]}])
    counts = coverage(desk.campaign.id)
    assert (counts["absent"], counts["refused"], counts["attempts"]) == (0, 1, 1)


def test_the_pace_counts_doors_by_the_hour_they_were_closed_in(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), at=at(21, 9, 40), people=desk.everyone("1-1-202"))
    phone.send([visit])
    assert list(HourTally.objects.values_list("hour", "closed")) == [(at(21, 9), 1)]
    phone.send([phone.record("void", amends=visit["id"])])
    assert not HourTally.objects.exists()


def test_handing_doors_over_takes_their_counts_along(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-202"), "absent")])
    other = desk.world.teams["team 2"].id
    doors = [door.id for label, door in desk.world.doors.items() if label.startswith("1-1")]
    assert assign(desk.campaign, doors=doors, teams=[other] * len(doors)) == 6
    assert Tally.objects.get(team_id=other).absent == 1
    assert Tally.objects.aggregate(Sum("doors"))["doors__sum"] == len(desk.world.doors)


def test_a_second_sweep_counts_for_itself(desk: Desk) -> None:
    from qiaomen.testing.sweep import start_sweep

    second = Desk(desk.world, start_sweep(desk.world))
    phone = second.phone()
    phone.send([phone.visit(desk.door("1-1-202"), "absent")])
    assert coverage(second.campaign.id)["absent"] == 1
    assert coverage(desk.campaign.id)["absent"] == 0
