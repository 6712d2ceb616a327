"""Working out the clock's part of policy: everything that is over, in order, one hour a transaction."""

from datetime import datetime

from qiaomen.base import changes
from qiaomen.policy import hours, status


def advance(now: datetime) -> int:
    """Work out each midnight and hour that is over since the last time, whole district; answers how many.

    Each hour is a change of its own, with statuses that take effect at that hour: a server that was off, or was killed
    on its way, goes on where it stood and arrives where it would have been.
    """
    if hours.read() is None:
        with changes.change("moment"):
            hours.hold(now)
        return 0
    count = 0
    while hours.due(now) is not None:
        with changes.change("moment") as change:
            count += status.work_off(now, change.id)
    return count
