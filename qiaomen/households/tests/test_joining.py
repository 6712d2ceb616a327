"""Which ids are one person's: decisions before numbers, newer before older, in whatever order they arrive."""

from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.households.joining import Joined, Judged, join
from qiaomen.testing.world import NOW

A, B, C, D = (UUID(int=number) for number in (1, 2, 3, 4))
NUMBER = b"n" * 16


def judged(one: UUID, other: UUID, *, same: bool, hour: int = 0) -> Judged:
    when: datetime = NOW + timedelta(hours=hour)
    return Judged(UUID(int=hash((one.int, other.int, same, hour)) % 2**100), when, one, other, same)


def canonical(joined: dict[UUID, Joined]) -> dict[UUID, UUID]:
    return {one: each.canonical for one, each in joined.items()}


def test_ids_that_share_a_number_are_the_smallest_of_them() -> None:
    assert join({A: NUMBER, B: None, C: NUMBER}, []) == {C: Joined(A)}


def test_not_the_same_keeps_apart_whom_a_number_joins() -> None:
    assert join({A: NUMBER, B: NUMBER}, [judged(A, B, same=False)]) == {}


def test_a_third_id_with_the_number_goes_to_the_smallest_of_two_who_are_not_the_same() -> None:
    assert canonical(join({A: NUMBER, B: NUMBER, C: NUMBER}, [judged(A, B, same=False)])) == {C: A}


def test_three_files_chained_are_one_person_and_each_names_the_decision() -> None:
    first, second = judged(B, C, same=True), judged(A, B, same=True, hour=1)
    assert join({A: None, B: None, C: None}, [first, second]) == {
        B: Joined(A, second.record),
        C: Joined(A, second.record),
    }


def test_the_newest_decision_about_two_files_counts() -> None:
    earlier, later = judged(A, B, same=True), judged(A, B, same=False, hour=1)
    assert join({A: None, B: None}, [earlier, later]) == {}
    assert canonical(join({A: None, B: None}, [earlier, judged(A, B, same=True, hour=2), later])) == {B: A}


def test_an_older_merge_does_not_bring_together_by_way_of_a_third_whom_a_newer_decision_parts() -> None:
    decisions = [judged(A, C, same=True), judged(B, C, same=True, hour=1), judged(A, B, same=False, hour=2)]
    assert canonical(join({A: None, B: None, C: None}, decisions)) == {C: B}


def test_a_number_does_not_bring_together_by_way_of_a_merge_whom_a_decision_parts() -> None:
    decisions = [judged(B, C, same=True), judged(A, B, same=False)]
    assert canonical(join({A: NUMBER, B: None, C: NUMBER}, decisions)) == {C: B}


PAIRS = st.tuples(st.sampled_from([A, B, C, D]), st.sampled_from([A, B, C, D])).filter(lambda pair: pair[0] != pair[1])
DECISIONS = st.lists(
    st.builds(lambda pair, same, hour: judged(*pair, same=same, hour=hour), PAIRS, st.booleans(), st.integers(0, 5)),
    max_size=8,
    unique_by=lambda one: one.record,
)
NUMBERS = st.fixed_dictionaries({one: st.sampled_from([None, NUMBER, b"m" * 16]) for one in (A, B, C, D)})


@given(NUMBERS, DECISIONS, st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_decisions_do_not_matter(numbers, decisions, shuffler) -> None:  # type: ignore[no-untyped-def]
    told = decisions + decisions[:2]
    shuffler.shuffle(told)
    assert join(numbers, told) == join(numbers, decisions)


@given(NUMBERS, DECISIONS)
def test_an_alias_leads_to_the_smallest_id_and_no_further(numbers, decisions) -> None:  # type: ignore[no-untyped-def]
    joined = join(numbers, decisions)
    assert all(each.canonical < one and each.canonical not in joined for one, each in joined.items())


@given(NUMBERS, DECISIONS)
def test_the_newest_decision_always_holds(numbers, decisions) -> None:  # type: ignore[no-untyped-def]
    if decisions:
        newest = max(decisions, key=lambda one: (one.at, one.record.bytes))
        names = canonical(join(numbers, decisions))
        assert (names.get(newest.one, newest.one) == names.get(newest.other, newest.other)) is newest.same
