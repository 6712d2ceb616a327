"""Rounds on phone and server: the cases of contracts/outreach.json against the server's half."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from qiaomen.field.tests.test_contracts import contract, why
from qiaomen.ledger import desk
from qiaomen.outreach import actions, counts, queries_rounds
from qiaomen.outreach.models import Way
from qiaomen.testing.telling import asked_round
from qiaomen.testing.world import HERE, World

CASES = contract("outreach")
NOW = datetime(2020, 3, 21, 9, 0, tzinfo=HERE)


def written(world: World, round: Any, place: str, case: dict[str, Any]) -> list[Any]:
    """What a phone writes for a place, as the case says."""
    photos = [world.change] * case["photos"]
    body = {"round": round, "how": "scan", "photos": photos}
    made = [desk.record("outreach_round_done", body, at=NOW, place=world.places[place].id)]
    if "handout" in case["kinds"]:
        given = {"material": world.change, "count": case["copies"], "way": CASES["ways"][case["what"]]}
        given["during"] = made[0]["id"]
        made.append(desk.record("handout", given, at=NOW, place=world.places[place].id))
    return made


@pytest.mark.parametrize("case", CASES["done"], ids=why)
def test_what_a_phone_writes_for_a_place_of_a_round_is_taken_and_counted(world: World, case: dict[str, Any]) -> None:
    actions.add_material(title="海报", by=None, id=world.change)
    more = {"what": case["what"], "photo": case["photo"], "copies": case["copies"]}
    round = asked_round(world, [world.places["stairwell 1-1"]], due=NOW + timedelta(hours=1), now=NOW, **more)
    told = desk.send(written(world, round, "stairwell 1-1", case), by=world.workers["field"], now=NOW)
    assert (told[0].verdict == "accepted") == case["enough"]
    if case["enough"]:
        assert sum(one.copies for one in counts.by_title([""])) == case["copies_counted"]


@pytest.mark.parametrize("case", CASES["left"], ids=why)
def test_what_is_left_of_a_round_is_the_same_on_the_server(world: World, case: dict[str, Any]) -> None:
    names = dict(zip("abc", ("stairwell 1-1", "stairwell 1-2", "stairwell 2-1"), strict=True))
    places = {name: world.places[key] for name, key in names.items()}
    round = asked_round(world, list(places.values()), due=NOW + timedelta(hours=1), now=NOW)
    for said in case["said"]:
        place, by = places[said["place"]], world.workers["field"]
        body = {"round": round, "how": "tap"}
        made = desk.tell("outreach_round_done", body, place=place.id, by=by, now=NOW)
        if said.get("taken_back"):
            desk.tell("void", {}, by=by, now=NOW, amends=made.id, place=place.id)
    left = {one.place for one in queries_rounds.to_do([""], since=NOW, most=9)}
    assert {name for name, place in places.items() if place.id in left} == set(case["left"])


def test_every_way_of_the_phone_is_one_of_the_servers() -> None:
    assert set(CASES["ways"].values()) <= set(Way.values)
