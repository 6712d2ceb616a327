"""Taking an import back: the rows of its lists from outside. What it wrote into the register stays as it is.

Visits, statuses and families hang on doors and people as soon as they are there, and who works there need not know of
the import: nothing takes a register back as a whole.
"""

from uuid import UUID

import msgspec

from qiaomen.exchange.load import Progress
from qiaomen.exchange.models import ImportRun, Kind
from qiaomen.exchange.outcomes import outcome_of
from qiaomen.lists import taking_back
from qiaomen.lists.taking_back import Came, Plan

# What progress is counted in, where no file is read.
ROWS = ""


class TakenBack(msgspec.Struct):
    """How many rows an import had `brought`, how many were taken back, and how many stay for which reason."""

    brought: int = 0
    rows: int = 0
    stays: dict[str, int] = {}


def came_of(run: ImportRun) -> Came | None:
    """The rows of lists that an import brought; None where it brought no list."""
    outcome = outcome_of(run)
    if outcome is None or outcome.dry_run or run.finished_at is None:
        return None
    lists = tuple(UUID(each.opens) for each in outcome.lists if each.kind == Kind.OUTSIDE and each.opens)
    return Came(lists, run.created_at, run.finished_at) if lists else None


def plan_of(run: ImportRun) -> Plan:
    """What taking it back would do now."""
    came = came_of(run)
    return taking_back.plan(came) if came else Plan()


def take_back(run: ImportRun, *, tell: Progress) -> dict[str, object]:
    """Take its rows back, or what is left of them; answers a TakenBack. Raises `outbreak.closed`."""
    came = came_of(run)
    assert came is not None
    assert run.taken_back_by is not None
    assert run.taken_back_at is not None
    left = taking_back.take_back(
        came,
        by=run.taken_back_by,
        at=run.taken_back_at,
        outbreak=run.outbreak,
        tell=lambda done, expected: tell(ROWS, done, expected),
    )
    brought = int(run.taken_back["brought"])
    taken: dict[str, object] = msgspec.to_builtins(TakenBack(brought, brought - left.stays.total(), dict(left.stays)))
    return taken


def taken_back(run: ImportRun) -> TakenBack:
    """What was taken back of an import."""
    return msgspec.convert(run.taken_back, TakenBack)
