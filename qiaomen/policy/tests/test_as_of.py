"""As of any moment: facts, standings, objections, episodes, as they were, through corrections and merged files."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.base.changes import now_seq
from qiaomen.ledger.asof import as_of
from qiaomen.ledger.tests.stored import everything
from qiaomen.ledger.tests.story import Line
from qiaomen.policy.tests.saying import Saying, at
from qiaomen.policy.tests.story import PEOPLE, RECEIVED, send, stories
from qiaomen.policy.tests.test_rebuild import said
from qiaomen.testing.undoing import undone

__all__ = ["said"]

calm = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))


@given(data=st.data())
@calm
def test_as_of_any_change_everybody_stands_as_they_stood(said: Saying, data: st.DataObject) -> None:
    turns: list[Line | tuple[str, str, bool]] = list(data.draw(stories(said)))
    pair = st.tuples(st.sampled_from(PEOPLE[:2]), st.sampled_from(PEOPLE[2:]), st.booleans())
    turns += data.draw(st.lists(pair, max_size=2))
    with undone():
        seen = {now_seq(): everything()}
        for turn in data.draw(st.permutations(turns)):
            if isinstance(turn, Line):
                send(said, [turn], RECEIVED)
            else:
                merge(said, *turn)
            seen[now_seq()] = everything()
        for seq in data.draw(st.lists(st.sampled_from(sorted(seen)), min_size=2, max_size=3, unique=True)):
            with as_of(seq=seq):
                assert everything() == seen[seq]
        assert everything() == seen[now_seq()]


def merge(said: Saying, one: str, other: str, same: bool) -> None:
    said.now = at(25, 11)
    said.send(said.record("person_merge", one, {"other": said.person(other), "same": same}), by="health")
