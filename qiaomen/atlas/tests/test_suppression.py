"""What a public copy prints gives no small count away, not even to who knows the rules: every case is gone through."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from itertools import product

from qiaomen.atlas.suppression import LEAST, NOT_SHOWN, Shown, all_or_none, parts, residents, shown, small

MOST = 13
Counts = tuple[int, ...]


def no_small_count_shows(
    cases: Iterable[Counts], printed: Callable[[Counts], Hashable], *, up_to: int | None = None
) -> None:
    """For all counts that look alike in print: whatever is small could be 1, 2, 3 or 4.

    Where sums are printed, cases near the end of what is gone through lack some that look alike: `up_to` leaves them.
    """
    alike: defaultdict[Hashable, list[Counts]] = defaultdict(list)
    for case in cases:
        alike[printed(case)].append(case)
    for several in alike.values():
        if up_to is not None and max(sum(case[:3]) for case in several) > up_to:
            continue
        for at, _count in enumerate(several[0]):
            could_be = {case[at] for case in several}
            if any(small(count) for count in could_be):
                assert could_be >= set(range(1, LEAST)), (several[:3], at)


def test_buildings_and_their_total_give_no_small_count_away() -> None:
    def printed(case: Counts) -> Hashable:
        each, total = parts(dict(enumerate(case)))
        return tuple(each.items()), total

    for buildings in (1, 2, 3, 4):
        no_small_count_shows(product(range(MOST if buildings < 4 else 8), repeat=buildings), printed)


def test_the_split_of_residents_gives_no_small_part_away() -> None:
    def printed(case: Counts) -> Hashable:
        return residents(never_left=case[0], came_back=case[1], not_stated=case[2])

    no_small_count_shows(product(range(34), repeat=3), printed, up_to=33)


def test_residents_by_building_and_the_split_give_no_small_count_away() -> None:
    def printed(case: Counts) -> Hashable:
        never, back, rest, first = case
        split = residents(never_left=never, came_back=back, not_stated=rest)
        buildings = {0: first, 1: never + back + rest - first}
        return split, tuple(all_or_none(buildings, split.living).values())

    split = product(range(7), range(7), range(27))
    cases = ((*case, first) for case in split for first in range(sum(case) + 1))
    no_small_count_shows(cases, printed, up_to=26)


def test_a_large_compound_keeps_its_exact_sum() -> None:
    seen = residents(never_left=161, came_back=3, not_stated=1949)
    assert (seen.living.text, seen.never_left.text, seen.came_back.text) == ("2,113", "161", "<5")
    assert seen.not_stated == NOT_SHOWN


def test_a_total_over_small_parts_says_no_more_than_they_do() -> None:
    each, total = parts({"a": 12, "b": 3, "c": 0})
    assert [each[one].text for one in "abc"] == ["12", "<5", "0"]
    assert total == Shown(below=17)


def test_none_and_five_are_printed() -> None:
    assert (shown(0).text, shown(5).text, shown(4).text) == ("0", "5", "<5")
