"""Views of a building as it stands: all of its doors, or the ones in one state with the others as outlines."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from qiaomen.base.problems import Problem
from qiaomen.console.doors import LEFT, WORDS, Door, build, is_left
from qiaomen.console.doors import Building as Stack
from qiaomen.console.parts import Segment

# Every door that is left, whatever it says of itself.
IS_LEFT = "left"
# What people look for in a building; what is done with needs no view of its own.
OFFERED = ("isolated", IS_LEFT, *(state for state in WORDS if state in LEFT), "vacant")


def wanted(given: str, *, health: bool) -> str:
    """Which view an address asks for; nothing for all doors. Raises `access.not_found`."""
    if given and (given not in OFFERED or (given == "isolated" and not health)):
        raise Problem("access.not_found")
    return given


def shows(door: Door, only: str) -> bool:
    """The door belongs to a view."""
    return not only or door.state == only or (only == IS_LEFT and is_left(door))


def isolating(door: Door, people: int) -> Door:
    """The door with how many isolate behind it, which is more pressing than what the sweep says of it."""
    return replace(door, state="isolated", count=people, is_left=door.state in LEFT)


def stack(doors: Iterable[Door], only: str) -> Stack:
    """The building with the doors of a view; the others keep their places."""
    return build([replace(door, is_off=not shows(door, only)) for door in doors])


def tabs(doors: Iterable[Door], only: str, url: Callable[[str | None], str]) -> list[Segment]:
    """The views that hold a door, each with how many, and the one that is shown; none where all doors are alike."""
    every = list(doors)
    counted = {view: sum(shows(door, view) for door in every) for view in OFFERED}
    found = [
        Segment(_word(view), url(view), view == only, count)
        for view, count in counted.items()
        if view == only or (count and not (view == IS_LEFT and count in (counted["todo"], len(every))))
    ]
    return [Segment(_("All"), url(None), not only, len(every)), *found] if found else []


def _word(view: str) -> str:
    return _("Left") if view == IS_LEFT else str(capfirst(str(WORDS[view])))
