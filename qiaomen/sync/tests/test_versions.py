"""Older phones, and answers that travel packed."""

import gzip
import json

import pytest

from qiaomen.sync import wire
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone(world.tokens["field"], start_sweep(world, team="team 1"))


def test_the_protocol_before_this_one_still_syncs(phone: Phone, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qiaomen.sync.views.PROTOCOL", wire.PROTOCOL + 1)
    [verdict] = phone.send([phone.visit(world.doors["1-1-101"].id, "absent")])
    assert verdict["verdict"] == "accepted"
    assert phone.pull()["doors"]


@pytest.mark.parametrize("protocol", [wire.OLDEST_PROTOCOL - 1, wire.PROTOCOL + 1])
def test_a_protocol_that_is_not_spoken_here_is_told_to_update_and_nothing_is_kept(
    phone: Phone, world: World, protocol: int
) -> None:
    visit = phone.visit(world.doors["1-1-101"].id, "absent")
    refused = phone.call(records=[visit], protocol=protocol)
    assert (refused.status_code, refused.json()["problem"]["code"]) == (426, "sync.protocol")
    assert phone.send([visit])[0]["verdict"] == "accepted"


def test_no_more_than_one_protocol_is_left_behind_at_a_time() -> None:
    assert wire.PROTOCOL - wire.OLDEST_PROTOCOL in (0, 1)


def test_a_first_sync_travels_packed_where_the_phone_takes_it(phone: Phone) -> None:
    plain = phone.call(pull=True)
    phone.client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip"
    packed = phone.call(pull=True)
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) * 4 < len(plain.content)
    assert json.loads(gzip.decompress(packed.content))["doors"] == plain.json()["doors"]
