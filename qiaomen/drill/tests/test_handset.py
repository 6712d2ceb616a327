"""What a handset of the drill keeps of the pages that it pulls."""

from datetime import UTC, datetime
from random import Random
from typing import Any

from qiaomen.drill.clock import DrillClock
from qiaomen.drill.handset import Handset
from qiaomen.drill.phone import Answer, Json

NOON = datetime(2022, 3, 20, 12, tzinfo=UTC)
FIRST: Json = {
    "fresh": True, "around": True, "teams": [{"id": "team 1"}], "campaigns": [{"id": "first"}],
    "targets": [
        {"campaign": "first", "door": "a", "team": "team 1"}, {"campaign": "first", "door": "b", "team": "team 2"},
    ],
}  # fmt: skip


class Told:
    """A server that answers these pages one after the other, and remembers from which cursor each was asked."""

    def __init__(self, *pages: Json) -> None:
        self.pages, self.cursors = list(pages), list[Any]()

    def post(self, path: str, body: Json, *, token: str = "") -> Answer:
        self.cursors.append(body["cursor"])
        number = len(self.cursors)
        return Answer(200, {"cursor": f"c{number}", **self.pages[number - 1]})


def pulled(*pages: Json) -> tuple[Handset, Told]:
    """A handset after as many pulls."""
    server = Told(*pages)
    handset = Handset(token="", worker="w", transport=server, clock=DrillClock(start=NOON, speed=1), dice=Random(1))
    for _page in pages:
        handset.pull(lambda page: None)
    return handset, server


def test_of_what_is_around_it_keeps_what_the_last_page_with_it_named() -> None:
    assert set(pulled(FIRST)[0].targets) == {"a"}
    handset, _server = pulled(FIRST, {"around": True, "teams": [{"id": "team 1"}]})
    assert (handset.teams, handset.targets) == ({"team 1"}, {}), "the sweep is over"
    handset, _server = pulled(FIRST, {"around": True, "campaigns": [{"id": "first"}]})
    assert (handset.teams, handset.targets) == (set(), {}), "the worker left the team"
    handset, _server = pulled(FIRST, {"teams": [{"id": "team 1"}], "campaigns": [{"id": "second"}]})
    assert handset.targets == {}, "a server of before says it by a row alone"
    handset, _server = pulled(FIRST, {"bulletins": []})
    assert (handset.teams, set(handset.targets)) == ({"team 1"}, {"a"}), "nothing of it is another"


def test_in_another_team_it_begins_anew_as_it_kept_nothing_of_that_teams_doors() -> None:
    joins = {"around": True, "teams": [{"id": "team 1"}, {"id": "team 2"}], "campaigns": [{"id": "first"}]}
    handset, server = pulled(FIRST, joins, {**FIRST, "teams": joins["teams"]})
    assert server.cursors == [None, "c1", None]
    assert set(handset.targets) == {"a", "b"}
