"""Photos go with the words of their record, and no photo that another record has goes with them."""

from django.utils import timezone

from qiaomen.attachments import retention
from qiaomen.attachments.models import Attachment, Upload
from qiaomen.base.ids import new_id
from qiaomen.ledger.models import Record, Refusal
from qiaomen.testing.photos import photographed
from qiaomen.testing.world import World


def test_a_photo_that_another_record_has_stays(world: World) -> None:
    photo = photographed(world, world.doors["1-1-101"])
    first = Upload.objects.get()
    Record.objects.filter(id=first.record).update(body={"version": 1, "photos": [str(first.id)]})
    other = Upload.objects.create(
        id=new_id(), outbreak=first.outbreak, record=new_id(), author=first.author, size=first.size,
        received=first.size, attachment=photo.id,
    )  # fmt: skip
    retention.forget([first.record])
    assert list(Upload.objects.all()) == [other]
    assert Record.objects.get(id=first.record).body == {"version": 1}
    assert Attachment.objects.filter(id=photo.id).exists()
    Record.objects.filter(id=first.record).update(mends=other.record)
    retention.forget([first.record])
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)


def test_photos_of_what_was_refused_twice_before_it_was_mended_go_too(world: World) -> None:
    photographed(world, world.doors["1-1-101"])
    upload = Upload.objects.get()
    record, refused = upload.record, [new_id(), new_id()]
    for one, by in zip(refused, [refused[1], record], strict=True):
        Refusal.objects.create(
            record=one, content_hash=b"", outbreak=upload.outbreak, kind="visit", author=new_id(),
            received_at=timezone.now(), sealed=b"", code="record.outside_grant", mended_by=by, change=new_id(),
        )  # fmt: skip
    Upload.objects.filter(id=upload.id).update(record=refused[0])
    retention.forget([record])
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)
