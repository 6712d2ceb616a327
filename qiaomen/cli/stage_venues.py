"""The demo's suspended venues: every venue of an area by one order, served; one found open, which is a finding."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from qiaomen.access.models import Worker
from qiaomen.ledger import desk
from qiaomen.places.models import Door, DoorKind
from qiaomen.venues.models import OrderedSuspension

DOCUMENT = "县指〔2022〕12号"


def suspend_all() -> int:
    """Suspend every venue (bars, KTV, internet cafés) for two weeks, once; answers how many."""
    doors = list(Door.objects.filter(kind=DoorKind.VENUE, is_open=True).order_by("place__path", "walk", "id"))
    if not doors or OrderedSuspension.objects.exists():
        return 0
    headquarters, now = Worker.objects.get(username="headquarters"), timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    said = {
        "ground": "kind_of_venue", "since": now, "until": midnight + timedelta(days=15), "document": DOCUMENT,
    }  # fmt: skip
    orders = [desk.record("suspension", said, at=now, door=door.id) for door in doors]
    told = desk.send(orders, by=headquarters, now=now)
    steps = [
        desk.record("suspension_step", {"suspension": order["id"], "step": "served", "how": "in_person"}, at=now,
                    door=door.id)
        for order, door in zip(orders, doors, strict=True)
    ]  # fmt: skip
    desk.send(steps, by=headquarters, now=now)
    _found_open(doors[len(doors) // 2], orders[len(doors) // 2]["id"])
    return sum(one.verdict == "accepted" for one in told)


def _found_open(door: Door, order: UUID) -> None:
    inspector, now = Worker.objects.get(username="inspector"), timezone.now()
    look = {"suspension": order, "step": "looked", "finds": "open"}
    finding = {"what": "venue_open", "suspension": order, "due": now + timedelta(days=1)}
    desk.send(
        [
            desk.record("suspension_step", look, at=now, door=door.id),
            desk.record("finding", finding, at=now, place=door.place_id, door=door.id),
        ],
        by=inspector,
        now=now,
    )
