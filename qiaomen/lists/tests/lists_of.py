"""Lists brought into the small world, for tests."""

from datetime import date
from typing import Any

from qiaomen.lists.bringing import About, Brought, Incoming, bring
from qiaomen.lists.lines import RowLine
from qiaomen.lists.queries import Rows, wanted_by
from qiaomen.testing.world import World

RAILWAY = About("铁路推送", "railway", "returnee", date(2020, 3, 21))
CAPITAL = "110106"


def row(name: str, line: int = 2, **said: Any) -> Incoming:
    """A row of somebody who came from the capital."""
    return Incoming(line, name, **{"origin": "北京市丰台区", "region": CAPITAL, "arrived": date(2020, 3, 18), **said})


def brought(world: World, *rows: Incoming, about: About = RAILWAY, by: str = "headquarters", **more: Any) -> Brought:
    """The rows, brought in by headquarters."""
    return bring(rows, about=about, outbreak=world.outbreak, worker=world.workers[by], **more)


def seen_by(world: World, worker: str = "headquarters", **wanted: Any) -> list[RowLine]:
    """The rows that a worker sees, as in the list."""
    return list(Rows(wanted_by(world.workers[worker], **wanted), sort="line")[0:100])


def only(world: World, **wanted: Any) -> RowLine:
    """The one row that there is."""
    [found] = seen_by(world, **wanted)
    return found
