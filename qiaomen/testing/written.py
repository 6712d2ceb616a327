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
    need = standing_need(door)
    _recorded(world, need.id, "need", "medicine", photo, place=door.place_id, door=door.id)
    return need


def standing_clue(world: World, place: Place, photo: Attachment) -> Clue:
    """A clue as it stands: verified, with a photo, and with a reward to be collected."""
    id = new_id()
    _recorded(world, id, "clue", "vehicle", photo, place=place.id)
    return Clue.objects.create(
        id=id, record=id, place=place.id, what="vehicle", source="resident", told_at=timezone.now(), told_by=RESIDENT,
        state="verified", reopened=0, told_level=-1, late_last=False, reward="booked", reward_what="口罩",
        reward_count=10, reward_number=1, rewarded_at=timezone.now(), change=NOBODY,
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


def _recorded(world: World, id: UUID, kind: str, what: str, photo: Attachment, **about: UUID) -> None:
    """A record with a photo, without what submit makes of it."""
    author = world.workers["field"].id
    Record.objects.create(
        id=id, content_hash=b"", outbreak=world.outbreak.id, kind=kind, at=world.now, device_at=world.now,
        received_at=world.now, author=author, body={"what": what}, change=world.change, **about,
    )  # fmt: skip
    Upload.objects.create(
        id=fixed(f"upload of {id}"), outbreak=world.outbreak.id, record=id, author=author, size=photo.size,
        received=photo.size, attachment=photo.id,
    )  # fmt: skip


def _told(world: World, kind: str, body: dict[str, str], **about: UUID) -> UUID:
    verdict = desk.tell(kind, body, by=world.workers["headquarters"], now=timezone.now(), **about)
    assert verdict.id is not None, verdict.code
    return verdict.id
