"""Whose file a clue touches: while it is verified, and no longer than that."""

from uuid import UUID

from qiaomen.base.changes import now_seq
from qiaomen.clues import actions
from qiaomen.clues.tests.town import answering, at, row, step, tell
from qiaomen.ledger import desk
from qiaomen.ledger.asof import as_of
from qiaomen.people.models import Fact
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import World

__all__ = ["answering"]


def test_a_clue_touches_a_file_only_when_verified_and_counts_once_another_has_verified_that(town: World) -> None:
    clue, person = tell(town, what="person"), town.household("1-1-302")[0]
    lead, body = town.workers["lead"], {"fact": "stay", "region": "110000", "first": at(-60 * 24 * 3)}
    early = actions.link(clue, person.id, body, by=lead, now=at(5))
    assert early.code == "clue.not_verified"
    step(town, clue, "verified")
    told = actions.link(clue, person.id, body, by=lead, now=at(20))
    assert told.id is not None
    fact = Fact.objects.get(record=told.id)
    assert (told.verdict, fact.kind, fact.region, fact.verified) == ("accepted", "stay", "110000", False)
    checked = desk.tell(
        "fact_verified", {"record": told.id}, by=town.workers["health"], now=at(30), person=person.id
    )  # fmt: skip
    assert checked.verdict == "accepted", checked.code
    assert Fact.objects.get(record=told.id).verified
    assert actions.link(clue, person.id, {"fact": "stay"}, by=lead, now=at(40)).code == "clue.where_and_when"


def linked(town: World, clue: UUID, *, minutes: int = 20) -> UUID:
    """A stay that the clue says somebody had, verified by somebody else."""
    person = town.household("1-1-302")[0].id
    body = {"fact": "stay", "region": "110000", "first": at(-60 * 24 * 3)}
    told = actions.link(clue, person, body, by=town.workers["lead"], now=at(minutes))
    assert told.id is not None, told.code
    checked = desk.tell(
        "fact_verified", {"record": told.id}, by=town.workers["health"], now=at(minutes + 1), person=person
    )  # fmt: skip
    assert checked.verdict == "accepted", checked.code
    return told.id


def counts(link: UUID) -> bool | None:
    """Whether the stay stands and is verified; None where the file has none."""
    return Fact.objects.filter(record=link).values_list("verified", flat=True).first()


def test_a_clue_that_is_opened_again_takes_its_link_back_until_it_is_verified_again(town: World) -> None:
    clue = tell(town, what="person")
    step(town, clue, "verified")
    link = linked(town, clue)
    before = now_seq()
    step(town, clue, "reopened", by="lead", minutes=30)
    assert counts(link) is None
    assert_rebuild_agrees()
    with as_of(seq=before):
        assert counts(link) is True
    step(town, clue, "unfounded", minutes=40)
    step(town, clue, "reopened", by="lead", minutes=50)
    assert counts(link) is None
    step(town, clue, "verified", minutes=60)
    assert counts(link) is True


def test_an_end_that_is_taken_back_takes_the_link_with_it(town: World) -> None:
    clue = tell(town, what="person")
    end = step(town, clue, "verified").id
    link = linked(town, clue)
    assert end is not None
    place = town.places["compound"].id
    void = desk.tell("void", {}, by=town.workers["field"], now=at(30), amends=end, place=place)
    assert (void.verdict, counts(link)) == ("accepted", None)


def test_the_link_of_a_joined_report_stands_and_falls_with_what_it_was_joined_to(town: World) -> None:
    head, joined = tell(town, what="person"), tell(town, what="person", minutes=1)
    for clue in (head, joined):
        step(town, clue, "verified")
    link = linked(town, joined)
    actions.join(row(town, joined), row(town, head), by=town.workers["lead"], now=at(25))
    assert counts(link) is True
    step(town, head, "reopened", by="lead", minutes=30)
    assert counts(link) is None
