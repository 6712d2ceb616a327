"""The same thing told twice: joined, parted, and rewarded once; how a joined report ended is seen where it is held."""

from importlib import import_module

from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.sql import run
from qiaomen.clues import actions, doubles, queries
from qiaomen.clues.models import Clue, Reward, State
from qiaomen.clues.tests.town import answering, at, rewarding, row, step, tell
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.testing.world import World

__all__ = ["answering"]


def test_a_verified_clue_that_was_told_twice_books_ten_masks_once(town: World) -> None:
    rewarding(town)
    one = tell(town, what="person", phone="12000000001")
    two = tell(town, what="person", phone="12000000002", minutes=5)
    lead = town.workers["lead"]
    near = doubles.doubles([one, two], areas(lead, Verb.SEE))
    assert [found.clue for found in near[one]] == [two]
    assert actions.join(row(town, two), row(town, one), by=lead, now=at(6)).verdict == "accepted"
    step(town, one, "verified")
    booked = Clue.objects.get(pk=one)
    assert (booked.reward, booked.reward_what, booked.reward_count, booked.reward_number) == ("booked", "口罩", 10, 1)
    assert Clue.objects.filter(reward=Reward.BOOKED).count() == 1
    assert actions.first_told(row(town, two)) == one
    assert actions.collect(row(town, one), signed="甲", by=lead, now=at(20)).verdict == "accepted"
    assert actions.collect(row(town, one), signed="甲", by=lead, now=at(21)).code == "clue.no_reward"
    step(town, one, "reopened", by="lead", minutes=30)
    step(town, one, "verified", minutes=40)
    assert Record.objects.filter(kind="clue_step", body__step="rewarded").count() == 1


def test_what_proves_unfounded_after_all_is_not_owed(town: World) -> None:
    rewarding(town)
    clue = tell(town, what="person")
    step(town, clue, "verified")
    step(town, clue, "reopened", by="lead", minutes=20)
    step(town, clue, "unfounded", minutes=30)
    assert Clue.objects.get().reward == Reward.LAPSED
    assert actions.collect(row(town, clue), signed="", by=town.workers["lead"], now=at(40)).code == "clue.no_reward"


def test_joining_is_undone_and_two_that_are_not_the_same_are_proposed_no_more(town: World) -> None:
    one, two, three = (tell(town, what="gathering", minutes=n) for n in range(3))
    lead = town.workers["lead"]
    actions.join(row(town, one), row(town, two), by=lead, now=at(5))
    assert Clue.objects.get(pk=two).joined_to == one
    assert step(town, one, "joined", by="lead", into=three).code == "clue.cannot_join"
    assert step(town, three, "joined", by="lead", into=two).code == "clue.cannot_join"
    step(town, two, "parted", by="lead", minutes=20)
    assert Clue.objects.get(pk=two).state == State.OPEN
    step(town, two, "distinct", by="lead", into=one, minutes=30)
    near = doubles.doubles([one, two], areas(lead, Verb.SEE))
    assert [[found.clue for found in near[id]] for id in (one, two)] == [[three], [three]]


def test_two_plates_are_two_things_and_one_plate_is_one_wherever_it_stands(town: World) -> None:
    one = tell(town, plate="京A·12345")
    two = tell(town, by="headquarters", plate="京A 12345", place="village group", what="person")
    other = tell(town, plate="沪B00001")
    near = doubles.doubles([one, other], areas(town.workers["headquarters"], Verb.SEE))
    assert {id: [(found.clue, found.same_plate) for found in several] for id, several in near.items()} == {
        one: [(two, True)]
    }
    assert doubles.doubles([one], areas(town.workers["lead"], Verb.SEE)) == {}, "the other one lies elsewhere"


def test_what_has_ended_is_not_joined_to_what_is_open_and_one_thing_is_handed_over_once(town: World) -> None:
    rewarding(town)
    lead = town.workers["lead"]
    paid, head, other = (tell(town, what="person", minutes=n) for n in range(3))
    step(town, paid, "verified")
    assert actions.collect(row(town, paid), signed="甲", by=lead, now=at(20)).verdict == "accepted"
    actions.join(row(town, head), row(town, other), by=lead, now=at(21))
    assert actions.join(row(town, paid), row(town, head), by=lead, now=at(22)).code == "clue.ends_first"
    step(town, head, "verified", minutes=30)
    assert actions.join(row(town, paid), row(town, head), by=lead, now=at(31)).verdict == "accepted"
    assert actions.collect(row(town, head), signed="乙", by=lead, now=at(32)).code == "clue.no_reward"


def test_two_ends_are_not_joined_and_joins_of_one_batch_make_no_circle(town: World) -> None:
    one, two, three, four = (tell(town, what="person", minutes=n) for n in range(4))
    step(town, three, "verified")
    step(town, four, "unfounded")
    assert step(town, three, "joined", by="lead", into=four).code == "clue.ends_differ"
    circle = [
        desk.record("clue_step", {"clue": a, "step": "joined", "into": b}, at=at(20), place=town.places["compound"].id)
        for a, b in ((one, two), (two, one))
    ]
    told = desk.send(circle, by=town.workers["lead"], now=at(20))
    assert [verdict.code or None for verdict in told] == [None, "clue.cannot_join"]


def test_a_receipt_s_number_is_not_given_again_when_its_clue_was_taken_back(town: World) -> None:
    rewarding(town)
    first, second = tell(town), tell(town, minutes=1)
    step(town, first, "verified")
    lead = town.workers["lead"]
    void = desk.record("void", {}, at=at(20), amends=first)
    assert desk.send([void], by=lead, now=at(20))[0].verdict == "accepted"
    step(town, second, "verified", minutes=30)
    assert Clue.objects.get().reward_number == 2


def test_a_joined_report_that_was_ended_shows_at_the_one_that_holds_it_and_is_counted_once(town: World) -> None:
    head, one, two = (tell(town, what="person", minutes=n) for n in range(3))
    lead = town.workers["lead"]
    for joined in (one, two):
        actions.join(row(town, joined), row(town, head), by=lead, now=at(5))
        step(town, joined, "unfounded", minutes=10)
    [listed] = queries.clues(lead, "apart", now=at(20))
    assert (listed.id, listed.joined, listed.ended_apart) == (head, 2, ["unfounded"])
    assert (row(town, one).ended_as, row(town, one).ended_apart) == ("unfounded", [])
    numbers = queries.numbers(lead, now=at(20))
    assert (numbers["apart"], numbers["open"], numbers["unfounded"], numbers["joined"]) == (1, 1, 0, 2)
    step(town, head, "unfounded", minutes=30)
    assert queries.numbers(lead, now=at(40))["apart"] == 0
    assert row(town, head).ended_apart == []


def test_an_upgraded_database_says_of_every_clue_how_it_ended_as_the_fold_does(town: World) -> None:
    head, corrected, back, alone = (tell(town, minutes=n) for n in range(4))
    for clue in (corrected, back):
        actions.join(row(town, clue), row(town, head), by=town.workers["lead"], now=at(5))
    for clue in (corrected, back, alone):
        step(town, clue, "unfounded", minutes=10)
    for end in Record.objects.filter(kind="clue_step", body__step="unfounded").exclude(body__clue=str(alone)):
        void = desk.record("void", {}, at=at(20), amends=end.id)
        assert desk.send([void], by=town.workers["field"], now=at(20))[0].verdict == "accepted"
    step(town, alone, "reopened", by="lead", minutes=20)
    for clue in (corrected, alone):
        step(town, clue, "verified", minutes=30)
    told = dict(Clue.objects.values_list("id", "ended_as"))
    assert told == {head: "", corrected: "verified", back: "", alone: "verified"}
    Clue.objects.update(ended_as="elsewhere")
    run(import_module("qiaomen.clues.migrations.0006_ended_as_anew").FILL)
    assert dict(Clue.objects.values_list("id", "ended_as")) == told
