"""Rosters are published once, knowingly, to their end or not; what is left of one may be dropped."""

import pytest

from qiaomen.access.models import Worker
from qiaomen.base.problems import Problem
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.ledger.wire import Verdict
from qiaomen.shifts import actions, working
from qiaomen.shifts.models import Post, Proposed, Roster, Shift
from qiaomen.shifts.tests.town import of_worker, town
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.shifted import asked_roster, at, given, posted, published, staffed, standing_roster
from qiaomen.testing.world import World

__all__ = ["town"]


def test_a_published_roster_is_records_that_nobody_edits(town: World) -> None:
    roster = published(town)
    assert (roster.state, roster.edition, roster.gaps, roster.is_proven) == ("published", 1, [], True)
    assert Shift.objects.count() == Record.objects.filter(kind="shift").count() == 6
    one = Shift.objects.order_by("begins_at").first()
    assert one is not None
    body = {"roster": roster.id, "post": one.post, "slot": one.slot, "worker": town.workers["field"].id,
            "begins": one.begins_at, "ends": one.ends_at}  # fmt: skip
    told = desk.tell("shift", body, by=town.workers["lead"], now=at(7), place=one.place, amends=one.id)
    assert told.code == "record.not_amendable"
    with pytest.raises(Problem, match=r"shift\.not_proposed"):
        actions.publish(roster, despite_gaps=True, by=town.workers["lead"], now=town.now)
    assert_rebuild_agrees()


def test_a_later_edition_stands_for_the_earlier_ones_of_its_posts_and_days(town: World) -> None:
    published(town, days=3)
    second = published(town, days=2)
    assert second.edition == 2
    standing = Shift.objects.filter(cancelled_at=None)
    assert {one.roster for one in standing.filter(day__lt="2020-03-24")} == {second.id}
    assert standing.count() == 6
    assert_rebuild_agrees()


def test_lines_that_no_longer_hold_when_it_is_published_are_gaps_that_somebody_knows_of(town: World) -> None:
    lead, roster = town.workers["lead"], asked_roster(town)
    working.work()
    roster.refresh_from_db()
    first, *_more, last = roster.proposed.order_by("begins_at")
    away = Worker.objects.get(pk=first.worker)
    actions.set_away(away, since=first.begins_at, until=first.ends_at, by=lead)
    with pytest.raises(Problem, match=r"shift\.stale"):
        actions.publish(roster, despite_gaps=True, by=lead, now=town.now)
    assert roster.gaps == [[str(first.post), str(first.slot), first.day.toordinal(), 1, ""]]
    actions.publish(roster, despite_gaps=True, by=lead, now=town.now)
    elsewhere, key = posted(town, town.places["community"]), of_worker(town, last.worker)
    Roster.objects.filter(pk=standing_roster(town, town.places["community"]).pk).update(asked_at=at(23))
    given(town, key, last.begins_at, post=elsewhere)
    working.work()
    roster.refresh_from_db()
    assert (roster.state, roster.problem, len(roster.gaps)) == ("proposed", "shift.stale", 2)
    assert not Shift.objects.filter(roster=roster.id).exists()
    actions.publish(roster, despite_gaps=True, by=lead, now=town.now)
    working.work()
    assert Shift.objects.filter(roster=roster.id).count() == 4


def stopped(town: World, monkeypatch: pytest.MonkeyPatch) -> Roster:
    """A second edition whose publishing is refused after its first four records."""
    published(town)
    monkeypatch.setattr(working, "CHUNK", 4)
    sends, send = iter([True, False]), desk.send
    refused = [Verdict(id=None, index=0, verdict="rejected")]
    monkeypatch.setattr(desk, "send", lambda *a, **more: send(*a, **more) if next(sends, True) else refused)
    return published(town)


def test_publishing_that_stops_halfway_leaves_no_post_empty_and_goes_on(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = stopped(town, monkeypatch)
    assert (second.state, second.problem) == ("proposed", "shift.publishing_stopped")
    begins = Shift.objects.values_list("begins_at", flat=True).distinct()
    assert set(begins) == set(begins.filter(cancelled_at=None))
    with pytest.raises(Problem, match=r"shift\.has_begun"):
        actions.drop(second, by=town.workers["lead"], now=at(9))
    second.refresh_from_db()
    assert (second.state, second.proposed.count()) == ("proposed", 6)
    actions.publish(second, despite_gaps=True, by=town.workers["headquarters"], now=at(9))
    working.work()
    second.refresh_from_db()
    assert (second.state, second.edition, second.problem) == ("published", 2, "")
    assert {one.roster for one in Shift.objects.filter(cancelled_at=None)} == {second.id}
    assert Shift.objects.filter(cancelled_at=None).count() == 6


def test_what_is_left_of_a_roster_that_is_refused_for_good_is_dropped_and_no_post_is_empty(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, lead = stopped(town, monkeypatch), town.workers["lead"]
    assert actions.drop(second, by=lead, now=at(9), despite_begun=True)
    second.refresh_from_db()
    gone_out = Shift.objects.filter(roster=second.id, cancelled_at=None).count()
    assert (second.state, second.standing, second.dropped_by, second.dropped_at) == ("dropped", gone_out, lead, at(9))
    assert (gone_out > 0, second.proposed.count()) == (True, 0)
    begins = Shift.objects.values_list("begins_at", flat=True).distinct()
    assert set(begins) == set(begins.filter(cancelled_at=None))
    assert not actions.drop(second, by=lead, now=at(10), despite_begun=True)
    third = published(town)
    assert {one.roster for one in Shift.objects.filter(cancelled_at=None)} == {third.id}
    assert_rebuild_agrees()


def test_a_roster_that_lacks_people_says_which_and_is_published_only_knowingly(world: World) -> None:
    posted(world, skills={"nursing": 1})
    staffed(world)
    roster = asked_roster(world)
    working.work()
    roster.refresh_from_db()
    post = Post.objects.get()
    assert len(roster.gaps) == 6
    assert {(gap[0], gap[3], gap[4]) for gap in roster.gaps} == {(str(post.id), 1, "nursing")}
    with pytest.raises(Problem, match=r"shift\.has_gaps"):
        actions.publish(roster, despite_gaps=False, by=world.workers["lead"], now=world.now)
    assert actions.drop(roster, by=world.workers["lead"], now=world.now)
    assert (Proposed.objects.count(), Roster.objects.get().state) == (0, "dropped")


def test_whoever_drops_a_roster_stops_it(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    roster = asked_roster(town)

    def dropped(*_args: object, tell: object, **_more: object) -> None:
        actions.drop(roster, by=town.workers["lead"], now=town.now)
        tell(1, 1)  # type: ignore[operator]

    monkeypatch.setattr("qiaomen.shifts.solve.solve", dropped)
    working.work()
    roster.refresh_from_db()
    assert (roster.state, roster.proposed.count()) == ("dropped", 0)
