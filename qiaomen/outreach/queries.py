"""Messages and their recipients, as far as somebody may see them; the number and the list are one query."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, below, check, within
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.outreach.models import Channel, Daily, Message, Outcome, Telling

TELLINGS: LiteralString = """
SELECT t.id, t.place, coalesce(p.path, ''), t.door, coalesce(d.label, ''), t.person, coalesce(h.name, ''),
       coalesce(w.name, ''), coalesce(c.name, ''), t.state, t.why, t.sent_at, t.delivered_at, t.missed_at,
       t.same_as IS NOT NULL, t.retried_in
FROM outreach_telling t LEFT JOIN places_place p ON p.id = t.place LEFT JOIN places_door d ON d.id = t.door
LEFT JOIN people_person h ON h.id = t.person LEFT JOIN access_worker w ON w.id = t.worker
LEFT JOIN outreach_channel c ON c.id = t.channel
WHERE t.message_id = %b AND (%b::text[] IS NULL OR t.state = ANY(%b::text[])) AND (%b::text IS NULL OR t.why = %b::text)
ORDER BY t.ordinal LIMIT %b::int8 OFFSET %b::int8
"""
WHYS = """
SELECT why, count(*) FROM outreach_telling WHERE message_id = %b AND state = 'missed' GROUP BY 1 ORDER BY 2 DESC, 1
"""
SHOWN: dict[str, list[str]] = {
    "missed": [Outcome.MISSED], "sent": [Outcome.SENT], "waiting": [Outcome.WAITING, Outcome.TAKEN],
}  # fmt: skip


class Row(msgspec.Struct):
    """A recipient with what came of it; `shares`: told at a number that stands before it already."""

    id: UUID
    place: UUID
    path: str
    door: UUID | None
    label: str
    person: UUID | None
    name: str
    worker: str
    channel: str
    state: str
    why: str
    sent_at: datetime | None
    delivered_at: datetime | None
    missed_at: datetime | None
    shares: bool
    retried_in: UUID | None
    where: str = ""


def sent(worker: Worker, *, verb: Verb = Verb.SEE) -> QuerySet[Message]:
    """The messages of the worker's places, the newest first; those to a category are about health."""
    found = Message.objects.filter(within(worker, verb, "place__"), outbreak__closed_at=None)
    if worker.is_police:
        found = found.exclude(audience__kind="category")
    return found.select_related("place", "daily").order_by("-made_at", "-id")


def message_for(worker: Worker, id: UUID, verb: Verb = Verb.SEE) -> Message:
    """One message. Raises `access.not_found` outside the worker's area, `access.forbidden` where the verb lacks."""
    found = Message.objects.select_related("place", "outbreak", "daily").filter(pk=id, outbreak__closed_at=None).first()
    if found is None or (worker.is_police and found.audience["kind"] == "category"):
        raise Problem("access.not_found")
    check(worker, verb, found.place.path)
    return found


def tellings(message: Message, *, show: str = "", why: str = "", start: int = 0, most: int = 1_000_000) -> list[Row]:
    """The recipients of a message in their order; `show` is a word of SHOWN, `why` one of the reasons."""
    states: Any = SHOWN.get(show)
    reason = why or None
    return [Row(*row) for row in rows(TELLINGS, [message.id, states, states, reason, reason, most, start])]


def whys(message: Message) -> list[tuple[str, int]]:
    """Why so many were missed, the most frequent first."""
    return [(why, count) for why, count in rows(WHYS, [message.id])]


def each_day(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Daily]:
    """What goes out each day from the worker's places."""
    found = Daily.objects.filter(within(worker, verb, "place__"), until=None, outbreak__closed_at=None)
    if worker.is_police:
        found = found.exclude(audience__kind="category")
    return found.select_related("place", "outbreak")


def channels(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Channel]:
    """The channels of the worker's places, along the way."""
    found = Channel.objects.filter(within(worker, verb, "place__"), until=None, outbreak__closed_at=None)
    return found.select_related("place", "outbreak").order_by("place__path", "name", "id")


def channels_below(paths: Sequence[str]) -> int:
    """How many channels there are at and below these places."""
    return Channel.objects.filter(below(list(paths), "place__"), until=None, outbreak__closed_at=None).count()


def sent_to(people: Collection[UUID]) -> QuerySet[Telling, datetime]:
    """When messages to many went to one of these, the newest first; as long as that is kept."""
    found = Telling.objects.filter(person__in=people, sent_at__isnull=False).order_by("-sent_at", "-id")
    return found.values_list("sent_at", flat=True)  # type: ignore[return-value]  # those that were sent have a time


def area_paths(worker: Worker, verb: Verb = Verb.SEE) -> list[str]:
    """Where the worker may do this."""
    return areas(worker, verb)
