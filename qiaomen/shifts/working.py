"""Rosters are worked out, and published, by a job with progress.

A thread of the process that asks begins at once; if it dies, a sweeper of the job worker takes the roster up after a
minute. Whoever drops a roster stops it within seconds.
"""

import logging
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

import msgspec
from django.db import connection, connections, transaction
from django.db.models import Max
from django.utils import timezone

from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.ledger import desk
from qiaomen.shifts import loading, stale
from qiaomen.shifts.models import Post, Proposed, Roster, RosterState, Shift
from qiaomen.shifts.problem import Gap, Rules, Solution

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
CHUNK = 400
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('qiaomen.rosters'), hashtext(current_schema()))"
Timed = tuple[datetime, int, dict[str, object]]
_SHIFTS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a31")


class TakenOver(Exception):
    """Another process has taken up the roster, or somebody has dropped it."""


def begin() -> None:
    """Do what waits, in a thread of this process."""
    threading.Thread(target=_apart, name="rosters", daemon=True).start()


def work() -> None:
    """Do what waits, one roster after the other; nothing while somebody else is at it."""
    while (roster := _claim()) is not None:
        _attempt(roster)


def _apart() -> None:
    try:
        work()
    finally:
        connections.close_all()


def _claim() -> Roster | None:
    """The next roster that waits, now this thread's; None when there is none or one is being worked on."""
    now = timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        if Roster.objects.alive(now).exists():
            return None
        roster = Roster.objects.waiting(now).select_related("outbreak", "place", "published_by").first()
        if roster is not None:
            roster.holder, roster.heartbeat = new_id(), now
            roster.attempts += 1
            roster.save(update_fields=["holder", "heartbeat", "attempts"])
    return roster


def _attempt(roster: Roster) -> None:
    is_new = roster.state == RosterState.SOLVING
    problem = stopped = "shift.stopped" if is_new else "shift.publishing_stopped"
    try:
        if roster.attempts > MOST_ATTEMPTS:
            raise Problem(stopped)
        _solve(roster) if is_new else _publish(roster)
        return
    except TakenOver:
        log.warning("a roster was taken over by another process, or dropped")
        return
    except Problem as known:
        problem = known.code
    except Exception:
        log.exception("a roster stopped")
    # What is published halfway can be published on.
    state = RosterState.FAILED if is_new else RosterState.PROPOSED
    _mine(roster, state=state, heartbeat=None, holder=None, problem=problem)


def _solve(roster: Roster) -> None:
    from qiaomen.shifts.solve import solve  # it brings ortools, which every other process would wait for at its start

    begun = time.perf_counter()
    found = loading.of_roster(roster)
    last = [0.0]

    def tell(done: int, of: int) -> None:
        """Heard of once a second: a draft has many steps."""
        if time.monotonic() - last[0] > 1 or done == of:
            last[0] = time.monotonic()
            _still_mine(roster, done=done, expected=of)

    made = solve(found, seconds=roster.seconds, tell=tell)
    with transaction.atomic():
        _still_mine(
            roster, state=RosterState.PROPOSED, holder=None, gaps=[_gap(one) for one in made.gaps],
            is_proven=made.is_proven, took=time.perf_counter() - begun,
        )  # fmt: skip
        roster.proposed.all().delete()
        Proposed.objects.bulk_create(_lines(roster, made), batch_size=2000)


def _gap(one: Gap) -> list[object]:
    return [str(one.post), str(one.slot), one.day, one.missing, one.lack]


def _lines(roster: Roster, made: Solution) -> Iterator[Proposed]:
    for one in made.given:
        stint = one.stint
        yield Proposed(
            roster=roster, post=stint.post, slot=stint.slot, worker=one.person, day=date.fromordinal(stint.day),
            begins_at=_at(stint.begin), ends_at=_at(stint.end),
        )  # fmt: skip


def _publish(roster: Roster) -> None:
    """A record of each shift, under an id that follows from it, and earlier editions' shifts cancelled: again adds
    nothing."""
    by, now = roster.published_by, roster.published_at
    assert by is not None
    assert now is not None
    if not loading.has_begun(roster) and stale.to_gaps(roster):
        raise Problem("shift.stale")
    # Wherever it stops, what an earlier edition loses stands anew: a shift goes after all that begin before its end.
    wanted = [one for *_when, one in sorted([*_given(roster, now), *_cancelled(roster, now)], key=lambda one: one[:2])]
    for start in range(0, len(wanted), CHUNK):
        told = desk.send(wanted[start : start + CHUNK], by=by, now=now)
        if any(one.verdict not in ("accepted", "duplicate") for one in told):
            raise Problem("shift.publishing_stopped")
        _still_mine(roster, done=min(start + CHUNK, len(wanted)), expected=len(wanted))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        newest = Roster.objects.filter(outbreak=roster.outbreak).aggregate(n=Max("edition"))["n"] or 0
        _still_mine(roster, state=RosterState.PUBLISHED, edition=newest + 1, heartbeat=None, holder=None)


def _given(roster: Roster, now: datetime) -> Iterator[Timed]:
    lines = list(roster.proposed.order_by("begins_at", "id"))
    places = dict(Post.objects.filter(pk__in={one.post for one in lines}).values_list("id", "place_id"))
    late = msgspec.convert(roster.rules, Rules).late_minutes
    for one in lines:
        body = {"roster": roster.id, "post": one.post, "slot": one.slot, "worker": one.worker,
                "begins": one.begins_at, "ends": one.ends_at, "late": late}  # fmt: skip
        id = uuid5(_SHIFTS, f"{one.id}")
        yield one.begins_at, 0, {"id": id, "kind": "shift", "device_at": now, "place": places[one.post], "body": body}


def _cancelled(roster: Roster, now: datetime) -> Iterator[Timed]:
    """Of earlier editions what this one stands for."""
    posts = {one.id for one in loading.posts_in(roster.place)}
    standing = Shift.objects.filter(pk__in=loading.replaced_by(roster, posts), came_at=None, begins_at__gt=now)
    for one in standing.order_by("id"):
        body = {"shift": one.id, "change": "cancelled"}
        yield one.ends_at, 1, desk.record("shift_change", body, at=now, place=one.place)


def _at(minutes: int) -> datetime:
    return datetime.fromtimestamp(minutes * 60, UTC)


def _still_mine(roster: Roster, **told: object) -> None:
    """Raises TakenOver."""
    if not _mine(roster, **{"heartbeat": timezone.now(), **told}):
        raise TakenOver


def _mine(roster: Roster, **told: object) -> int:
    return Roster.objects.filter(pk=roster.pk, holder=roster.holder, state=roster.state).update(**told)
