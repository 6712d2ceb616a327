"""When a phone was last heard of: noted at most every ten minutes, so that a call stays a read."""

from datetime import datetime, timedelta
from uuid import UUID

from qiaomen.base.sql import run

APART = timedelta(minutes=10)
# Several processes serve the phones, and each knows only its own notes: the statement looks once more.
# A note that is lost with the machine is made again: nobody waits for the disk.
NOTE = """
UPDATE access_enrolment SET seen_at = %b
FROM (SELECT set_config('synchronous_commit', 'off', true)) AS unhurried
WHERE id = %b AND (seen_at IS NULL OR seen_at <= %b)
"""
_MOST = 100_000
_noted: dict[UUID, datetime] = {}


def note(enrolment: UUID, now: datetime) -> None:
    """Note that this phone has called, unless it was noted in the last ten minutes."""
    last = _noted.get(enrolment)
    if last is not None and now - last < APART:
        return
    if len(_noted) >= _MOST:
        _noted.clear()
    run(NOTE, [now, enrolment, now - APART])
    _noted[enrolment] = now


def forget() -> None:
    """Know of no phone, as after a start."""
    _noted.clear()
