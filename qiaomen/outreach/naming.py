"""Places by the names that people write in a list: 3栋2单元, as it is called below a place that is known."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from qiaomen.base.problems import Problem
from qiaomen.places.models import Place

_STEP = 9
"""Characters of a path for each place in it."""

Known = Mapping[str, Sequence[Place]]


def known(below: Place) -> Known:
    """The places at and below one by their names from below it on; several may be called alike."""
    inside = list(below.below().order_by("path"))
    names = {one.path: one.name for one in inside}
    found: dict[str, list[Place]] = defaultdict(list)
    for one in inside:
        steps = [one.path[:end] for end in range(len(below.path) + _STEP, len(one.path) + 1, _STEP)]
        found[plain("".join(names[step] for step in steps) or one.name)].append(one)
    return found


def singles(text: str, below: Place) -> list[Place]:
    """The places that are named, one on each line. Raises `round.line` for a name that none has, or several."""
    places, found = known(below), []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        meant = places.get(plain(line), ())
        if len(meant) != 1:
            raise Problem("round.line", field="singles", line=number)
        found.append(meant[0])
    return found


def plain(name: str) -> str:
    """A name as it is compared: without blanks, hyphens and capitals."""
    return "".join(name.split()).replace("-", "").casefold()
