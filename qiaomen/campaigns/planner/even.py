"""Evening out a split without making it worse: no longer longest part, no more parts that span containers."""

import itertools
from bisect import bisect_left, bisect_right
from heapq import heapify, heappush, heapreplace

from qiaomen.campaigns.planner.work import Walk

SWEEPS = 40


def even_out(walk: Walk, cuts: list[int], parts: int) -> list[int]:
    """Exactly `parts` non-empty parts out of at most as many; `parts` must not exceed the doors.

    The longest parts are halved until there are enough, then every cut moves towards the middle of its neighbours.
    A part is halved inside its only container, or at an edge that leaves at most one of the halves in two.
    """
    edges = sorted({0, *walk.end})
    cuts = _halved(walk, edges, cuts, parts)
    for _ in range(SWEEPS):
        if not _sweep(walk, edges, cuts):
            break
    return cuts


def _halved(walk: Walk, edges: list[int], cuts: list[int], parts: int) -> list[int]:
    heap = [_entry(walk, start, stop) for start, stop in itertools.pairwise(cuts)]
    heapify(heap)
    found = list(cuts)
    for _ in range(parts - len(heap)):
        _, _, start, stop = heap[0]
        middle = _nearest(walk, start, stop, _halves(walk, edges, start, stop))
        found.append(middle)
        heapreplace(heap, _entry(walk, start, middle))
        heappush(heap, _entry(walk, middle, stop))
    return sorted(found)


def _halves(walk: Walk, edges: list[int], start: int, stop: int) -> list[int]:
    """Where a part may be halved so that no more of the halves span containers than it did."""
    near = _places(walk, edges, start, stop, whole=walk.spans(start, stop))
    if not walk.spans(start, stop):
        return near
    first, last = edges[bisect_right(edges, start)], edges[bisect_left(edges, stop) - 1]
    return [place for place in (first, *near, last) if not (walk.spans(start, place) and walk.spans(place, stop))]


def _entry(walk: Walk, start: int, stop: int) -> tuple[bool, int, int, int]:
    """Heaviest first, parts of a single door last."""
    return (stop - start < 2, -walk.load(start, stop), start, stop)


def _sweep(walk: Walk, edges: list[int], cuts: list[int]) -> bool:
    """Move each cut as near as it may to the middle between its neighbours; whether any moved."""
    moved = False
    for index in range(1, len(cuts) - 1):
        start, now, stop = cuts[index - 1 : index + 2]
        allowed = walk.spans(start, now) + walk.spans(now, stop)
        places = [
            place
            for place in _places(walk, edges, start, stop, whole=False)
            if walk.spans(start, place) + walk.spans(place, stop) <= allowed
        ]
        cuts[index] = _nearest(walk, start, stop, [now, *places])
        moved = moved or cuts[index] != now
    return moved


def _places(walk: Walk, edges: list[int], start: int, stop: int, *, whole: bool) -> list[int]:
    """Where (start, stop) may be cut near its middle: at containers' edges, and between any doors unless `whole`."""
    middle = (walk.prefix[start] + walk.prefix[stop]) // 2
    after = bisect_left(walk.prefix, middle, start + 1, stop)
    edge = bisect_right(edges, after)
    places = edges[max(0, edge - 2) : edge + 2]
    if not whole:
        places += [after - 1, after]
    return [place for place in places if start < place < stop]


def _nearest(walk: Walk, start: int, stop: int, places: list[int]) -> int:
    """The place that leaves the two sides most alike; the first of equals."""
    both = walk.prefix[start] + walk.prefix[stop]
    return min(places, key=lambda place: abs(2 * walk.prefix[place] - both))
