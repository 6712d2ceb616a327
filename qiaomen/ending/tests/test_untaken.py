"""What the ledger did not take is kept no longer than what it carries."""

from datetime import timedelta

import pytest

from qiaomen.attachments.models import Attachment, Upload
from qiaomen.base.ids import new_id
from qiaomen.base.kinds import KINDS
from qiaomen.ending import rules
from qiaomen.ledger import queries
from qiaomen.ledger.models import Held, Record, Refusal, Unreadable
from qiaomen.ledger.rebuild import differences
from qiaomen.testing import kept
from qiaomen.testing.desk import Desk
from qiaomen.testing.photos import photographed
from qiaomen.testing.world import World

DAYS = {"passage": 14, "venue_scan": 14, "visitor": 14, "vehicle_stop": 14, "list_row": 7, "clue": 30, "pass_ask": 7}


def not_taken(world: World, kind: str) -> tuple[Refusal, Held]:
    """A refused and a held record of a kind, about one door."""
    door = world.doors["1-1-101"]
    refused, held = kept.refused(world, door), kept.put_by(world, door)
    refused.kind = held.kind = kind
    refused.save()
    held.save()
    return refused, held


def waiting(world: World) -> tuple[int, int]:
    counted = queries.numbers(world.workers["headquarters"], world.outbreak.id)
    return counted.refused, counted.held


@pytest.mark.parametrize("kind", DAYS)
def test_a_refused_or_held_record_ends_with_its_kind(world: World, kind: str) -> None:
    refused, held = not_taken(world, kind)
    end = world.now + timedelta(days=DAYS[kind])
    rules.carry_out(end - timedelta(minutes=1))
    assert waiting(world) == (1, 1)
    gone = rules.carry_out(end)
    assert sum(gone.values()) == 2
    assert waiting(world) == (0, 0)
    for one in Refusal.objects.all():
        assert (bytes(one.sealed), one.door, one.details, one.code) == (b"", None, {}, "record.not_kept")
    held.refresh_from_db()
    assert (held.sealed, held.door, held.verdict, held.needs) == (None, None, "rejected", [])
    refused.refresh_from_db()
    assert refused.content_hash  # so that the same one sent again is refused again
    assert differences() == []
    assert not any(rules.carry_out(end + timedelta(days=40)).values())


def test_what_goes_with_its_outbreak_waits_to_be_mended_as_long(world: World) -> None:
    not_taken(world, "visit")
    rules.carry_out(world.now + timedelta(days=400))
    assert waiting(world) == (1, 1)


def test_what_is_held_is_counted_with_its_kind(world: World) -> None:
    not_taken(world, "passage")
    [row] = [one for one in rules.held(world.now) if one.rule.name == "passages"]
    assert (row.count, row.next_at) == (2, world.now + timedelta(days=14))


def test_what_nobody_could_read_goes_after_a_week(world: World) -> None:
    refused, _held = not_taken(world, "")
    Held.objects.all().delete()
    upload = Unreadable.objects.create(
        outbreak=world.outbreak.id, enrolment=new_id(), sealed=b"what was sent", reason="not JSON"
    )
    Unreadable.objects.filter(id=upload.id).update(received_at=world.now)
    assert rules.carry_out(world.now + timedelta(days=6)).get("unreadable", 0) == 0
    assert rules.carry_out(world.now + timedelta(days=7))["unreadable"] == 2
    assert not Unreadable.objects.exists()
    refused.refresh_from_db()
    assert bytes(refused.sealed) == b""


def test_photos_of_what_was_refused_go_and_those_of_what_mended_it_stay(world: World) -> None:
    refused, _held = not_taken(world, "clue")
    photographed(world, world.doors["1-1-101"])
    mending = Upload.objects.get().record
    Upload.objects.update(record=refused.record)
    Refusal.objects.update(mended_by=mending)
    rules.carry_out(world.now + timedelta(days=31))
    assert (Upload.objects.count(), Attachment.objects.count()) == (1, 1)
    Refusal.objects.update(mended_by=None, sealed=b"again")
    rules.carry_out(world.now + timedelta(days=31))
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)


def test_whoever_sent_a_record_that_was_held_too_long_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        rules,
        "RULES",
        [
            *rules.RULES,
            rules.Rule(
                "stops", rules.RULES[0].about, rules.RULES[0].since, lambda now: 0, rules.RULES[0].held, ("visit",)
            ),
        ],
    )
    phone = desk.phone()
    cursor = phone.pull(phone.pull()["cursor"])["cursor"]
    visit = phone.visit(new_id(), "absent")
    assert phone.send([visit])[0]["verdict"] == "held"
    received = Held.objects.get().received_at
    rules.carry_out(received + timedelta(days=15))
    [told] = phone.pull(cursor)["verdicts_later"]
    assert (told["verdict"], told["code"]) == ("rejected", "record.not_kept")
    assert phone.send([visit])[0]["code"] == "record.not_kept"
    assert not Record.objects.filter(id=visit["id"]).exists()


def test_every_kind_with_days_of_its_own_takes_what_was_refused_with_it() -> None:
    assert set(DAYS) <= {kind for rule in rules.RULES for kind in rule.kinds} <= set(KINDS)
