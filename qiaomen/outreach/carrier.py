"""A message by a carrier: the file of numbers that it is handed, and the receipts that it brings back.

A carrier tells on our behalf, so what counts as told is what was handed over, until a receipt says otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.phones import phone_hash
from qiaomen.base import changes
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows, run
from qiaomen.outreach import messages, sending
from qiaomen.outreach.models import Message, Via
from qiaomen.outreach.sending import Taken
from qiaomen.outreach.wording import said
from qiaomen.people.identity import phone_hashes
from qiaomen.people.queries import identities_of

CHUNK = 1000
# Whoever shares a number stands in the file once.
LISTED = """
SELECT t.id, t.place, t.door, t.person, t.worker, t.channel FROM outreach_telling t
WHERE t.message_id = %b AND t.same_as IS NULL AND t.state IN ('waiting', 'sent')
ORDER BY t.ordinal
"""
# Told are those whose number stands in the file, and who shares it; whoever has none any more is missed.
HANDED = """
UPDATE outreach_telling SET state = 'sent', sent_at = %b, sent_change = %b
WHERE message_id = %b AND state = 'waiting' AND (id = ANY(%b) OR same_as = ANY(%b))
"""
LEFT_OUT = """
UPDATE outreach_telling SET state = 'missed', why = 'no_phone', missed_at = %b, missed_change = %b
WHERE message_id = %b AND state = 'waiting'
"""
# Whom it had refused first it may reach later: they are told, and need not be told again.
DELIVERED = """
UPDATE outreach_telling SET state = 'sent', why = '', missed_at = NULL, missed_change = NULL,
  delivered_at = coalesce(delivered_at, %b)
WHERE message_id = %b AND (state = 'sent' OR (state = 'missed' AND why = 'refused')) AND key = ANY(%b)
"""
REFUSED = """
UPDATE outreach_telling SET state = 'missed', why = 'refused', missed_at = %b, missed_change = %b, delivered_at = NULL
WHERE message_id = %b AND state = 'sent' AND key = ANY(%b)
"""
KNOWN = "SELECT key FROM outreach_telling WHERE message_id = %b AND key = ANY(%b)"


class Receipt(NamedTuple):
    """What a carrier says of one number, in normal form."""

    phone: str
    delivered: bool


class Line(NamedTuple):
    """What the file holds for one recipient."""

    id: UUID
    phone: str
    text: str


class Came(NamedTuple):
    """What came of a file of receipts: recipients delivered and refused, and numbers that are none of the message's."""

    delivered: int
    refused: int
    strange: int


def hand_over(message: Message, *, by: Worker, now: datetime) -> list[tuple[str, str]]:
    """The file's lines: each number once with its text. From now on they count as told; who has no number is missed.

    That `by` may see identity there is the caller's to check. Raises `message.no_file` for one that goes out by itself.
    """
    with changes.change("carrier file", worker=by.id) as change:
        held = Message.objects.select_for_update().select_related("outbreak").get(pk=message.pk)
        if held.via != Via.FILE or held.cancelled_at is not None:
            raise Problem("message.no_file")
        taken = [Taken(*row) for row in rows(LISTED, [held.id])]
        lines = list(_lines(held, taken))
        told = [one.id for one in lines]
        run(HANDED, [now, change.id, held.id, told, told])
        run(LEFT_OUT, [now, change.id, held.id])
        run(messages.FINISH, [now, [held.id]])
        Message.objects.filter(pk=held.pk).update(taken_at=now)
        in_file, texts = set(told), _once(lines)
        whose = (id for one in taken if one.id in in_file for id in (one.person, one.worker) if id)
        audit.disclose(by, whose, where="carrier")
        audit.write(by, "message.handed_over", held.id, numbers=len(texts))
    return texts


def receive(message: Message, receipts: Iterable[Receipt], *, by: Worker, now: datetime) -> Came:
    """Take in what the carrier says; the same file again changes nothing. Raises `receipts.none`."""
    keys = Outbreak.objects.current().keys
    newest = {one.phone: one.delivered for one in receipts}
    if not newest:
        raise Problem("receipts.none")
    with changes.change("carrier receipts", worker=by.id) as change:
        known = {bytes(row[0]) for row in rows(KNOWN, [message.id, _keys(newest, keys)])}
        delivered = _keys((phone for phone, ok in newest.items() if ok), keys)
        refused = _keys((phone for phone, ok in newest.items() if not ok), keys)
        reached = run(DELIVERED, [now, message.id, delivered]).rowcount if delivered else 0
        missed = run(REFUSED, [now, change.id, message.id, refused]).rowcount if refused else 0
        strange = sum(not known & set(_keys([phone], keys)) for phone in newest)
        audit.write(by, "message.receipts", message.id, delivered=reached, refused=missed, strange=strange)
    return Came(reached, missed, strange)


def _keys(several: Iterable[str], keys: Keys) -> list[bytes]:
    """By which keys recipients with these numbers are found: residents' and workers'."""
    listed = list(several)
    return [*phone_hashes(keys, listed), *(phone_hash(keys, phone) for phone in listed)]


def _once(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Each number once: a phone may be somebody else's, too, since the message was made."""
    first: dict[str, str] = {}
    for one in lines:
        first.setdefault(one.phone, one.text)
    return list(first.items())


def _lines(message: Message, taken: Sequence[Taken]) -> Iterator[Line]:
    keys = message.outbreak.keys
    words = messages.words_of(message, keys)
    for start in range(0, len(taken), CHUNK):
        some = taken[start : start + CHUNK]
        cards = identities_of(keys, {one.person for one in some if one.person})
        answering = sending.phones_of([one.worker for one in some if one.worker], keys)
        stand = sending.places_of(some)
        for one in some:
            card = cards.get(one.person) if one.person else None
            phone = card.phones[0] if card and card.phones else answering.get(one.worker or UUID(int=0), "")
            own = sending.language_of(card) if card else "zh"
            if phone:
                yield Line(one.id, phone, said(words, sending.spoken(message.language, own), stand[one.id]))
