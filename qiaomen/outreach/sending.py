"""Telling people: a few recipients at a time, so that a server that stops loses nobody and tells nobody twice.

Recipients are taken before anything is sent, and that is on the disk; what came of it follows in a second transaction.
Whoever was taken when the server stopped is never sent to by itself again: nobody knows whether they were told, and
that is said of them by name.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from qiaomen.access import messages as phones
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.sealing import unseal
from qiaomen.base.sql import rows, run
from qiaomen.outreach import messages
from qiaomen.outreach.models import Channel, Language, Message
from qiaomen.outreach.wording import Where, said
from qiaomen.people.identity import IdentityCard
from qiaomen.people.queries import identities_of
from qiaomen.places.models import Door, Place
from qiaomen.places.naming import names_of

log = logging.getLogger(__name__)
AT_ONCE = 10
# A sweep ends after so long: one-time codes and alarms go by the same worker.
SWEEP_S = 4.0
# Whoever was taken so long ago was taken by a process that is no more: a channel answers within ten seconds, or not.
LOST = timedelta(minutes=2)

OPEN = """
SELECT m.id FROM outreach_message m JOIN base_outbreak o ON o.id = m.outbreak_id AND o.closed_at IS NULL
WHERE m.finished_at IS NULL AND m.cancelled_at IS NULL AND m.via = 'now' ORDER BY m.made_at, m.id
"""
TAKE = """
UPDATE outreach_telling t SET state = 'taken', holder = %b, taken_at = %b
FROM (SELECT t.id FROM outreach_telling t JOIN outreach_message m ON m.id = t.message_id AND m.cancelled_at IS NULL
      WHERE t.message_id = %b AND t.state = 'waiting' AND t.same_as IS NULL
      ORDER BY t.ordinal LIMIT %b::int FOR UPDATE OF t SKIP LOCKED) d
WHERE t.id = d.id RETURNING t.id, t.place, t.door, t.person, t.worker, t.channel
"""
# What came of those whom this process took; whoever shares their address has what they have.
NOTE = """
UPDATE outreach_telling t SET why = o.why, holder = NULL,
  state = CASE o.why WHEN '' THEN 'sent' ELSE 'missed' END,
  sent_at = CASE o.why WHEN '' THEN %b::timestamptz END, sent_change = CASE o.why WHEN '' THEN %b::uuid END,
  missed_at = CASE o.why WHEN '' THEN NULL ELSE %b::timestamptz END,
  missed_change = CASE o.why WHEN '' THEN NULL ELSE %b::uuid END
FROM unnest(%b::uuid[], %b::text[]) o(id, why)
WHERE {whose}
"""
TAKEN, SHARING = "t.id = o.id AND t.state = 'taken' AND t.holder = %b", "t.same_as = o.id AND t.state = 'waiting'"
LEFT_BEHIND = """
SELECT t.id, t.message_id FROM outreach_telling t WHERE t.state = 'taken' AND t.taken_at < %b
FOR UPDATE OF t SKIP LOCKED
"""
UNSURE = """
UPDATE outreach_telling SET state = 'missed', why = 'unsure', holder = NULL, missed_at = %b, missed_change = %b
WHERE id = ANY(%b) OR (same_as = ANY(%b) AND state = 'waiting')
"""


class Taken(NamedTuple):
    """A recipient whom this process tells now."""

    id: UUID
    place: UUID
    door: UUID | None
    person: UUID | None
    worker: UUID | None
    channel: UUID | None


class Parcel(NamedTuple):
    """What goes where; `why` where it cannot."""

    id: UUID
    address: str = ""
    text: str = ""
    why: str = ""
    is_channel: bool = False


def work(now: datetime, *, seconds: float = SWEEP_S) -> int:
    """Tell those who wait, some of each message in turn, for so long; answers how many were tried.

    A message that cannot be put together names those as missed, and holds up no other.
    """
    give_up(now)
    ends, count = monotonic() + seconds, 0
    while tried := sum(_tried(message) for (message,) in rows(OPEN)):
        count += tried
        if monotonic() >= ends:
            break
    return count


def give_up(now: datetime) -> int:
    """Say of whoever a dead process had taken that nobody knows whether they were told; answers how many."""
    if not rows(LEFT_BEHIND, [now - LOST]):
        return 0
    with changes.change("messages lost") as change:
        lost = rows(LEFT_BEHIND, [now - LOST])
        ids = [row[0] for row in lost]
        run(UNSURE, [now, change.id, ids, ids])
        run(messages.FINISH, [now, list({row[1] for row in lost})])
    return len(lost)


def _tried(message: UUID) -> int:
    try:
        return _some_of(message)
    except Exception as error:
        log.warning("a message was not sent: %s", type(error).__name__)
        return 0


def _some_of(message: UUID) -> int:
    holder = new_id()
    taken = [Taken(*row) for row in rows(TAKE, [holder, timezone.now(), message, AT_ONCE])]
    if taken:
        parcels = _packed(Message.objects.select_related("outbreak").get(pk=message), taken)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            note(message, holder, list(pool.map(_deliver, parcels)))
    return len(taken)


def _packed(message: Message, taken: Sequence[Taken]) -> list[Parcel]:
    try:
        return pack(message, taken)
    except Exception as error:
        log.warning("a message was not put together: %s", type(error).__name__)
        return [Parcel(one.id, why="failed") for one in taken]


def _deliver(parcel: Parcel) -> tuple[UUID, str]:
    """One attempt, whatever the channel does: what goes wrong with one is nobody else's."""
    if not parcel.why:
        with suppress(Exception):
            return parcel.id, "" if _reach(parcel) else "not_taken"
    return parcel.id, parcel.why or "not_taken"


def _reach(parcel: Parcel) -> bool:
    """A channel's address was typed by somebody; that of a phone is the operator's."""
    send = phones.notify_outward if parcel.is_channel else phones.notify
    return send(parcel.address, parcel.text)


def note(message: UUID, holder: UUID, came: Sequence[tuple[UUID, str]]) -> None:
    """Write down what came of those whom this process had taken."""
    now = timezone.now()
    ids, whys = [one[0] for one in came], [one[1] for one in came]
    with changes.change("messages told") as change:
        said_so = [now, change.id, now, change.id, ids, whys]
        run(NOTE.format(whose=TAKEN), [*said_so, holder])
        run(NOTE.format(whose=SHARING), said_so)
        run(messages.FINISH, [now, [message]])


def pack(message: Message, taken: Sequence[Taken]) -> list[Parcel]:
    """Open the addresses of a few recipients, and fill the words in for each: four statements however many they are."""
    keys = message.outbreak.keys
    words = messages.words_of(message, keys)
    cards = identities_of(keys, {one.person for one in taken if one.person})
    channels = Channel.objects.select_related("outbreak").in_bulk([one.channel for one in taken if one.channel])
    answering = phones_of([one.worker for one in taken if one.worker], keys)
    stand = places_of(taken)
    found = []
    for one in taken:
        address, language = _reached(one, cards, channels, answering, keys)
        if not address:
            found.append(Parcel(one.id, why="nobody" if one.channel or one.worker else "no_phone"))
        else:
            text = said(words, spoken(message.language, language), stand[one.id])
            found.append(Parcel(one.id, address, text, is_channel=one.channel is not None))
    return found


def spoken(asked: str, own: str) -> str:
    """The language for one recipient: what the message says, or theirs where it leaves it to them."""
    return own if asked == Language.OWN else asked


def language_of(card: IdentityCard) -> str:
    """Whoever is registered by a foreign passport is told in English where each is told in their own language."""
    return Language.EN if card.document == "passport" else Language.ZH


def places_of(several: Sequence[Taken]) -> dict[UUID, Where]:
    """What `{place}` and `{door}` stand for, by recipient."""
    paths = dict(Place.objects.filter(id__in={one.place for one in several}).values_list("id", "path"))
    labels = dict(Door.objects.filter(id__in={one.door for one in several if one.door}).values_list("id", "label"))
    names, today = names_of(list(paths.values())), timezone.localdate()
    return {
        one.id: Where(names.get(paths.get(one.place, ""), ""), labels.get(one.door, "") if one.door else "", today)
        for one in several
    }


def _reached(
    one: Taken, cards: dict[UUID, IdentityCard], channels: dict[UUID, Channel], answering: dict[UUID, str], keys: Keys
) -> tuple[str, str]:
    """Address and language; nothing of a channel that has ended since, or a person who has no phone any more."""
    if one.channel is not None:
        channel = channels.get(one.channel)
        if channel is None or channel.until is not None:
            return "", ""
        return unseal(keys, bytes(channel.sealed), row=channel.id).decode(), channel.language
    card = cards.get(one.person) if one.person else None
    phone = card.phones[0] if card and card.phones else answering.get(one.worker, "") if one.worker else ""
    if not phone:
        return "", ""
    return phones.address_of(phone), language_of(card) if card else Language.ZH


def phones_of(workers: Sequence[UUID], keys: Keys) -> dict[UUID, str]:
    """The phones of these workers, for what is sent to them: nobody reads them."""
    known = Worker.objects.filter(pk__in=workers, sealed_phone__isnull=False).values_list("id", "sealed_phone")
    return {id: unseal(keys, bytes(sealed or b""), row=id).decode() for id, sealed in known}


def is_open() -> bool:
    """Whether there is an outbreak, whose keys open addresses."""
    return Outbreak.objects.filter(closed_at=None).exists()
