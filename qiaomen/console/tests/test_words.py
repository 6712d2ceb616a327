"""What was written at a door: sealed, and opened for those who may see identity, with a line in the audit."""

from collections.abc import Callable

from django.test import Client

from qiaomen.access.models import Audit
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]
NOTE = "门口有狗，先打电话"


def noted(world: World) -> str:
    phone = Phone(world.tokens["field"], start_sweep(world, team="team 1"))
    door = world.doors["1-1-102"].id
    phone.send([phone.visit(door, "absent", note=NOTE)])
    return f"/doors/{door}"


def test_a_note_stays_sealed_until_somebody_opens_it(world: World, client_of: ClientOf) -> None:
    address = noted(world)
    lead = client_of("lead")
    assert NOTE not in lead.get(address).content.decode()
    assert NOTE in lead.post(f"{address}/words").content.decode()


def test_opening_notes_is_written_down(world: World, client_of: ClientOf) -> None:
    client_of("lead").post(f"{noted(world)}/words")
    line = Audit.objects.get(action="words.opened")
    assert (line.worker, line.subject) == (world.workers["lead"].id, world.doors["1-1-102"].id)


def test_headquarters_and_police_open_no_notes(world: World, client_of: ClientOf) -> None:
    address = noted(world)
    assert {client_of(who).post(f"{address}/words").status_code for who in ("headquarters", "police")} == {403}
