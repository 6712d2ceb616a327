"""Where something is, in words: the names of the places that hold it, in one statement for a whole page."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from django.db import connection

from qiaomen.places.models import PlaceKind

# Above the compound everybody knows where they are, and the list's heading says it.
OBVIOUS = {PlaceKind.DISTRICT, PlaceKind.STREET}
STEP = 9


class Located(Protocol):
    """A row that stands somewhere."""

    where: str

    @property
    def path(self) -> str: ...


def locate(rows: Sequence[Located], *, leave_out: Iterable[str] = OBVIOUS) -> None:
    """Fill `where` of each row: community, compound, building, stairwell, whatever there is."""
    names = names_of([row.path for row in rows], leave_out=set(leave_out))
    for row in rows:
        row.where = names[row.path]


def names_of(paths: Collection[str], *, leave_out: Collection[str] = OBVIOUS) -> dict[str, str]:
    """The names of the places on the way to each path, outermost first, joined by a space."""
    steps = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
    if not steps:
        return dict.fromkeys(paths, "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT path, kind, name FROM places_place WHERE path = ANY(%s)", [list(steps)])
        known = {path: name for path, kind, name in cursor.fetchall() if kind not in leave_out}
    return {path: " ".join(_on_the_way(path, known)) for path in set(paths)}


def _on_the_way(path: str, known: dict[str, str]) -> Iterable[str]:
    for end in range(STEP, len(path) + 1, STEP):
        if path[:end] in known:
            yield known[path[:end]]
