"""Records of the small world that do not count: one refused, one held for its lead's review."""

import msgspec

from qiaomen.base.sealing import seal
from qiaomen.ledger.models import Held, Refusal
from qiaomen.places.models import Door
from qiaomen.testing.world import World, fixed


def _sent(door: Door) -> bytes:
    body = {"campaign": fixed("sweep"), "edition": fixed("edition"), "outcome": "absent"}
    at = "2020-03-21T09:00:00+08:00"
    return msgspec.json.encode(
        {"id": fixed(f"kept {door.id}"), "kind": "visit", "device_at": at, "door": door.id, "body": body}
    )


def refused(world: World, door: Door) -> Refusal:
    """A refused record about a door, made when first asked for."""
    made = Refusal(id=fixed(f"refusal {door.id}"), record=fixed(f"refused {door.id}"), content_hash=b"refused")
    made.sealed = seal(world.outbreak.keys, _sent(door), row=made.id)
    made.outbreak, made.kind, made.author = world.outbreak.id, "visit", world.workers["field"].id
    made.door, made.place, made.received_at = door.id, door.place_id, world.now
    made.code, made.change = "record.outside_grant", world.change
    if not Refusal.objects.filter(pk=made.id).exists():
        made.save(force_insert=True)
    return made


def put_by(world: World, door: Door) -> Held:
    """A record from before its phone was enrolled, made when first asked for."""
    made = Held(id=fixed(f"held {door.id}"), content_hash=b"held", outbreak=world.outbreak.id, kind="visit")
    made.sealed = seal(world.outbreak.keys, _sent(door), row=made.id)
    made.author, made.door, made.place = world.workers["field"].id, door.id, door.place_id
    made.received_at, made.code, made.change = world.now, "record.needs_review", world.change
    if not Held.objects.filter(pk=made.id).exists():
        made.save(force_insert=True)
    return made
