"""Plane geometry of plans: y goes down, polygons are lists of points that are not closed twice. Pure."""

from collections.abc import Sequence

from qiaomen.atlas.document import Point

Polygon = Sequence[Point]


def area(polygon: Polygon) -> float:
    """Positive where the points go clockwise as one looks at the plan."""
    pairs = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def clockwise(polygon: Polygon) -> list[Point]:
    """The polygon in clockwise order, as one looks at it."""
    return list(polygon) if area(polygon) >= 0 else list(reversed(polygon))


def bounds(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def middle(polygon: Polygon) -> Point:
    """The centre of mass; of a polygon without area, that of its points."""
    weight = area(polygon)
    if abs(weight) < 1e-9:
        return sum(x for x, _y in polygon) / len(polygon), sum(y for _x, y in polygon) / len(polygon)
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return x / (6 * weight), y / (6 * weight)


def contains(polygon: Polygon, point: Point) -> bool:
    """Whether the point lies inside (even-odd rule)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def front_edges(polygon: Polygon) -> list[tuple[Point, Point]]:
    """The edges that face down, left to right: those whose walls one sees. The nearest come last."""
    around = clockwise(polygon)
    edges = [(b, a) for a, b in zip(around, [*around[1:], around[0]], strict=True) if a[0] - b[0] > 1e-6]
    return sorted(edges, key=lambda edge: (edge[0][1] + edge[1][1], edge[0][0]))


def along(edge: tuple[Point, Point], share: float) -> Point:
    """The point at a share (0 to 1) of an edge."""
    (x1, y1), (x2, y2) = edge
    return x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
