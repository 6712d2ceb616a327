"""Doors and places that the register lacks, doors that change, and which doors a sweep has."""

from typing import Any
from uuid import UUID

from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.campaigns.actions import close, doors_changed, launch
from qiaomen.campaigns.models import Target
from qiaomen.campaigns.states import State
from qiaomen.campaigns.tallies import coverage
from qiaomen.ledger.models import Record
from qiaomen.people.models import Person
from qiaomen.places.models import Door, DoorSpan, Place
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.desk import Desk
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World


def found(phone: Phone, desk: Desk, label: str = "1-1-401", place: UUID | None = None, **body: Any) -> dict[str, Any]:
    where = place or desk.world.places["stairwell 1-1"].id
    return phone.record("door_added", door=new_id(), body={"place": where, "label": label, **body})


def changed(phone: Phone, desk: Desk, door: str, **body: Any) -> dict[str, Any]:
    return phone.record("door_changed", door=desk.door(door), body=body)


def test_a_door_found_on_the_spot_is_in_the_sweep_at_once_and_its_finders(desk: Desk) -> None:
    phone = desk.phone()
    door = found(phone, desk)
    phone.send([door])
    target = Target.objects.get(door_id=door["door"])
    assert (target.state, target.team_id) == (State.UNTOUCHED, desk.world.teams["team 1"].id)
    made = Door.objects.get(id=door["door"])
    assert (made.label, made.floor, made.room) == ("1-1-401", 4, "401")


def test_a_door_that_says_only_its_room_stands_among_its_neighbours_and_is_the_one_that_the_office_knows(
    desk: Desk,
) -> None:
    phone = desk.phone()
    stairwell = desk.world.places["stairwell 1-1"].id
    before = list(Door.objects.filter(place=stairwell).order_by("walk").values_list("label", flat=True))
    assert before[:2] == ["1-1-101", "1-1-102"]
    [twin] = phone.send([found(phone, desk, "101")])
    assert twin["flags"] == ["same_label"]
    new = found(phone, desk, "199")
    phone.send([new])
    made = Door.objects.get(id=new["door"])
    known = Door.objects.get(id=desk.world.doors["1-1-102"].id)
    assert (made.building, made.stairwell, made.floor) == (known.building, known.stairwell, 1)
    after = list(Door.objects.filter(place=stairwell).order_by("walk", "id").values_list("label", flat=True))
    assert after.index("1-1-102") < after.index("199") < after.index("1-1-201")
    phone.send([phone.record("door_changed", door=new["door"], body={"version": 1, "label": "198"})])
    assert Door.objects.get(id=new["door"]).walk.startswith(known.walk.rpartition("/")[0])
    assert_rebuild_agrees()


def test_a_building_with_its_stairwell_and_door_comes_in_one_batch(desk: Desk) -> None:
    phone, compound = desk.phone(), desk.world.places["compound"].id
    building = phone.record("place_added", place=new_id(), body={"parent": compound, "kind": "building", "name": "9栋"})
    stairwell = phone.record(
        "place_added", place=new_id(), body={"parent": building["place"], "kind": "stairwell", "name": "1单元"}
    )
    door = found(phone, desk, "9-1-101", stairwell["place"])
    verdicts = phone.send([phone.visit(door["door"], "absent"), door, stairwell, building])
    assert [verdict["verdict"] for verdict in verdicts] == ["accepted"] * 4
    assert Place.objects.get(id=stairwell["place"]).path.startswith(Place.objects.get(id=building["place"]).path)


def test_two_phones_that_find_one_door_lose_neither_ones_visit_and_it_is_marked(desk: Desk) -> None:
    phone, other = desk.phone("field"), desk.phone("field 2")
    first, second = found(phone, desk), found(other, desk)
    phone.send([first, phone.visit(first["door"], "absent")])
    verdicts = other.send([second, other.visit(second["door"], "refused")])
    assert [verdict["verdict"] for verdict in verdicts] == ["accepted", "accepted"]
    assert verdicts[0]["flags"] == ["same_label"]
    states = dict(Target.objects.filter(door_id__in=[first["door"], second["door"]]).values_list("door_id", "state"))
    assert states == {first["door"]: State.ABSENT, second["door"]: State.REFUSED}
    assert list(Record.objects.filter(flags__contains=["same_label"])) == [Record.objects.get(id=second["id"])]


def test_two_phones_that_find_one_stairwell_lose_neither_ones_doors(desk: Desk) -> None:
    building = desk.world.places["building 1"].id
    for worker in ("field", "field 2"):
        phone = desk.phone(worker)
        place = phone.record(
            "place_added", place=new_id(), body={"parent": building, "kind": "stairwell", "name": "3单元"}
        )
        door = found(phone, desk, "1-3-101", place["place"])
        verdicts = phone.send([place, door, phone.visit(door["door"], "absent")])
        assert [verdict["verdict"] for verdict in verdicts] == ["accepted"] * 3
    assert Place.objects.filter(parent=building, name__startswith="3单元").count() == 2


def test_labels_that_no_house_has_are_kept_as_said(desk: Desk) -> None:
    phone = desk.phone()
    labels = ["99999楼", "1234567890123456789012345栋", "A" * 60, "第九十九万户", "3-2-" + "9" * 50]
    verdicts = phone.send([found(phone, desk, label) for label in labels])
    assert [verdict["verdict"] for verdict in verdicts] == ["accepted"] * 5
    assert set(labels) <= set(Door.objects.values_list("label", flat=True))


def test_a_door_is_renamed_by_whoever_saw_its_version(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([changed(phone, desk, "1-1-202", version=1, label="1-1-203")])
    door = Door.objects.get(id=desk.door("1-1-202"))
    assert (door.label, door.room, door.version) == ("1-1-203", "203", 2)


def test_a_change_by_somebody_who_saw_an_older_version_is_kept_flagged_and_not_applied(desk: Desk) -> None:
    phone, other = desk.phone(), desk.phone("field 2")
    phone.send([changed(phone, desk, "1-1-202", version=1, kind="shop")])
    [verdict] = other.send([changed(other, desk, "1-1-202", version=1, kind="office")])
    assert (verdict["verdict"], verdict["flags"]) == ("accepted", ["version_conflict"])
    assert Door.objects.get(id=desk.door("1-1-202")).kind == "shop"


def test_a_door_renamed_like_its_neighbour_does_not_sink_the_batch(desk: Desk) -> None:
    phone = desk.phone()
    verdicts = phone.send(
        [
            changed(phone, desk, "1-1-202", version=1, label="1-1-201"),
            changed(phone, desk, "1-1-101", version=1, label="1-1-501"),
            changed(phone, desk, "1-1-102", version=1, label="1-1-501"),
        ]
    )
    assert [verdict["verdict"] for verdict in verdicts] == ["accepted"] * 3
    assert Door.objects.filter(label="1-1-501").count() == 2


def test_only_who_may_decide_says_that_a_door_is_in_use_no_longer(desk: Desk) -> None:
    phone, lead = desk.phone(), desk.phone("lead")
    closing = changed(phone, desk, "1-1-202", version=1, is_open=False)
    assert phone.send([closing])[0]["code"] == "record.forbidden_kind"
    lead.send([changed(lead, desk, "1-1-202", version=1, is_open=False)])
    assert desk.state("1-1-202") == State.WRONG_ADDRESS


def test_a_door_found_and_closed_in_one_batch_has_one_span_that_says_so(desk: Desk) -> None:
    lead = desk.phone("lead")
    door = found(lead, desk)
    closing = lead.record("door_changed", door=door["door"], body={"version": 1, "is_open": False})
    lead.send([door, closing])
    assert list(DoorSpan.objects.filter(door_id=door["door"]).values_list("is_open", flat=True)) == [False]


def test_a_door_that_becomes_a_shop_stays_in_the_sweep_of_dwellings(world: World) -> None:
    desk = Desk(world, start_sweep(world, team="team 1", door_kinds=["dwelling"]))
    phone = desk.phone()
    phone.send([changed(phone, desk, "1-1-202", version=1, kind="shop")])
    phone.send([phone.visit(desk.door("1-1-202"), "absent")])
    assert desk.state("1-1-202") == State.ABSENT
    assert_rebuild_agrees()


def test_a_shop_that_becomes_a_dwelling_comes_into_the_sweep_of_dwellings(world: World) -> None:
    desk = Desk(world, start_sweep(world, team="team 1", door_kinds=["dwelling"]))
    phone = desk.phone()
    assert not Target.objects.filter(door_id=desk.door("alley 2号")).exists()
    phone.send([changed(phone, desk, "alley 2号", version=1, kind="dwelling")])
    assert desk.state("alley 2号") == State.UNTOUCHED
    assert_rebuild_agrees()


def test_a_door_outside_the_sweep_is_its_target_only_while_a_visit_speaks_of_it(world: World) -> None:
    desk = Desk(world, start_sweep(world, team="team 1", door_kinds=["dwelling"]))
    phone = desk.phone()
    visit = phone.visit(desk.door("alley 2号"), "absent")
    phone.send([visit])
    assert desk.state("alley 2号") == State.ABSENT
    assert coverage(desk.campaign.id)["doors"] == 38
    phone.send([phone.record("void", amends=visit["id"])])
    assert not Target.objects.filter(door_id=desk.door("alley 2号")).exists()
    assert coverage(desk.campaign.id)["doors"] == 37
    assert_rebuild_agrees()


def test_a_door_closed_before_the_launch_is_no_target_and_one_closed_after_it_is(desk: Desk) -> None:
    lead = desk.phone("lead")
    lead.send([changed(lead, desk, "1-1-101", version=1, is_open=False)])
    later = Desk(desk.world, start_sweep(desk.world))
    lead.send([changed(lead, desk, "1-1-102", version=1, is_open=False)])
    targets = set(Target.objects.filter(campaign_id=later.campaign.id).values_list("door_id", flat=True))
    assert desk.door("1-1-101") not in targets
    assert desk.door("1-1-102") in targets


def test_a_door_found_after_the_close_is_no_target(desk: Desk) -> None:
    close(desk.campaign)
    phone = desk.phone()
    door = found(phone, desk)
    phone.send([door])
    assert not Target.objects.filter(door_id=door["door"]).exists()


def test_launching_twice_changes_nothing_that_was_visited(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-202"), "absent")])
    assert launch(desk.campaign) == 0
    assert desk.state("1-1-202") == State.ABSENT
    assert coverage(desk.campaign.id)["absent"] == 1


def test_what_changes_the_register_otherwise_folds_the_doors_itself(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-202"), people=desk.everyone("1-1-202"))])
    with changes.change("import") as change:
        Person.objects.filter(name="仇素娥").update(home_door=desk.door("1-1-201"))
        Door.objects.filter(id=desk.door("1-1-201")).update(place=desk.world.places["stairwell 1-2"])
        phone.send([phone.visit(desk.door("1-1-201"), people=desk.everyone("1-1-201"))])
        doors_changed([desk.door("1-1-201"), desk.door("1-1-202")], change=change.id)
    assert desk.state("1-1-201") == State.PARTIAL
    assert desk.target("1-1-201").place_id == desk.world.places["stairwell 1-2"].id
