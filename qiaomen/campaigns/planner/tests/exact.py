"""The exact answers by the plainest dynamic programmes, written apart from the planner to judge it by."""

from collections.abc import Sequence
from itertools import accumulate

NEVER = 10**15


def shortest_longest(seconds: Sequence[int], parts: int) -> int:
    """The least longest load over all ways to cut `seconds` into at most `parts` contiguous parts."""
    before = list(accumulate(seconds, initial=0))
    best = [0] + [NEVER] * len(seconds)
    for _ in range(parts):
        row = [0]
        for stop in range(1, len(seconds) + 1):
            least = best[stop]
            for start in range(stop - 1, -1, -1):
                load = before[stop] - before[start]
                if load >= least:
                    break
                least = min(least, max(best[start], load))
            row.append(least)
        best = row
    return best[-1]


def fewest_spanning(seconds: Sequence[int], containers: Sequence[str], parts: int, limit: int) -> int:
    """The least number of parts with doors in more than one container, over all cuts with no load above `limit`."""
    fewest = [0] + [NEVER] * len(seconds)
    for _ in range(parts):
        row = [0]
        for stop in range(1, len(seconds) + 1):
            least, load, spans = fewest[stop], 0, 0
            for start in range(stop - 1, -1, -1):
                load += seconds[start]
                if load > limit:
                    break
                spans = spans or int(containers[start] != containers[stop - 1])
                least = min(least, fewest[start] + spans)
            row.append(least)
        fewest = row
    return fewest[-1]
