"""Two files that turn out to be one person's have one episode; taken apart again, each has its own."""

from typing import Any

from qiaomen.monitoring import actions
from qiaomen.monitoring.models import Episode, Referred
from qiaomen.monitoring.queries import thread
from qiaomen.monitoring.tests.watch import Watch
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.desk import at

ONE, OTHER = "解军", "洪毅"


def merged(watch: Watch) -> Any:
    """Both are said to be one person; answers the record that says so."""
    return watch.told("person_merge", ONE, at(23, 9), other=watch.person(OTHER), same=True, reason="同一人")


def test_calls_under_either_file_stand_in_one_episode(watch: Watch) -> None:
    watch.under(ONE, "home", at(21, 10), at(21, 8), 14)
    watch.told("call", ONE, at(22, 9), outcome="talked")
    watch.told("call", OTHER, at(22, 10), outcome="agreed")
    merged(watch)
    [episode] = Episode.objects.all()
    assert episode.person == min(watch.person(ONE), watch.person(OTHER), key=lambda one: one.bytes)
    assert (episode.calls, episode.last_outcome) == (2, "agreed")
    assert len([line for line in thread([episode.person]) if line.kind == "call"]) == 2


def test_taken_apart_each_has_their_own_again(watch: Watch) -> None:
    watch.under(ONE, "home", at(21, 10), at(21, 8), 14)
    watch.told("check", OTHER, at(22, 10), how="seen", temperature=38.5)
    merge = merged(watch)
    actions.take_back(merge, reason="不是同一人", by=watch.world.workers["lead"], now=at(23, 10))
    assert Episode.objects.get().person == watch.person(ONE)
    assert Referred.objects.get().person == watch.person(OTHER)
    assert_rebuild_agrees()


def test_two_episodes_at_once_become_one_under_the_measure_of_the_file_that_stays(watch: Watch) -> None:
    watch.under(ONE, "home", at(21, 10), at(21, 8), 14)
    watch.under(OTHER, "watch", at(22, 10), at(21, 8), 7, rule="watched")
    merged(watch)
    [episode] = Episode.objects.all()
    assert episode.started == at(21, 10)
    assert episode.ended_at is None
