"""What residents wrote, for tests: a need, a clue, and a letter that fitted nobody."""

from uuid import UUID

from django.utils import timezone

from qiaomen.attachments.models import Attachment, Upload
from qiaomen.base.ids import NOBODY, RESIDENT, new_id
from qiaomen.care import letters
from qiaomen.care.letters import Written
from qiaomen.care.models import Letter, Need
from qiaomen.clues.models import Clue
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.places.models import Door, Place
from qiaomen.testing.world import World, fixed


def needed(world: World, door: Door) -> UUID:
    """Somebody behind a door needs medicine."""
    body = {"what": "medicine", "urgency": "now", "words": "药吃完了", "phone": "12000000000"}
    return _told(world, "need", body, place=door.place_id, door=door.id)


def clued(world: World, place: Place) -> UUID:
    """Somebody tells of a car from elsewhere."""
    return _told(world, "clue", {"what": "vehicle", "words": "外地牌照"}, place=place.id)


def standing_need(door: Door) -> Need:
    """A need as it stands, without its record: for whoever only asks who may see it."""
    return Need.objects.create(
        id=new_id(), place=door.place_id, door=door.id, what="medicine", urgency="now", rank=0, known=False,
        asked_at=timezone.now(), asked_by=RESIDENT, state="open", change=NOBODY,
    )  # fmt: skip


def prescribed(world: World, door: Door, photo: Attachment) -> Need:
    """A need as it stands, with the photo of a prescription."""
    need, author = standing_need(door), world.workers["field"].id
    Record.objects.create(
        id=need.id, content_hash=b"", outbreak=world.outbreak.id, kind="need", at=world.now, device_at=world.now,
        received_at=world.now, author=author, place=door.place_id, door=door.id, body={"what": "medicine"},
        change=world.change,
    )  # fmt: skip
    Upload.objects.create(
        id=fixed(f"upload of {need.id}"), outbreak=world.outbreak.id, record=need.id, author=author, size=photo.size,
        received=photo.size, attachment=photo.id,
    )  # fmt: skip
    return need


def standing_clue(place: Place) -> Clue:
    """A clue as it stands, without its record."""
    return Clue.objects.create(
        id=new_id(), place=place.id, what="vehicle", told_at=timezone.now(), told_by=RESIDENT, state="open",
        change=NOBODY,
    )  # fmt: skip


def unmatched(world: World, door: Door) -> Letter:
    """Somebody whom nobody knows at a door reported for it."""
    written = Written(name="无名氏", tail="0000", phone="12000000000", about={"words": "新搬来的"})
    now = timezone.now()
    letters.keep(written, Letter.About.REPORT, of_place=False, at_id=door.id, outbreak=world.outbreak, now=now)
    made = Letter.objects.latest("at")
    made.state, made.place, made.door = Letter.State.UNMATCHED, door.place_id, door.id
    made.save()
    return made


def _told(world: World, kind: str, body: dict[str, str], **about: UUID) -> UUID:
    verdict = desk.tell(kind, body, by=world.workers["headquarters"], now=timezone.now(), **about)
    assert verdict.id is not None, verdict.code
    return verdict.id
