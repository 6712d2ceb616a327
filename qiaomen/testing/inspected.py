"""What the matrix needs of stations, findings, disinfection and seals: one of each in a place, with a photo."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from qiaomen.attachments.models import Attachment, Upload
from qiaomen.disinfection.models import Cadence, Done
from qiaomen.ledger.models import Record
from qiaomen.places.models import Place, segment
from qiaomen.seals.models import Seal
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
        due_set_at=world.now, told_level=-1, change=world.change,
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


def disinfected_at(world: World, place: Place, photo: Attachment) -> UUID:
    """A round that was made in a place, with a photo."""
    id = fixed(f"disinfection at {place.id}")
    if not Done.objects.filter(pk=id).exists():
        author = world.workers["lead"].id
        Done.objects.create(id=id, place=place.id, photos=1, at=world.now, by=author, change=world.change)
        _recorded(world, id, "disinfection", {}, place, photo)
    return id


def cadence_at(world: World, place: Place) -> UUID:
    """Regular rounds in a place."""
    made, _new = Cadence.objects.get_or_create(
        id=fixed(f"cadence at {place.id}"),
        defaults={"place": place, "grain": "", "every": 24, "since": world.now, "change": world.change},
    )
    return made.id


def sealed_at(world: World, place: Place, photo: Attachment) -> UUID:
    """A seal by order on a place, with a photo."""
    id = fixed(f"seal at {place.id}")
    if not Seal.objects.filter(pk=id).exists():
        author, until = world.workers["lead"].id, timezone.now() + timedelta(days=3)
        Seal.objects.create(
            id=id, place=place.id, form="paper", document="青防指〔2020〕7号", until_at=until, emergency="120",
            put_at=world.now, put_by=author, standing="intact", openings=0, change=world.change,
        )  # fmt: skip
        body: dict[str, object] = {"emergency": "120", "document": "青防指〔2020〕7号", "until": until.isoformat()}
        _recorded(world, id, "seal", body, place, photo)
    return id


def _recorded(world: World, id: UUID, kind: str, body: dict[str, object], place: Place, photo: Attachment) -> None:
    author = world.workers["lead"].id
    Record.objects.create(
        id=id, content_hash=b"", outbreak=world.outbreak.id, kind=kind, at=world.now, device_at=world.now,
        received_at=world.now, author=author, place=place.id, body=body, change=world.change,
    )  # fmt: skip
    Upload.objects.create(
        id=fixed(f"upload of {id}"), outbreak=world.outbreak.id, record=id, author=author, size=photo.size,
        received=photo.size, attachment=photo.id,
    )  # fmt: skip


def _saved(place: Place) -> Place:
    place.save(force_insert=True)
    return place
