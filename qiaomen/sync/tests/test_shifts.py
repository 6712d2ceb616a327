"""What phones are told of shifts: their author's own, swaps that wait, what was handed over; once on record."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.ledger import desk
from qiaomen.shifts import actions
from qiaomen.shifts.models import Shift
from qiaomen.testing.shifted import given, posted, staffed
from qiaomen.testing.world import World


def asked(world: World, worker: str, path: str = "/api/shifts") -> dict[str, Any]:
    answer = Client().get(path, headers={"Authorization": f"Bearer {world.tokens[worker]}"})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_phone_has_its_authors_shifts_the_swaps_that_wait_and_what_was_handed_over(world: World) -> None:
    posted(world)
    staffed(world)
    now = timezone.now()
    first, second = given(world, "field", now - timedelta(hours=1)), given(world, "field 2", now + timedelta(hours=36))
    mine = given(world, "field", now + timedelta(hours=60))
    note = {"post": first.post, "note": "三栋王姨傍晚要取药"}
    desk.tell("shift_handover", note, by=world.workers["field 2"], now=now, place=first.place)
    options = asked(world, "field", f"/api/shifts/{mine.id}/options")["options"]
    assert [(one["shift"], one["name"]) for one in options] == [(str(second.id), "孟小雨")]
    body = {"shift": mine.id, "other": second.id, "to": world.workers["field 2"].id}
    assert desk.tell("shift_swap", body, by=world.workers["field"], now=now, place=mine.place).verdict == "accepted"
    feed = asked(world, "field")
    assert [one["id"] for one in feed["shifts"]] == [str(first.id), str(mine.id)]
    assert [one["words"] for one in feed["notes"]] == ["三栋王姨傍晚要取药"]
    swap = asked(world, "field 2")["swaps"][0]
    assert (swap["mine"], swap["takes"]["id"], swap["gives"]) == (False, str(mine.id), str(second.id))
    lead, other = world.workers["lead"], world.workers["field 3"].id
    assert actions.change(mine, "replaced", worker=other, by=lead, now=now, despite=[]).verdict == "accepted"
    assert (asked(world, "field 2")["swaps"], asked(world, "field")["swaps"]) == ([], [])
    assert Audit.objects.filter(action="words.opened", worker=world.workers["field"].id).count() == 1
    assert asked(world, "outsider")["shifts"] == []
    assert Shift.objects.get(pk=mine.id).worker == other
