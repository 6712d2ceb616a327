"""Thirty days after its end a seal is nobody's, and still counts."""

from datetime import timedelta

from django.utils import timezone

from qiaomen.attachments.actions import keep
from qiaomen.attachments.models import Attachment, Upload
from qiaomen.base.ids import new_id
from qiaomen.ledger import desk
from qiaomen.ledger.entries import Author
from qiaomen.ledger.models import Record
from qiaomen.seals import queries, retention
from qiaomen.seals.models import Seal
from qiaomen.seals.tests.sealed import event, ground, put
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.photos import jpeg
from qiaomen.testing.world import World


def test_thirty_days_after_its_end_a_seal_is_nobodys_and_still_counts(world: World) -> None:
    people = ground(world)
    seal = put(world, people=people, note="母亲在家").id
    taken = new_id()
    opened = event(world, seal, "opened", why="doctor", note="李医生", photos=[taken]).id or taken
    author = Author(world.workers["lead"].id, world.outbreak.id)
    keep(taken, record=opened, author=author, picture=jpeg())
    event(world, seal, "removed")
    assert retention.remove(timezone.now() + timedelta(days=29)) == 0
    assert retention.remove(timezone.now() + timedelta(days=31)) == 1
    found = Seal.objects.get()
    assert (found.people, found.door, found.openings, found.ended_by) == ([], None, 1, "removed")
    left = Record.objects.filter(kind__in=("seal", "seal_event"))
    assert not left.exclude(sealed=None).exists()
    assert not left.exclude(door=None).exists()
    assert not left.filter(body__has_key="photos").exists()
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)
    assert queries.for_health(queries.below([""]), False) == []
    assert retention.remove(timezone.now() + timedelta(days=31)) == 0
    assert_rebuild_agrees()


def test_thirty_days_after_it_was_taken_back_a_seal_says_nothing_in_words(world: World) -> None:
    seal = put(world, people=ground(world), note="给韩德福家").id
    event(world, seal, "opened", why="delivery", note="送药")
    void = desk.tell("void", {"reason": "贴错了门"}, by=world.workers["lead"], now=timezone.now(), amends=seal)
    assert (void.verdict, Seal.objects.count()) == ("accepted", 0)
    assert retention.remove(timezone.now() + timedelta(days=29)) == 0
    assert retention.remove(timezone.now() + timedelta(days=31)) == 1
    about = Record.objects.filter(kind__in=["seal", "seal_event", "void"])
    assert about.count() >= 3
    assert not about.exclude(sealed=None, door=None).exists()
    assert retention.remove(timezone.now() + timedelta(days=31)) == 0
    assert_rebuild_agrees()


def test_a_seal_that_was_taken_back_and_never_had_words_forgets_its_door_too(world: World) -> None:
    seal = put(world, people=ground(world)).id
    void = desk.tell("void", {"reason": "贴错了门"}, by=world.workers["lead"], now=timezone.now(), amends=seal)
    assert void.verdict == "accepted"
    Record.objects.filter(kind="seal").update(sealed=None)
    assert retention.remove(timezone.now() + timedelta(days=31)) == 1
    left = Record.objects.get(kind="seal")
    assert (left.door, left.person, "people" in left.body) == (None, None, False)
    assert retention.remove(timezone.now() + timedelta(days=31)) == 0
    assert_rebuild_agrees()
