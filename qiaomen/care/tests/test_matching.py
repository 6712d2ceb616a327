"""Who helps with what: by skill, then nearest, then whoever has least in hand."""

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.care.matching import MOST_IN_HAND, NEEDED, Hand, Wanted, fitting, match

WHEN = datetime(2020, 3, 21, tzinfo=UTC)
PATHS = ("a.", "a.b.", "a.b.c.", "a.d.")
SKILLS = ("errands", "medicine", "nursing", "care", "pets", "repair")


def hand(number: int, path: str, *skills: str) -> Hand:
    return Hand(UUID(int=number), f"helper {number}", path, skills)


def want(number: int, what: str = "medicine", *, path: str = "a.b.c.", rank: int = 1) -> Wanted:
    return Wanted(UUID(int=1000 + number), what, rank, WHEN, path)


def test_the_nearest_with_the_skill_is_asked_first() -> None:
    hands = [
        hand(1, "a.", "medicine"),
        hand(2, "a.b.", "medicine"),
        hand(3, "a.b.c.", "pets"),
        hand(4, "a.d.", "medicine"),
    ]
    assert [one.worker.int for one in fitting(want(1), hands, {})] == [2, 1]


def test_work_at_one_place_is_shared_and_goes_further_away_once_all_have_their_hands_full() -> None:
    hands = [hand(1, "a.b.", "medicine"), hand(2, "a.b.", "medicine"), hand(3, "a.", "medicine")]
    given_to = Counter(match([want(n) for n in range(12)], hands, {}).values())
    assert given_to == {UUID(int=1): MOST_IN_HAND, UUID(int=2): MOST_IN_HAND, UUID(int=3): 2}


def test_the_most_urgent_need_gets_the_last_free_helper() -> None:
    found = match([want(1, rank=2), want(2, rank=0)], [hand(1, "a.", "medicine")], {UUID(int=1): MOST_IN_HAND - 1})
    assert found == {want(2).id: UUID(int=1)}


hands_of = st.builds(hand, st.integers(1, 6), st.sampled_from(PATHS), st.sampled_from(SKILLS), st.sampled_from(SKILLS))
needs_of = st.builds(
    want, st.integers(1, 40), st.sampled_from(list(NEEDED)), path=st.sampled_from(PATHS), rank=st.integers(0, 2)
)


@given(st.lists(needs_of, max_size=20, unique_by=lambda one: one.id), st.lists(hands_of, max_size=8))
def test_nobody_is_given_what_they_cannot_do_or_do_not_reach_or_more_than_they_can_carry(
    needs: list[Wanted], hands: list[Hand]
) -> None:
    found = match(needs, hands, {})
    assert all(load <= MOST_IN_HAND for load in Counter(found.values()).values())
    for one in needs:
        able = {
            h.worker for h in hands
            if one.path.startswith(h.path) and (NEEDED[one.what] is None or NEEDED[one.what] in h.skills)
        }  # fmt: skip
        if one.id in found:
            assert found[one.id] in able
        else:
            assert all(Counter(found.values())[worker] == MOST_IN_HAND for worker in able)
