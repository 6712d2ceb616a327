"""Coordinate frames of Chinese maps. Ours is WGS-84; maps made in China are drawn in GCJ-02, Baidu's in BD-09. Pure.

GCJ-02 moves a position inside China by some 100–700 m with a fixed formula, BD-09 moves that once more. There is no
official text: the constants are those that every open implementation uses (Krasovsky 1940 ellipsoid), and the inverse
is found by iteration. Degrees everywhere; (longitude, latitude), as in GeoJSON.
"""

from math import atan2, cos, hypot, pi, radians, sin, sqrt
from typing import Literal

Datum = Literal["wgs84", "gcj02", "bd09"]
DATUMS: tuple[Datum, ...] = ("wgs84", "gcj02", "bd09")
Position = tuple[float, float]

_A = 6378245.0
_EE = 0.00669342162296594323
_TURN = pi * 3000 / 180
# The inverse: each round leaves about a thousandth of the error before it.
_ROUNDS = 4


def from_wgs84(position: Position, datum: Datum) -> Position:
    """Where a position of ours lies on a map in another frame."""
    if datum == "wgs84":
        return position
    moved = _obfuscated(position)
    return moved if datum == "gcj02" else _baidu(moved)


def to_wgs84(position: Position, datum: Datum) -> Position:
    """A position given in another frame as ours, to less than a centimetre."""
    if datum == "wgs84":
        return position
    given = _from_baidu(position) if datum == "bd09" else position
    guess = given
    for _round in range(_ROUNDS):
        there = _obfuscated(guess)
        guess = (guess[0] + given[0] - there[0], guess[1] + given[1] - there[1])
    return guess


def in_china(position: Position) -> bool:
    """Whether GCJ-02 moves a position at all: the box that its implementations use, wider than the border."""
    lon, lat = position
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _obfuscated(position: Position) -> Position:
    if not in_china(position):
        return position
    lon, lat = position
    east, north = _east(lon - 105.0, lat - 35.0), _north(lon - 105.0, lat - 35.0)
    magic = 1 - _EE * sin(radians(lat)) ** 2
    root = sqrt(magic)
    return (
        lon + east * 180.0 / (_A / root * cos(radians(lat)) * pi),
        lat + north * 180.0 / (_A * (1 - _EE) / (magic * root) * pi),
    )


def _waves(angle: float, *terms: tuple[float, float]) -> float:
    return sum(weight * sin(angle * times) for weight, times in terms) * 2.0 / 3.0


def _north(x: float, y: float) -> float:
    moved = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    moved += _waves(pi * x, (20.0, 6.0), (20.0, 2.0))
    return moved + _waves(pi * y, (20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))


def _east(x: float, y: float) -> float:
    moved = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    moved += _waves(pi * x, (20.0, 6.0), (20.0, 2.0))
    return moved + _waves(pi * x, (20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))


def _baidu(position: Position) -> Position:
    lon, lat = position
    far = hypot(lon, lat) + 0.00002 * sin(lat * _TURN)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _TURN)
    return far * cos(angle) + 0.0065, far * sin(angle) + 0.006


def _from_baidu(position: Position) -> Position:
    """The approximate inverse, made exact by asking where its answer would lie."""
    guess = position[0] - 0.0065, position[1] - 0.006
    for _round in range(_ROUNDS):
        there = _baidu(guess)
        guess = (guess[0] + position[0] - there[0], guess[1] + position[1] - there[1])
    return guess
