"""The hours at which statuses change by themselves: midnights, and the hours of editions, areas, reds and rulings.

One row a district says until when this has been worked out. Whoever works it out holds that row alone; whoever settles
some people shares it, so that a batch falls before an hour or after it, never into the middle.
"""

from datetime import datetime, time, timedelta
from typing import LiteralString
from uuid import UUID

import msgspec
from django.utils import timezone

from qiaomen.base.sql import rows, run
from qiaomen.ledger import append

# What was known before it begins or lapses; what begins at once is settled with the record or action that says so.
NEXT: LiteralString = """
SELECT m.outbreak_id, m.done_until, (SELECT min(h.at) FROM (
  SELECT min(effective) FROM policy_edition
  WHERE outbreak_id = m.outbreak_id AND published_at IS NOT NULL AND effective > m.done_until
  UNION ALL SELECT min(since) FROM policy_riskarea WHERE outbreak_id = m.outbreak_id AND since > m.done_until
  UNION ALL SELECT min(until) FROM policy_riskarea WHERE outbreak_id = m.outbreak_id AND until > m.done_until
  UNION ALL SELECT min(at) FROM people_fact
            WHERE kind IN ('hand', 'ruling') AND at > m.done_until AND at > known_at
  UNION ALL SELECT min(until) FROM people_fact
            WHERE kind IN ('hand', 'ruling') AND until > m.done_until AND until > known_at) AS h(at))
FROM policy_moment m JOIN base_outbreak o ON o.id = m.outbreak_id AND o.closed_at IS NULL
"""
LOCK = """
SELECT 1 FROM policy_moment m JOIN base_outbreak o ON o.id = m.outbreak_id AND o.closed_at IS NULL
FOR NO KEY UPDATE OF m
"""
SHARE = """
SELECT m.done_until FROM policy_moment m JOIN base_outbreak o ON o.id = m.outbreak_id AND o.closed_at IS NULL
FOR SHARE OF m
"""
BEGIN = """
INSERT INTO policy_moment (outbreak_id, done_until) SELECT id, %b FROM base_outbreak WHERE closed_at IS NULL
ON CONFLICT DO NOTHING
"""
DONE = "UPDATE policy_moment SET done_until = %b WHERE outbreak_id = %b AND done_until < %b"


class Hours(msgspec.Struct, frozen=True):
    """Until when it is worked out, and the next hour that changes something."""

    outbreak: UUID
    done_until: datetime
    next: datetime


def read() -> Hours | None:
    """As things stand; None before the first hour was ever worked out."""
    found = rows(NEXT)
    if not found:
        return None
    outbreak, done_until, hour = found[0]
    midnight = midnight_after(done_until)
    return Hours(outbreak, done_until, min(hour, midnight) if hour else midnight)


def due(now: datetime) -> datetime | None:
    """The earliest hour that is not worked out yet."""
    hours = read()
    return hours.next if hours is not None and hours.next <= now else None


def hold(now: datetime) -> None:
    """Work alone from here to the end of the transaction; the district's clock begins now if it never has."""
    run(append.FOLDING)
    run(BEGIN, [now])
    run(LOCK)


def share(now: datetime) -> datetime:
    """Keep the clock where it is to the end of the transaction; answers until when it is worked out."""
    found = rows(SHARE)
    if not found:
        run(BEGIN, [now])
        found = rows(SHARE)
    until: datetime = found[0][0] if found else now
    return until


def done(hours: Hours, until: datetime) -> None:
    """Everything is worked out until then."""
    run(DONE, [until, hours.outbreak, until])


def midnight_after(moment: datetime) -> datetime:
    """The district's next midnight after a moment."""
    zone = timezone.get_default_timezone()
    tomorrow = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=zone)
