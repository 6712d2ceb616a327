"""What a phone is told to inspect: own findings, what is owed, the seals around; nothing of health to the police."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.disinfection import actions
from qiaomen.ledger import desk
from qiaomen.supervision import queries
from qiaomen.sync import inspection_views
from qiaomen.testing.isolating import isolate
from qiaomen.testing.world import World

DOOR = "1-1-101"


def feed(world: World, key: str) -> Any:
    reply = Client().get("/api/inspection", headers={"Authorization": f"Bearer {world.tokens[key]}"})
    assert reply.status_code == 200, reply.content
    return json.loads(reply.content)


def tell(world: World, kind: str, body: dict[str, Any], *, by: str, place: str = "gate") -> Any:
    told = desk.tell(kind, body, by=world.workers[by], now=timezone.now(), place=world.places[place].id)
    assert told.verdict == "accepted", told.code
    return told.id


def test_the_worker_whose_organisation_is_named_sees_the_finding_and_another_its_second_look(world: World) -> None:
    education = world.organisations["education"].id
    finding = tell(world, "finding", {"what": "crowding", "organisation": education}, by="inspector")
    [mine] = feed(world, "field")["findings"]
    assert (mine["id"], mine["what"], mine["mine"]) == (str(finding), "crowding", True)
    assert feed(world, "taxes 1")["findings"] == []
    tell(world, "finding_step", {"finding": finding, "step": "rectified"}, by="field")
    assert feed(world, "field")["findings"] == []
    [look] = feed(world, "field 2")["findings"]
    assert (look["id"], look["mine"]) == (str(finding), False)
    assert feed(world, "outsider")["findings"] == []


def test_a_seal_that_was_opened_asks_whoever_put_it_on_and_the_police_hear_of_none(world: World) -> None:
    person, door = isolate(world, DOOR), world.doors[DOOR]
    [free] = feed(world, "field")["sealable"]
    assert free["door"] == str(door.id)
    body = {"emergency": "120", "people": free["people"]}
    now, field = timezone.now(), world.workers["field"]
    told = desk.tell("seal", body, by=field, now=now, place=door.place_id, door=door.id, person=person.id)
    assert told.verdict == "accepted", told.code
    desk.tell("seal_event", {"seal": told.id, "event": "opened"}, by=field, now=now, place=door.place_id, door=door.id)
    whole = feed(world, "field")
    assert [(one["id"], one["ask"], one["emergency"]) for one in whole["seals"]] == [(str(told.id), True, "120")]
    assert whole["sealable"] == []
    assert feed(world, "field 2")["seals"][0]["ask"] is False
    needs = {"seal": told.id, "event": "asked", "finds": "needs"}
    desk.tell("seal_event", needs, by=field, now=timezone.now(), place=door.place_id, door=door.id)
    assert [feed(world, key)["seals"][0]["needs"] for key in ("field", "field 2")] == [True, True]
    police = feed(world, "police")
    assert (police["seals"], police["sealable"]) == ([], [])


def test_what_tells_of_whoever_lives_behind_a_door_reaches_the_police_by_its_place(world: World) -> None:
    door = world.doors[DOOR]
    for what in ("not_followed", "crowding"):
        told = desk.tell(
            "finding", {"what": what}, by=world.workers["inspector"], now=timezone.now(), place=door.place_id,
            door=door.id,
        )  # fmt: skip
        desk.tell(
            "finding_step", {"finding": told.id, "step": "rectified"}, by=world.workers["inspector"],
            now=timezone.now(), place=door.place_id, door=door.id,
        )  # fmt: skip
    seen = {key: {one["what"]: one["door"] for one in feed(world, key)["findings"]} for key in ("field", "police")}
    assert seen["field"] == {"not_followed": str(door.id), "crowding": str(door.id)}
    assert seen["police"] == {"not_followed": None, "crowding": str(door.id)}
    shown = [{one.what: one.label for one in queries.at_door(door.id, now=timezone.now(), shows_health=health)}
             for health in (True, False)]  # fmt: skip
    assert [set(one) for one in shown] == [{"not_followed", "crowding"}, {"crowding"}]


def test_what_was_found_before_is_told_with_its_place_and_reaches_the_police_without_the_door(world: World) -> None:
    door = world.doors[DOOR]
    for what in ("not_followed", "not_followed", "crowding"):
        told = desk.tell(
            "finding", {"what": what}, by=world.workers["inspector"], now=timezone.now(), place=door.place_id,
            door=door.id,
        )  # fmt: skip
        assert told.verdict == "accepted"
    seen = {key: feed(world, key) for key in ("field", "police", "outsider")}
    told_of = {key: {(one["what"], one["times"], one["door"]) for one in seen[key]["earlier"]} for key in seen}
    assert told_of["field"] == {("not_followed", 2, str(door.id)), ("crowding", 1, str(door.id))}
    assert told_of["police"] == {("not_followed", 2, None), ("crowding", 1, str(door.id))}
    assert (told_of["outsider"], seen["field"]["repeats_from"]) == (set(), 3)


def test_what_is_cut_is_counted_and_no_door_is_lost_to_another_area(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection_views, "MOST_ROWS", 1)
    monkeypatch.setattr(inspection_views, "MOST_PLACES", 0)
    isolate(world, DOOR)
    for _n in range(3):
        tell(
            world, "finding", {"what": "crowding", "organisation": world.organisations["education"].id}, by="inspector"
        )
    told = feed(world, "field")
    assert (len(told["findings"]), told["more"]["mine"], told["more"]["looks"]) == (1, 2, 0)
    assert [one["door"] for one in told["sealable"]] == [str(world.doors[DOOR].id)]
    monkeypatch.setattr(inspection_views, "MOST_PLACES", 3_000)
    assert (len(feed(world, "field")["places"]), 0) == (told["more"]["places"], feed(world, "field")["more"]["places"])


def test_what_is_to_be_disinfected_stands_on_the_phone_with_the_districts_products(world: World) -> None:
    chief, now = world.workers["headquarters"], timezone.now()
    actions.begin(world.places["compound"], grain="building", every=24, by=chief, now=now - timedelta(days=2))
    actions.set_product("84 消毒液", concentration=500, minutes=30, by=chief)
    told = feed(world, "field")
    assert {one["place"] for one in told["rounds"]} == {
        str(world.places[key].id) for key in ("building 1", "building 2")
    }
    assert [(one["name"], one["concentration"]) for one in told["products"]] == [("84 消毒液", 500)]
    assert {one["name"] for one in told["places"]} >= {"翠湖小区", "北门"}
    tell(world, "disinfection", {"concentration": 500}, by="field", place="compound")
    assert feed(world, "field")["rounds"] == []
