"""After 14 days nobody can be told from a passage; figures stay, and rebuilding agrees."""

from datetime import timedelta

from qiaomen.gates.models import Alarm, Passage, Visitor
from qiaomen.gates.retention import remove
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.desk import at
from qiaomen.testing.gates import Post

LATER = timedelta(days=14, minutes=1)
COUNTED = ("verdict", "colour_seen", "colour_true", "missed_suspension", "twice", "fever", "people", "direction")


def test_links_and_words_go_after_14_days_and_every_figure_stays(post: Post) -> None:
    post.went("解军", at=at(21, 8), note="穿灰外套", verdict="kept_apart", temperature=38.5)
    post.went("解军", at=at(21, 8, 30))
    post.went("解军", at=at(21, 8, 40), plate="京A12345")
    post.visitor(at=at(21, 8), verdict="refused", temperature=38.5)
    before = list(Passage.objects.order_by("at").values_list(*COUNTED))
    alarms = sorted(Alarm.objects.values_list("id", "what", "level"))
    assert remove(at(21, 7) + LATER) == 0
    assert remove(at(21, 9) + LATER) == 4
    assert list(Passage.objects.order_by("at").values_list(*COUNTED)) == before
    assert sorted(Alarm.objects.values_list("id", "what", "level")) == alarms
    assert not Passage.objects.exclude(holder=None, person=None).exists()
    assert not Visitor.objects.exclude(door=None).exists()
    kept = Record.objects.filter(kind__in=["passage", "visitor"])
    assert not kept.exclude(sealed=None).exists()
    assert not kept.exclude(door=None).exists()
    assert not any({"pass", "iat", "visitor"} & one.body.keys() for one in kept)
    assert_rebuild_agrees()
    assert remove(at(21, 9) + 2 * LATER) == 0


def test_what_was_taken_back_is_forgotten_like_everything_else(post: Post) -> None:
    passage = post.went("解军", at=at(21, 8), note="穿灰外套", plate="京A12345")
    visitor, _whom = post.visitor(at=at(21, 8))
    place, door = post.gate().id, post.world.doors["1-1-101"].id
    body = {"id": _whom, "name": "来客乙"}
    again = desk.record("visitor", body, amends=visitor, at=at(21, 8, 5), place=place, door=door)
    void = {"reason": "写错了"}
    voids = [desk.record("void", void, amends=id, at=at(21, 8, 10), place=place) for id in (passage, visitor)]
    assert {one.verdict for one in post.send([again, *voids])} == {"accepted"}
    assert not Passage.objects.exists()
    assert remove(at(21, 7) + LATER) == 0
    assert remove(at(21, 9) + LATER) == 3
    kept = Record.objects.filter(kind__in=["passage", "visitor"])
    assert not kept.exclude(sealed=None, door=None).exists()
    assert not any({"pass", "iat", "visitor"} & one.body.keys() for one in kept)
    assert_rebuild_agrees()
    assert remove(at(21, 9) + 2 * LATER) == 0


def test_who_came_in_twice_did_so_though_the_first_passage_is_forgotten(post: Post) -> None:
    post.went("解军", at=at(21, 8))
    second = post.went("解军", at=at(21, 10))
    remove(at(21, 9) + LATER)
    assert post.row(second).twice
    assert post.row(second).holder is not None
    assert_rebuild_agrees()
