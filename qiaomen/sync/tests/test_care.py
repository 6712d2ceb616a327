"""What a helper's phone is told: whom one goes to, what one has in hand, the bags at one's gate; and nobody else's."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.care import actions
from qiaomen.care.models import Need
from qiaomen.ledger import desk
from qiaomen.testing.cared import offered, ordering, visited
from qiaomen.testing.world import World
from qiaomen.testing.written import needed

ALONE = "1-1-202"


def feed(world: World, key: str) -> Any:
    reply = Client().get("/api/care", headers={"Authorization": f"Bearer {world.tokens[key]}"})
    assert reply.status_code == 200, reply.content
    return json.loads(reply.content)


def test_a_helper_is_told_their_own_visits_and_needs_with_words_and_that_is_written_down_once(world: World) -> None:
    now = timezone.now()
    visit = visited(world, ALONE, begun=now)
    need = needed(world, world.doors["1-1-101"])
    actions.set_helper(world.workers["field"], world.places["compound"], ["medicine"], by=world.workers["lead"])
    actions.hand(Need.objects.get(), world.workers["field"].id, by=world.workers["lead"], now=now)
    for _again in range(2):
        told = feed(world, "field")
    assert [(one["id"], one["name"]) for one in told["visits"]] == [(str(visit), "仇素娥")]
    assert [(one["id"], one["words"]) for one in told["needs"]] == [(str(need), "药吃完了")]
    assert Audit.objects.filter(action="words.opened", subject=need).count() == 1
    other = feed(world, "field 2")
    assert (other["visits"], other["needs"]) == ([], [])


def test_a_step_that_comes_with_its_need_is_at_the_needs_place_too(world: World) -> None:
    now, door, lead = timezone.now(), world.doors["1-1-101"], world.workers["headquarters"]
    need = desk.record("need", {"what": "medicine"}, at=now, place=door.place_id, door=door.id)
    step = {"need": need["id"], "step": "answered"}
    elsewhere, here = (
        desk.record("need_step", step, at=now, place=at) for at in (world.places["river community"].id, door.place_id)
    )
    told = desk.send([need, elsewhere, here], by=lead, now=now)
    assert [(one.verdict, one.code or None) for one in told] == [
        ("accepted", None), ("rejected", "need.not_here"), ("accepted", None),
    ]  # fmt: skip


def test_more_bags_than_a_phone_lists_are_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qiaomen.sync.care_views.MOST_ORDERS", 0)
    offer = offered(world, world.places["compound"], now=timezone.localtime() - timedelta(days=1))
    one = ordering(offer, world.doors[ALONE])
    body = one.pop("body")
    early = offer.cut_off - timedelta(hours=1)
    desk.send([desk.record("order", body, at=early, **one)], by=world.workers["lead"], now=timezone.now())
    told = feed(world, "field")
    assert (told["orders"], told["orders_more"]) == ([], 1)


def test_bags_at_the_gate_are_told_by_number_and_door_and_by_no_name(world: World) -> None:
    day = timezone.localtime() - timedelta(days=1)
    offer = offered(world, world.places["compound"], now=day, gate=world.places["gate"])
    one = ordering(offer, world.doors[ALONE], at_door=True, name="仇素娥")
    early = offer.cut_off - timedelta(hours=1)
    body = one.pop("body")
    told = desk.send(
        [desk.record("order", body, at=early, **one)], by=world.workers["lead"], now=timezone.now()
    )  # fmt: skip
    assert told[0].verdict == "accepted"
    listed = feed(world, "field")["orders"]
    assert [(bag["label"], bag["at_door"], bag["state"]) for bag in listed] == [(ALONE, True, "ordered")]
    assert "仇素娥" not in json.dumps(listed, ensure_ascii=False)
    assert feed(world, "outsider")["orders"] == []
