"""Photos over HTTP, as phones send them: after their record, in pieces, sealed, and never in its way."""

import logging
import sys
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from qiaomen.attachments.jobs import forget_unfinished
from qiaomen.attachments.models import Attachment, Part, Upload
from qiaomen.attachments.queries import photos_of, photos_of_records, picture_of
from qiaomen.base import keys
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.testing.desk import Desk
from qiaomen.testing.photos import SCAN, jpeg, segment
from qiaomen.testing.sweep import Phone

DOOR = "1-1-202"
SECRET = b"what the picture shows" * 20
PICTURE = jpeg(scan=SCAN + SECRET)


class Camera:
    """A phone that sends photos of one visit."""

    def __init__(self, phone: Phone, record: UUID, picture: bytes = PICTURE) -> None:
        self.phone, self.record, self.picture, self.id = phone, record, picture, new_id()

    def call(self, method: str, query: str = "", body: bytes = b"") -> Any:
        return self.phone.client.generic(
            method,
            f"/api/attachments/{self.id}{query}",
            body,
            content_type="application/octet-stream",
            headers={"authorization": f"Bearer {self.phone.token}"},
        )

    def put(self, start: int, end: int | None = None, **other: Any) -> Any:
        """Send the bytes from `start` to `end`; what came of it."""
        named = {"record": self.record, "offset": start, "size": len(self.picture)} | other
        query = "&".join(f"{name}={value}" for name, value in named.items())
        return self.call("PUT", f"?{query}", self.picture[start:end])

    def here(self) -> dict[str, Any]:
        answer = self.call("GET").json()
        return {name: answer[name] for name in ("received", "size", "done")}


def code(response: Any) -> str:
    return "" if response.status_code == 200 else str(response.json()["problem"]["code"])


@pytest.fixture
def camera(desk: Desk) -> Camera:
    """A visit that is here, and a photo that goes with it."""
    phone = desk.phone()
    visit = phone.visit(desk.door(DOOR), "absent")
    phone.send([visit])
    return Camera(phone, visit["id"])


@pytest.mark.parametrize("ends, said, kept", [(1, "file.malicious", False), (2, "server.no_scanner", True)])
def test_a_whole_photo_is_scanned_and_comes_again_where_the_scanner_failed(
    camera: Camera, settings: Settings, ends: int, said: str, kept: bool
) -> None:
    half = len(PICTURE) // 2
    settings.SCANNER = [sys.executable, "-c", f"raise SystemExit({ends})"]
    assert [code(camera.put(0, half)), code(camera.put(half))] == ["", said]
    assert camera.here()["received"] == (half if kept else 0)
    assert not Attachment.objects.exists()
    settings.SCANNER = [sys.executable, "-c", ""]
    assert code(camera.put(half)) == ("" if kept else "attachment.offset")


def test_a_photo_arrives_in_pieces_and_opens_again_as_it_was(desk: Desk, camera: Camera) -> None:
    for start in range(0, len(PICTURE), 100):
        assert code(camera.put(start, start + 100)) == ""
    photo = photos_of(desk.door(DOOR))[camera.record][0]
    assert photo.id is not None
    assert picture_of(desk.world.outbreak.keys, desk.door(DOOR), photo.id) == (PICTURE, "image/jpeg")
    assert (camera.here(), Part.objects.count()) == ({"received": len(PICTURE), "size": len(PICTURE), "done": True}, 0)


def test_a_photo_goes_on_where_the_signal_left_it(camera: Camera) -> None:
    camera.put(0, 150)
    response = camera.call("HEAD")
    assert (response.headers["Upload-Offset"], camera.here()["received"]) == ("150", 150)
    assert code(camera.put(150)) == ""
    assert camera.here()["done"]


def test_a_piece_that_skips_ahead_is_refused_with_what_is_here(camera: Camera) -> None:
    camera.put(0, 150)
    response = camera.put(200, 300)
    assert (code(response), response.json()["problem"]["details"]["received"]) == ("attachment.offset", "150")


def test_a_piece_sent_twice_is_harmless_also_after_the_end(camera: Camera) -> None:
    for start, end in ((0, 150), (0, 150), (150, None), (150, None), (0, 150)):
        assert code(camera.put(start, end)) == ""
    assert Attachment.objects.count() == 1


def test_a_photo_waits_for_its_record_and_the_record_for_no_photo(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door(DOOR), "absent", photos=[new_id()])
    camera = Camera(phone, visit["id"])
    assert code(camera.put(0)) == "attachment.no_record"
    assert phone.send([visit])[0]["verdict"] == "accepted"
    assert code(camera.put(0)) == ""


def test_nobody_adds_a_photo_to_anothers_record_nor_learns_of_it(desk: Desk, camera: Camera) -> None:
    camera.put(0, 150)
    other = Camera(desk.phone("lead"), camera.record)
    assert code(other.put(0)) == "attachment.no_record"
    other.id = camera.id
    assert (code(other.put(150)), other.here()["received"]) == ("access.not_found", 0)


def test_a_refused_records_photo_comes_along_when_it_is_mended(desk: Desk) -> None:
    phone = desk.phone()
    refused = phone.visit(desk.door(DOOR), "absent", edition=new_id())
    assert phone.send([refused])[0]["verdict"] == "rejected"
    assert code(Camera(phone, refused["id"]).put(0)) == ""
    mended = {**phone.visit(desk.door(DOOR), "absent"), "mends": refused["id"]}
    phone.send([mended])
    assert len(photos_of(desk.door(DOOR))[mended["id"]]) == 1


def test_a_photo_comes_along_from_what_was_refused_several_times(desk: Desk) -> None:
    phone = desk.phone()
    refused = phone.visit(desk.door(DOOR), "absent", edition=new_id())
    again = {**refused, "id": new_id(), "mends": refused["id"]}
    mended = {**phone.visit(desk.door(DOOR), "absent"), "mends": again["id"]}
    assert [phone.send([one])[0]["verdict"] for one in (refused, again)] == ["rejected"] * 2
    assert code(Camera(phone, refused["id"]).put(0)) == ""
    phone.send([mended])
    assert len(photos_of(desk.door(DOOR))[mended["id"]]) == len(photos_of_records([mended["id"]])[mended["id"]]) == 1


def test_a_photo_that_tells_where_it_was_taken_is_refused_and_nothing_of_it_kept(camera: Camera) -> None:
    camera.picture = jpeg(segment(0xE1, b"Exif\x00\x00GPS 112.85E"))
    assert code(camera.put(0)) == "attachment.metadata"
    assert (Attachment.objects.count(), Upload.objects.count(), Part.objects.count()) == (0, 0, 0)


def test_a_photo_over_two_megabytes_and_a_piece_over_half_are_refused(camera: Camera) -> None:
    assert code(camera.put(0, 10, size=2_000_001)) == "attachment.too_large"
    camera.picture = bytes(600_000)
    assert code(camera.put(0)) == "attachment.too_large"
    assert Upload.objects.count() == 0


def test_a_record_has_at_most_twelve_photos(camera: Camera) -> None:
    for _ in range(12):
        camera.id = new_id()
        assert code(camera.put(0)) == ""
    camera.id = new_id()
    assert (code(camera.put(0)), Attachment.objects.count()) == ("attachment.too_many", 1)


@pytest.mark.parametrize("query", ["", "?record=x&offset=0&size=9", "?offset=0&size=9", "?record={0}&offset=-1&size=9"])
def test_a_piece_without_its_address_is_refused(camera: Camera, query: str) -> None:
    assert code(camera.call("PUT", query.format(camera.record), b"x")) == "attachment.address"


def test_the_same_id_for_another_photo_is_refused(camera: Camera) -> None:
    camera.put(0, 150)
    assert code(camera.put(150, size=len(PICTURE) + 1)) == "attachment.id_reused"


def test_a_photo_is_sealed_at_rest_from_its_first_piece_on_and_in_no_log(
    camera: Camera, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        camera.put(0, len(PICTURE) - 3)
        pieces = dumped()
        camera.put(len(PICTURE) - 3)
    for text in (pieces, dumped(), "\n".join(caplog.messages)):
        assert SECRET[:22].hex() not in text
        assert SECRET[:22].decode() not in text
    assert min(len(pieces), len(dumped())) > 2 * len(PICTURE)  # in hexadecimal, it is all there


def dumped() -> str:
    """Everything that the photos' tables hold, as PostgreSQL writes it out."""
    with connection.cursor() as cursor:
        text = ""
        for table in ("attachments_attachment", "attachments_part", "attachments_upload"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            text += "\n".join(row[0] for row in cursor.fetchall())
    return text


def test_a_photo_ends_with_its_outbreaks_keys(desk: Desk, camera: Camera) -> None:
    camera.put(0)
    photo = photos_of(desk.door(DOOR))[camera.record][0].id
    assert photo is not None
    before = desk.world.outbreak.keys
    keys.destroy(desk.world.outbreak.id)
    with pytest.raises(Problem, match=r"outbreak\.key_missing"):
        picture_of(desk.world.outbreak.keys, desk.door(DOOR), photo)
    keys.create(desk.world.outbreak.id)
    assert desk.world.outbreak.keys != before


def begun_days_ago(days: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE attachments_upload SET begun_at = now() - make_interval(days => %s)", [days])


def test_a_photo_that_stopped_a_week_ago_is_forgotten_and_may_begin_anew(camera: Camera) -> None:
    camera.put(0, 100)
    begun_days_ago(6)
    forget_unfinished()
    assert camera.here()["received"] == 100
    begun_days_ago(8)
    forget_unfinished()
    assert (camera.here()["received"], Part.objects.count(), Upload.objects.count()) == (0, 0, 0)
    assert code(camera.put(0)) == ""
    assert camera.here()["done"]


def test_a_photo_that_arrived_is_not_forgotten(camera: Camera) -> None:
    camera.put(0)
    begun_days_ago(400)
    forget_unfinished()
    assert (camera.here()["done"], Attachment.objects.count()) == (True, 1)
