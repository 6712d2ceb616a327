"""Shifts in the small world: two entrances of 翠湖小区 around the clock, and four people who stand them."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from qiaomen.base.ids import NOBODY, new_id
from qiaomen.ledger import desk
from qiaomen.places.models import Place
from qiaomen.shifts import actions, working
from qiaomen.shifts.models import Post, Roster, Rostered, Shift, Slot
from qiaomen.testing.world import HERE, World

STAND = ("field", "field 2", "field 3", "taxes 1")
DAY_ONE = date(2020, 3, 22)


def posted(world: World, place: Place | None = None, *, skills: dict[str, int] | None = None) -> Post:
    """A post with two slots of twelve hours, one head each; the north gate's by itself."""
    by = world.workers["headquarters"]
    slots = [
        actions.set_slot(name=name, begins=time(hour), minutes=720, by=by) for name, hour in (("白班", 8), ("夜班", 20))
    ]
    heads = {slot.id: 1 for slot in slots}
    at = place or world.places["gate"]
    return actions.set_post(place=at, name=at.name, kind="gate", heads=heads, skills=skills or {}, by=by)


def staffed(world: World, *keys: str) -> None:
    """These people stand shifts, at home in 翠湖小区; the second is a woman."""
    for key in keys or STAND:
        actions.set_person(
            world.workers[key], world.places["compound"], skills=["leading"] if key == "field" else [],
            is_woman=key == "field 2", no_nights=False, not_slots=[], not_kinds=[], is_active=True,
            by=world.workers["headquarters"],
        )  # fmt: skip


def asked_roster(world: World, place: Place | None = None, *, days: int = 3, now: datetime | None = None) -> Roster:
    """A roster of the compound that waits to be worked out."""
    return actions.ask(
        place=place or world.places["compound"], first=DAY_ONE, days=days, seconds=10, by=world.workers["lead"],
        now=now or world.now,
    )  # fmt: skip


def published(world: World, *, days: int = 3) -> Roster:
    """A roster worked out and published: 北门 by day and night."""
    if not Rostered.objects.exists():
        posted(world)
        staffed(world)
    roster = asked_roster(world, days=days)
    working.work()
    roster.refresh_from_db()
    actions.publish(roster, despite_gaps=True, by=world.workers["lead"], now=world.now)
    working.work()
    roster.refresh_from_db()
    return roster


def given(
    world: World, worker: str, begins: datetime, *, hours: int = 12, post: Post | None = None, by: str = "lead"
) -> Shift:
    """One shift as if a roster had it: a record by the lead, or by whom else is named."""
    at = post or Post.objects.filter(place=world.places["gate"]).first() or posted(world)
    roster = Roster.objects.first() or Roster.objects.create(
        outbreak=world.outbreak, place=world.places["compound"], first=begins.date(), days=14, rules={}, seconds=1,
        state="published", edition=1, asked_by=world.workers["lead"], asked_at=world.now,
    )  # fmt: skip
    slot = Slot.objects.filter(begins=begins.astimezone(HERE).time()).first() or Slot.objects.first()
    body = {
        "roster": roster.id, "post": at.id, "slot": slot.id if slot else NOBODY, "worker": world.workers[worker].id,
        "begins": begins, "ends": begins + timedelta(hours=hours),
    }  # fmt: skip
    told = desk.tell("shift", body, by=world.workers[by], now=world.now, place=at.place_id)
    assert told.verdict == "accepted", (told.code, told.field)
    assert told.id is not None
    return Shift.objects.get(pk=told.id)


def standing_shift(world: World, place: Place, worker: str) -> Shift:
    """A shift as it stands, without its record: for whoever only asks who may see it."""
    post, begins = posted(world, place), datetime(2020, 3, 22, 8, tzinfo=HERE)
    slot = post.heads.first()
    assert slot is not None
    return Shift.objects.create(
        id=new_id(), roster=NOBODY, post=post.id, slot=slot.slot_id, place=place.id, planned=world.workers[worker].id,
        worker=world.workers[worker].id, day=DAY_ONE, begins_at=begins, ends_at=begins + timedelta(hours=12),
        is_night=False, late_at=begins, told_level=-1, is_last=False, change=NOBODY,
    )  # fmt: skip


def standing_person(world: World, place: Place, worker: str) -> UUID:
    """Somebody who stands shifts, at home there: for whoever only asks who may see them."""
    who = world.workers[worker].id
    Rostered.objects.update_or_create(worker_id=who, defaults={"place": place, "change": NOBODY})
    return who


def standing_roster(world: World, place: Place) -> Roster:
    """A roster that is proposed, of nobody: for whoever only asks who may see it."""
    return Roster.objects.create(
        outbreak=world.outbreak, place=place, first=DAY_ONE, days=1, rules={}, seconds=1, state="proposed",
        asked_by=world.workers["lead"], asked_at=world.now,
    )  # fmt: skip


def at(hour: int, minute: int = 0, *, day: int = 22) -> datetime:
    """A time of the small world's next days."""
    return datetime(2020, 3, day, hour, minute, tzinfo=HERE)


def swap(world: World, shift: Shift, other: Shift | None, to: str, by: str, *, now: datetime) -> tuple[str, UUID]:
    """Ask for a swap; (verdict or code, id)."""
    body = {"shift": shift.id, "to": world.workers[to].id, **({"other": other.id} if other else {})}
    told = desk.tell("shift_swap", body, by=world.workers[by], now=now, place=shift.place)
    assert told.id is not None
    return told.code or told.verdict, told.id
