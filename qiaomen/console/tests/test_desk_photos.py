"""Photos from a desk: findings, clues, seals and disinfection keep them as a phone's, with its limits."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.attachments.models import Attachment, Upload
from qiaomen.attachments.queries import photos_of_records
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.testing.photos import SCAN, jpeg, segment
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]


def shot(more: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile("1.jpg", jpeg(scan=SCAN + more), content_type="image/jpeg")


def newest(kind: str) -> Record:
    return Record.objects.filter(kind=kind).order_by("-received_at", "-id")[0]


def kept(record: UUID) -> list[UUID | None]:
    return [one.id for one in photos_of_records([record])[record]]


def test_each_form_that_the_phone_has_photos_for_keeps_them_sealed_beside_its_record(
    world: World, client_of: ClientOf
) -> None:
    lead, place = client_of("lead"), world.places["gate"].id
    forms: list[tuple[str, str, dict[str, Any]]] = [
        (f"/findings/new/{place}", "finding", {"what": "gate_unmanned", "pictures": [shot(), shot(b"\x01")]}),
        (f"/disinfection/at/{place}", "disinfection", {"area": 20, "pictures": [shot()]}),
    ]
    for path, kind, data in forms:
        reply = lead.post(path, data)
        assert reply.status_code == 302, path
        assert reply.headers["Location"].startswith(f"/{path.split('/')[1]}"), reply.headers["Location"]
        record = newest(kind)
        assert len(kept(record.id)) == len(record.body["photos"]) == len(data["pictures"]), kind
        assert None not in kept(record.id), kind
    assert Upload.objects.count() == 3
    assert Attachment.objects.count() == 2, "the same picture is kept once"
    assert not any(jpeg() in bytes(one.sealed) for one in Attachment.objects.all())
    finding = newest("finding").id
    assert lead.post(f"/findings/{finding}/step", {"step": "rectified", "pictures": shot()}).status_code == 302
    assert len(kept(newest("finding_step").id)) == 1
    [photo, _other] = kept(finding)
    assert lead.get(f"/findings/{finding}/photos/{photo}").content == jpeg()
    assert Audit.objects.filter(action="photo.seen", subject=photo).count() == 1


def test_a_clues_end_and_a_seals_opening_keep_photos(world: World, client_of: ClientOf) -> None:
    lead, worker = client_of("lead"), world.workers["lead"]
    clue = desk.tell(
        "clue", {"what": "venue", "source": "hotline"}, by=worker, now=timezone.now(), place=world.places["compound"].id
    )
    paper = {"emergency": "120", "document": "令 1 号", "until": timezone.now() + timedelta(days=9)}
    seal = desk.tell("seal", paper, by=worker, now=timezone.now(), place=world.places["gate"].id)
    assert (clue.verdict, seal.verdict) == ("accepted", "accepted"), (clue.code, seal.code)
    for path, kind, data in (
        (f"/clues/{clue.id}/step", "clue_step", {"step": "verified"}),
        (f"/seals/{seal.id}/event", "seal_event", {"event": "opened", "why": "delivery"}),
    ):
        assert lead.post(path, {**data, "pictures": shot()}).status_code == 302
        found = Record.objects.filter(kind=kind, body__has_key="photos").get()
        assert len(kept(found.id)) == 1, kind


def test_what_a_phone_may_not_send_a_desk_may_not_either_and_nothing_is_written_down(
    world: World, client_of: ClientOf
) -> None:
    lead, place = client_of("lead"), world.places["gate"].id
    exif = SimpleUploadedFile("x.jpg", jpeg(segment(0xE1, b"Exif\0\0")), content_type="image/jpeg")
    large = SimpleUploadedFile("x.jpg", jpeg(scan=SCAN + b"\x01" * 2_000_001), content_type="image/jpeg")
    text = SimpleUploadedFile("x.jpg", b"no picture", content_type="image/jpeg")
    for pictures in ([exif], [large], [text], [shot()] * 5):
        assert lead.post(f"/disinfection/at/{place}", {"area": 20, "pictures": pictures}).status_code == 422
    assert not Record.objects.filter(kind="disinfection").exists()
