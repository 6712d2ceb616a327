"""Disinfection: what is due by rounds or by event, what is missing, and what was done with which product."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from qiaomen.attachments.actions import keep
from qiaomen.attachments.models import Attachment, Upload
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.disinfection import actions, queries, retention
from qiaomen.disinfection.models import Asked, Done
from qiaomen.ledger import desk
from qiaomen.ledger.entries import Author
from qiaomen.ledger.models import Record
from qiaomen.ledger.wire import Verdict
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.photos import jpeg
from qiaomen.testing.world import World

LONG_AGO = timedelta(days=2)


def done(world: World, place: str = "building 1", *, by: str = "lead", door: str = "", **body: Any) -> Verdict:
    here, at = world.places[place], timezone.now()
    about = world.doors[door].id if door else None
    return desk.tell("disinfection", body, by=world.workers[by], now=at, place=here.id, door=about)


def stands(world: World) -> dict[str, str]:
    """How each place stands, by name."""
    names = {place.id: key for key, place in world.places.items()}
    found = queries.owed(world.workers["headquarters"], now=timezone.now(), shows_health=True)
    return {names[one.place]: one.stands for one in found if one.asked is None}


def test_each_building_is_missing_until_it_or_what_holds_it_was_disinfected(world: World) -> None:
    chief, now = world.workers["headquarters"], timezone.now()
    actions.begin(world.places["compound"], grain="building", every=24, by=chief, now=now - LONG_AGO)
    assert stands(world) == {"building 1": "late", "building 2": "late"}
    product = actions.set_product("84 消毒液", concentration=500, minutes=30, by=chief)
    assert done(world, product=product.id, concentration=500, area=120).verdict == "accepted"
    # A stairwell, or one door, does not stand for its building.
    done(world, "stairwell 2-1")
    done(world, "stairwell 2-2", door="2-2-101")
    assert stands(world) == {"building 1": "done", "building 2": "late"}
    done(world, "compound")
    assert stands(world) == {"building 1": "done", "building 2": "done"}
    [row] = [one for one in queries.rounds([""], shows_health=True) if one.product]
    assert (row.product, row.concentration, row.area) == ("84 消毒液", 500, 120)
    assert_rebuild_agrees()


def test_rounds_that_begin_are_due_one_period_later_whatever_was_done_before(world: World) -> None:
    assert done(world).verdict == "accepted"
    later = timezone.now() + timedelta(days=9)
    actions.begin(world.places["building 1"], grain="", every=8, by=world.workers["headquarters"], now=later)
    [owed] = queries.below([""], now=later + timedelta(hours=1), shows_health=True)
    assert owed.due_at == later + timedelta(hours=8)
    assert queries.count_of_rounds([world.places["compound"].path]) == 1


def test_the_home_of_a_case_is_to_be_disinfected_once_a_day_and_a_round_answers_it(world: World) -> None:
    now = timezone.now()
    for person in world.household("1-1-102")[:2]:
        told = desk.tell(
            "case", {"status": "confirmed", "onset": now}, by=world.workers["health"], now=now, person=person.id
        )
        assert told.verdict == "accepted", (told.code, told.field, told.message)
    asked = Asked.objects.get()
    assert (asked.why, asked.door, asked.due_at - asked.asked_at) == (
        "case", world.doors["1-1-102"].id, timedelta(hours=6),
    )  # fmt: skip
    assert done(world, "building 1", asked=asked.id).code == "disinfection.not_here"
    assert done(world, "stairwell 1-1", door="1-1-102", asked=asked.id).verdict == "accepted"
    asked.refresh_from_db()
    assert asked.done == Done.objects.get().id
    assert_rebuild_agrees()


def test_why_and_behind_which_door_is_kept_from_whoever_may_not_see_health(world: World) -> None:
    here, door = world.places["stairwell 1-1"], world.doors["1-1-102"]
    desk.tell(
        "disinfection_asked", {"why": "fever"}, by=world.workers["lead"], now=timezone.now(), place=here.id,
        door=door.id,
    )  # fmt: skip
    [health] = queries.below([""], now=timezone.now(), shows_health=True)
    due = health.due_at
    [other] = queries.below([""], now=timezone.now(), shows_health=False)
    assert (health.why, health.label) == ("fever", "1-1-102")
    assert (other.why, other.door, other.label, other.place) == ("other", None, "", here.id)
    # As long as nobody was there somebody has to know the door; it stays overdue.
    later = timezone.now() + timedelta(days=40)
    assert retention.remove(later) == 0
    [late] = queries.below([""], now=later, shows_health=True)
    assert (late.stands, late.label) == ("late", "1-1-102")
    assert done(world, "stairwell 1-1", door="1-1-102", asked=health.asked).verdict == "accepted"
    # 30 days after that nobody does; by when it was due stays.
    assert retention.remove(timezone.now() + timedelta(days=29)) == 0
    assert retention.remove(timezone.now() + timedelta(days=31)) == 2
    assert retention.remove(timezone.now() + timedelta(days=31)) == 0
    asked = Asked.objects.get()
    assert (asked.why, asked.door, asked.due_at) == ("other", None, due)
    assert_rebuild_agrees()


def test_a_round_behind_a_door_never_becomes_one_of_the_whole_place(world: World) -> None:
    chief, now = world.workers["headquarters"], timezone.now()
    actions.begin(world.places["stairwell 1-1"], grain="", every=720, by=chief, now=now - timedelta(days=40))
    done(world, "stairwell 1-1", door="1-1-102")
    later = now + timedelta(days=31)
    assert retention.remove(later) == 1
    round = Done.objects.get()
    assert (round.door, round.behind_door) == (None, True)
    [owed] = queries.below([""], now=later, shows_health=True)
    assert (owed.last_at, owed.stands) == (None, "late")
    assert done(world, behind_door=True).field == "body.behind_door"
    assert_rebuild_agrees()


def test_a_rounds_words_and_photos_go_and_that_it_had_proof_stays(world: World) -> None:
    photo = new_id()
    told = done(world, note="电梯按钮", photos=[photo])
    author = Author(world.workers["lead"].id, world.outbreak.id)
    keep(photo, record=told.id or photo, author=author, picture=jpeg())
    assert retention.remove(timezone.now() + timedelta(days=31)) == 1
    round, record = Done.objects.get(), Record.objects.get(kind="disinfection")
    assert (round.photos, record.sealed, "photos" in record.body) == (1, None, False)
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)
    assert retention.remove(timezone.now() + timedelta(days=31)) == 0
    assert_rebuild_agrees()


def test_thirty_days_after_it_was_taken_back_a_round_or_request_says_nothing_in_words(world: World) -> None:
    photo, lead, now = new_id(), world.workers["lead"], timezone.now()
    round = done(world, "stairwell 1-1", door="1-1-102", note="电梯按钮", photos=[photo])
    assert round.id is not None
    keep(photo, record=round.id, author=Author(lead.id, world.outbreak.id), picture=jpeg())
    place = world.places["building 2"].id
    asked = desk.tell("disinfection_asked", {"note": "二栋王姨家"}, by=lead, now=now, place=place)
    for id in (round.id, asked.id):
        assert desk.tell("void", {"reason": "说错了"}, by=lead, now=now, amends=id).verdict == "accepted"
    assert retention.remove(timezone.now() + timedelta(days=29)) == 0
    assert retention.remove(timezone.now() + timedelta(days=31)) == 2
    assert not Record.objects.exclude(sealed=None, door=None).exists()
    assert (Upload.objects.count(), Attachment.objects.count()) == (0, 0)
    assert retention.remove(timezone.now() + timedelta(days=31)) == 0
    assert Record.objects.get(id=round.id).body == {"behind_door": True, "proofs": 1}
    assert_rebuild_agrees()


def test_a_round_that_was_taken_back_and_never_had_words_forgets_its_door_too(world: World) -> None:
    round = done(world, "stairwell 1-1", door="1-1-102")
    void = {"reason": "说错了"}
    assert desk.tell("void", void, by=world.workers["lead"], now=timezone.now(), amends=round.id).verdict == "accepted"
    assert Record.objects.get(kind="disinfection").sealed is None
    assert retention.remove(timezone.now() + timedelta(days=31)) == 1
    assert Record.objects.get(kind="disinfection").door is None
    assert retention.remove(timezone.now() + timedelta(days=31)) == 0
    assert_rebuild_agrees()


def test_rounds_are_begun_once_and_end_and_an_unknown_product_is_refused(world: World) -> None:
    chief, now = world.workers["headquarters"], timezone.now()
    made = actions.begin(world.places["gate"], grain="", every=8, by=chief, now=now - LONG_AGO)
    with pytest.raises(Problem, match=r"disinfection\.bad_cadence"):
        actions.begin(world.places["gate"], grain="", every=4, by=chief, now=now)
    with pytest.raises(Problem, match=r"disinfection\.bad_cadence"):
        actions.begin(world.places["gate"], grain="building", every=4, by=chief, now=now)
    assert stands(world) == {"gate": "late"}
    actions.end(made, by=chief, now=now)
    assert stands(world) == {}
    assert done(world, product=UUID(int=7)).code == "disinfection.no_product"
