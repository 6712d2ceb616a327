"""What the matrix needs of stations and findings: a station in a place, and a finding there with a photo."""

from uuid import UUID

from qiaomen.attachments.models import Attachment, Upload
from qiaomen.ledger.models import Record
from qiaomen.places.models import Place, segment
from qiaomen.supervision.models import Finding
from qiaomen.testing.world import World, fixed


def station_in(world: World, place: Place) -> Place:
    """A station without rooms, made when first asked for."""
    id = fixed(f"station in {place.id}")
    made = Place(id=id, parent=place, kind="station", name="温馨驿站", path=place.path + segment(id))
    made.change = world.change
    return Place.objects.filter(pk=id).first() or _saved(made)


def found_at(world: World, place: Place, photo: Attachment) -> UUID:
    """A finding that the inspector reported, with a photo."""
    id = fixed(f"finding at {place.id}")
    if Finding.objects.filter(pk=id).exists():
        return id
    author = world.workers["inspector"].id
    Finding.objects.create(
        id=id, place=place.id, what="crowding", state="open", found_at=world.now, found_by=author, reopened=0,
        change=world.change,
    )  # fmt: skip
    Record.objects.create(
        id=id, content_hash=b"", outbreak=world.outbreak.id, kind="finding", at=world.now, device_at=world.now,
        received_at=world.now, author=author, place=place.id, body={"what": "crowding"}, change=world.change,
    )  # fmt: skip
    Upload.objects.create(
        id=fixed(f"upload of {id}"), outbreak=world.outbreak.id, record=id, author=author, size=photo.size,
        received=photo.size, attachment=photo.id,
    )  # fmt: skip
    return id


def _saved(place: Place) -> Place:
    place.save(force_insert=True)
    return place
