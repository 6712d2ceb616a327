"""Photos on the door's page: for those who may see identity, and every look is written down."""

from collections.abc import Callable

from django.test import Client

from qiaomen.access.models import Audit
from qiaomen.base.ids import new_id
from qiaomen.testing.photos import jpeg, photographed
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]


def test_the_door_shows_its_photos_to_those_who_may_see_identity_only(world: World, client_of: ClientOf) -> None:
    start_sweep(world, team="team 1")
    door = world.doors["1-1-101"]
    address = f"/doors/{door.id}/photos/{photographed(world, door).id}"
    pages = {who: client_of(who).get(f"/doors/{door.id}").content.decode() for who in ("lead", "police")}
    assert (address in pages["lead"], address in pages["police"]) == (True, False)
    assert client_of("police").get(address).status_code == 403


def test_every_look_at_a_photo_is_written_down(world: World, client_of: ClientOf) -> None:
    start_sweep(world, team="team 1")
    door = world.doors["1-1-101"]
    photo = photographed(world, door).id
    response = client_of("lead").get(f"/doors/{door.id}/photos/{photo}")
    assert (response.content, response.headers["Content-Type"]) == (jpeg(), "image/jpeg")
    seen = Audit.objects.get(action="photo.seen")
    assert (seen.worker, seen.subject, seen.details) == (
        world.workers["lead"].id,
        photo,
        {"door": str(door.id)},
    )


def test_a_photo_opens_at_its_own_door_only(world: World, client_of: ClientOf) -> None:
    start_sweep(world, team="team 1")
    photo = photographed(world, world.doors["1-1-101"]).id
    assert client_of("lead").get(f"/doors/{world.doors['1-1-102'].id}/photos/{photo}").status_code == 404


def test_the_door_says_how_many_photos_are_still_on_their_way(world: World, client_of: ClientOf) -> None:
    phone = Phone(world.tokens["field"], start_sweep(world, team="team 1"))
    door = world.doors["1-1-102"].id
    phone.send([phone.visit(door, "absent", photos=[new_id(), new_id()])])
    client = client_of("lead")
    client.cookies["language"] = "en"
    assert "2 photos are still on their way" in client.get(f"/doors/{door}").content.decode()
