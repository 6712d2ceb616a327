"""In and out in a row, in whatever order it arrives."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.gates.models import Passage
from qiaomen.gates.queries import inside
from qiaomen.ledger.models import Record
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.desk import at
from qiaomen.testing.gates import Json, Post


def here(post: Post, place: str = "compound") -> int:
    return inside.count(post.world.places[place].path)


def test_who_went_in_is_inside_until_they_go_out_at_any_gate_of_the_place(post: Post) -> None:
    post.went("解军", at=at(21, 8))
    assert here(post) == 1
    post.went("解军", "out", at=at(21, 9), gate="south gate")
    assert here(post) == 0


def test_whoever_was_refused_is_not_inside(post: Post) -> None:
    post.went("解军", at=at(21, 8), verdict="refused", reason="red")
    assert here(post) == 0


def test_a_pass_used_twice_without_going_out_is_a_contradiction(post: Post) -> None:
    first, second = post.went("解军", at=at(21, 8)), post.went("解军", at=at(21, 8, 20), gate="south gate")
    assert (post.row(first).twice, post.row(second).twice) == (False, True)


def test_a_pass_at_two_places_is_a_contradiction_and_going_out_between_is_none(post: Post) -> None:
    post.went("解军", at=at(21, 8))
    elsewhere = post.went("解军", at=at(21, 9), gate="alley gate")
    assert post.row(elsewhere).twice
    post.went("解军", "out", at=at(21, 8, 30))
    assert not post.row(elsewhere).twice


def test_two_lanes_and_a_nights_log_in_any_order_give_the_same(post: Post) -> None:
    names = ["解军", "汪佳怡", "仇素娥"]
    told = [
        post.passage(name, way, at=at(21, 6) + timedelta(minutes=7 * n + k), gate=gate, lane=str(k), offline=True)
        for n, name in enumerate(names)
        for k, (way, gate) in enumerate([("in", "gate"), ("out", "south gate"), ("in", "gate"), ("in", "south gate")])
    ]
    ids = [one["id"] for one in told]
    expected: list[tuple[Any, ...]] = []

    @settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.permutations(told), st.integers(1, len(told)))
    def tell(order: list[Json], size: int) -> None:
        for start in range(0, len(order), size):
            post.send(order[start : start + size], now=at(21, 9))
            post.send(order[start : start + size], now=at(21, 9))
        columns = ("id", "at", "person", "twice", "next", "colour_true")
        found = list(Passage.objects.filter(id__in=ids).order_by("at", "id").values_list(*columns))
        expected[:] = expected or found
        assert found == expected
        Passage.objects.all().delete()
        _forget(ids)

    tell()
    assert sum(bool(row[3]) for row in expected) == 3
    assert_rebuild_agrees()


def _forget(ids: list[UUID]) -> None:
    """The ledger only grows; a test may begin anew."""
    Record.objects.filter(id__in=ids).delete()


def test_two_thousand_passages_of_two_phones_out_of_order_and_twice_are_all_there_once_and_in_order(post: Post) -> None:
    names = list(post.world.people)[:40]
    told = [
        post.passage(names[n % 40], "out" if n // 40 % 2 else "in", at=at(20, 22) + timedelta(seconds=15 * n),
                     gate="south gate" if n % 3 else "gate", lane=str(n % 2), offline=True)
        for n in range(2000)
    ]  # fmt: skip
    phones = [told[0::2][::-1], told[1::2]]
    for start in (500, 0, 500):
        for log in phones:
            verdicts = post.send(log[start : start + 500], now=at(21, 8))
            assert {one.verdict for one in verdicts} <= {"accepted", "duplicate"}
    assert list(Passage.objects.order_by("at").values_list("id", flat=True)) == [one["id"] for one in told]
    assert not Passage.objects.filter(twice=True).exists()
    assert here(post) == 0
    assert_rebuild_agrees()
