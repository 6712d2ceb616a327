"""How often somebody may try. What is counted is what was typed and from where, never whether it was right.

So a limit tells nobody anything. Keys are hashed: the table holds no address, door or name.
"""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import lookup
from qiaomen.base.sql import rows, run

WINDOW = timedelta(hours=1)
# So many an hour: many families share one address, few people share a door.
MOST = {"address": 120, "door": 20, "claim": 6, "enter": 30, "venue": 600}
OTHERWISE = 60
# Different names or digits at one door from one address; each one more waits twice as long.
GUESSES = 3
FIRST_WAIT = timedelta(seconds=30)
DOUBLINGS = 7

COUNT = """
INSERT INTO resident_attempt AS a (key, since, count) SELECT k, %b::timestamptz, 1 FROM unnest(%b::bytea[]) k
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN a.since < %b THEN 1 ELSE a.count + 1 END,
  since = CASE WHEN a.since < %b THEN excluded.since ELSE a.since END
RETURNING key, count, since
"""
GUESS = """
INSERT INTO resident_attempt AS a (key, since, count) VALUES (%b, %b, %b)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN a.since < %b THEN excluded.count ELSE a.count + excluded.count END,
  since = CASE WHEN a.since < %b THEN excluded.since ELSE a.since END,
  until = CASE WHEN a.since < %b THEN NULL
               WHEN excluded.count > 0 AND a.count + excluded.count > %b::int
               THEN excluded.since + %b::interval * power(2, least(a.count + excluded.count - %b::int - 1, %b::int))
               ELSE a.until END
RETURNING until
"""
FORGET = "DELETE FROM resident_attempt WHERE since < %b AND (until IS NULL OR until < %b)"


def allow(tried: Mapping[str, str], *, now: datetime | None = None) -> None:
    """Count one try under each of these (by the words of `MOST`). Raises `resident.slow_down`, in minutes."""
    moment = now or timezone.now()
    _counted(Outbreak.objects.current().keys, tried, moment)


def allow_claim(tried: Mapping[str, str], *, claim: str, at: str, keys: Keys, now: datetime) -> None:
    """The same for somebody who says who they are: a fourth different `claim` from one place (`at`) has to wait.

    Two statements, whatever is claimed. Raises `resident.slow_down`.
    """
    count = _counted(keys, {**tried, "claim": claim}, now)["claim"]
    old = now - WINDOW
    key = lookup(keys, "attempt guesses", at)
    is_new = int(count == 1)
    [(until,)] = rows(GUESS, [key, now, is_new, old, old, old, GUESSES, FIRST_WAIT, GUESSES, DOUBLINGS])
    if until is not None and until > now:
        raise _slow(until - now)


def forget(now: datetime) -> None:
    """Forget what no longer counts."""
    run(FORGET, [now - WINDOW, now])


def address_of(request: HttpRequest) -> str:
    """Where a request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _counted(keys: Keys, tried: Mapping[str, str], now: datetime) -> dict[str, int]:
    names = {lookup(keys, f"attempt {name}", value): name for name, value in tried.items()}
    old = now - WINDOW
    found = {names[bytes(key)]: (count, since) for key, count, since in rows(COUNT, [now, sorted(names), old, old])}
    for name, (count, since) in found.items():
        if count > MOST.get(name, OTHERWISE):
            raise _slow(since + WINDOW - now)
    return {name: count for name, (count, _since) in found.items()}


def _slow(wait: timedelta) -> Problem:
    return Problem("resident.slow_down", minutes=max(math.ceil(wait.total_seconds() / 60), 1))
