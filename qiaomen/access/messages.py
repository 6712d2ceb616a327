"""Messages to one phone: one-time codes, alarms. They go out by whatever QIAOMEN_MESSAGES_URL names.

A message is put by within the transaction that makes it needed, sealed, and delivered by a sweeper within seconds. Once
it is out, or nobody took it, its number and its words are gone; that it was sent, when, and what went wrong is kept.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import parse_qs, quote, urlsplit
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import transaction

from qiaomen.access.models import Message, Worker
from qiaomen.base import retention
from qiaomen.base.ids import new_id
from qiaomen.base.keys import of
from qiaomen.base.models import Outbreak
from qiaomen.base.outward import check_name, checked_connections, only_outward
from qiaomen.base.sealing import seal, unseal

PLACE = "{phone}"
# After how long an attempt is made again; after the last one it has failed.
AGAIN = (timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=5))
# A code or an alarm that comes this late helps nobody.
TOO_LATE = timedelta(minutes=15)
AT_ONCE = 50


class Letter(msgspec.Struct):
    """What is sealed until it is out."""

    phone: str
    text: str


def is_set() -> bool:
    """Whether messages can reach a phone at all."""
    return PLACE in settings.MESSAGES_URL


def put(*, phone: str, text: str, purpose: str, subject: UUID) -> UUID:
    """Put a message by, in the caller's transaction. `purpose`: a word like `resident.code`; `subject`: whom it is for.

    Where no channel is set it has failed at once, for staff to see.
    """
    [made] = put_all([(phone, text, subject)], purpose=purpose)
    return made


def put_all(several: Iterable[tuple[str, str, UUID]], *, purpose: str) -> list[UUID]:
    """Put several messages by as `put`, by one statement: each (phone, text, subject)."""
    outbreak, made = Outbreak.objects.current(), []
    keys = outbreak.keys
    for phone, text, subject in several:
        message = Message(id=new_id(), outbreak=outbreak, purpose=purpose, subject=subject)
        if is_set():
            message.sealed = seal(keys, msgspec.json.encode(Letter(phone, text)), row=message.id)
        else:
            message.state, message.trouble = Message.State.FAILED, "no_channel"
        made.append(message)
    Message.objects.bulk_create(made)
    return [message.id for message in made]


def put_for_workers(texts: Mapping[UUID, Sequence[str]], *, purpose: str) -> int:
    """Put messages by for workers whose phones are known, where the district has a channel; answers how many.

    The system tells those who answer for something: nobody reads their numbers.
    """
    if not texts or not is_set():
        return 0
    keys = Outbreak.objects.current().keys
    known = Worker.objects.filter(pk__in=texts, sealed_phone__isnull=False).values_list("id", "sealed_phone")
    phones = {id: unseal(keys, bytes(sealed or b""), row=id).decode() for id, sealed in known}
    several = [(phones[id], text, id) for id, some in texts.items() if id in phones for text in some]
    return len(put_all(several, purpose=purpose))


def deliver(now: datetime) -> int:
    """Send what waits; answers how many went out. Two workers never send the same message at once."""
    count = 0
    for id in list(Message.objects.due(now).values_list("id", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            found = Message.objects.due(now).select_for_update(skip_locked=True).filter(id=id).first()
            if found is not None:
                _try(found, now)
                count += found.state == Message.State.SENT
    return count


def forget(now: datetime) -> int:
    """Forget what was sent long ago; answers how many."""
    return Message.objects.filter(at__lt=now - retention.kept("messages_sent")).delete()[0]


def _try(message: Message, now: datetime) -> None:
    """One attempt, and what came of it."""
    if now - message.at > TOO_LATE:
        message.state, message.trouble, message.sealed = Message.State.FAILED, "too_late", None
    elif _sent(message):
        message.state, message.sent_at, message.sealed, message.trouble = Message.State.SENT, now, None, ""
    else:
        message.trouble = "not_taken"
        if message.tries >= len(AGAIN):
            message.state, message.sealed = Message.State.FAILED, None
        else:
            message.next_at = now + AGAIN[message.tries]
    message.tries += 1
    message.save()


def _sent(message: Message) -> bool:
    plain = unseal(of(message.outbreak_id), bytes(message.sealed or b""), row=message.id)
    letter = msgspec.json.decode(plain, type=Letter)
    return notify(address_of(letter.phone), letter.text)


def address_of(phone: str) -> str:
    """The address by which a phone is reached; only where `is_set`."""
    return settings.MESSAGES_URL.replace(PLACE, quote(phone, safe=""))


def notify(url: str, text: str) -> bool:
    """Hand a text to one of apprise's addresses; whether it was taken. Nothing is logged."""
    channel = _library().Apprise()
    return bool(channel.add(url)) and bool(channel.notify(body=text))


def notify_outward(url: str, text: str) -> bool:
    """As `notify`, by an address that somebody typed. Raises `base.outward.NotOutward` where it leads to ourselves."""
    check_target(url)
    with only_outward():
        return notify(url, text)


def check_target(url: str) -> None:
    """Raises `base.outward.NotOutward` for one of apprise's addresses whose host, or mail server, is this machine."""
    parts = urlsplit(url)
    for host in (parts.hostname or "", *parse_qs(parts.query).get("smtp", ())):
        check_name(host)


def protocol_of(url: str) -> str:
    """By which of apprise's services an address goes, as it calls them; "" where it knows none."""
    made = _library().Apprise.instantiate(url, suppress_exceptions=True)
    return str(made.service_name) if made is not None else ""


@lru_cache(maxsize=1)
def _library():  # type: ignore[no-untyped-def]  # apprise has no types
    """Loaded when the first message goes: a second that no web worker has to spend.

    It logs addresses, and in ours stand phones: nothing that it says is written anywhere.
    """
    import apprise
    import urllib3.util.connection as urllib3

    for name in ("apprise", "urllib3"):
        logging.getLogger(name).disabled = True
    urllib3.create_connection = checked_connections(urllib3.create_connection)
    return apprise
