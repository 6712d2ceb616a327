"""Messages that go out each day at an hour: one a day, to whoever belongs to the audience by then."""

import logging
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.outreach import messages
from qiaomen.outreach.messages import Draft
from qiaomen.outreach.models import Daily, Message

log = logging.getLogger(__name__)
# After a stop of the server a morning's message still goes out within so long; what is later is let be.
LATE = timedelta(hours=4)


def begin(draft: Draft, *, at: str, by: Worker, now: datetime, id: UUID | None = None) -> Daily:
    """Send this each day at a local time; a time of today that is over begins tomorrow. Raises as `messages.check`."""
    messages.check(draft)
    outbreak, id = Outbreak.objects.current(), id or new_id()
    with changes.change("daily message", worker=by.id) as change:
        made = Daily.objects.create(
            id=id, outbreak=outbreak, place=draft.place, title=draft.title,
            audience=msgspec.to_builtins(draft.audience), via=draft.via, language=draft.language,
            sealed=messages.sealed(draft.words, outbreak.keys, id), at=at, made_by=by.id, since=now, change=change.id,
        )  # fmt: skip
        audit.write(by, "daily.begun", made.id, place=str(draft.place.id))
    return made


def end(daily: Daily, *, by: Worker, now: datetime) -> None:
    """No further one goes out."""
    with changes.change("daily message", worker=by.id):
        Daily.objects.filter(pk=daily.pk, until=None).update(until=now)
        audit.write(by, "daily.ended", daily.id)


def send_due(now: datetime) -> list[Message]:
    """Make the messages whose hour has come and that nobody made yet today; asked again it finds none.

    One that cannot be made says so in its row, is tried again at the next sweep, and holds up no other.
    """
    made = []
    for one in Daily.objects.filter(until=None, outbreak__closed_at=None).select_related("outbreak", "place"):
        due = due_at(one.at, now)
        if not due <= now < due + LATE or one.since > due:
            continue
        if not one.messages.filter(day=timezone.localdate(due)).exists() and (message := _tried(one, now)):
            made.append(message)
    return made


def due_at(at: str, now: datetime) -> datetime:
    """When today's is due."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(now.astimezone(zone).date(), time.fromisoformat(at), zone)


def _tried(one: Daily, now: datetime) -> Message | None:
    try:
        made = _send(one, now)
    except Exception as error:
        log.warning("a daily message was not made: %s", type(error).__name__)
        code = error.code if isinstance(error, Problem) else ""
        Daily.objects.filter(pk=one.pk).update(failed_at=now, failed=code)
        return None
    if one.failed_at is not None:
        Daily.objects.filter(pk=one.pk).update(failed_at=None, failed="")
    return made


def _send(one: Daily, now: datetime) -> Message | None:
    draft = Draft(
        one.place,
        messages.audience_of(one),
        one.title,
        messages.words_of(one, one.outbreak.keys),
        one.language,
        one.via,
    )
    try:
        return messages.send(draft, by=None, now=now, daily=one, day=timezone.localdate(due_at(one.at, now)))
    except IntegrityError:  # another process was a moment faster
        return None
    except Problem as problem:
        if problem.code == "message.nobody":
            return None
        raise
