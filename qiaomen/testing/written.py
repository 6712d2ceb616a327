"""What residents wrote, for tests: a need, a clue, and a letter that fitted nobody."""

from uuid import UUID

from django.utils import timezone

from qiaomen.care import letters
from qiaomen.care.letters import Written
from qiaomen.care.models import Letter
from qiaomen.ledger import desk
from qiaomen.places.models import Door, Place
from qiaomen.testing.world import World


def needed(world: World, door: Door) -> UUID:
    """Somebody behind a door needs medicine."""
    body = {"what": "medicine", "urgency": "now", "words": "药吃完了", "phone": "12000000000"}
    return _told(world, "need", body, place=door.place_id, door=door.id)


def clued(world: World, place: Place) -> UUID:
    """Somebody tells of a car from elsewhere."""
    return _told(world, "clue", {"what": "vehicle", "words": "外地牌照"}, place=place.id)


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
