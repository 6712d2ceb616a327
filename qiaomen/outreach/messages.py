"""Making a message: who is told is settled at once, each recipient a row; sending follows by itself.

Nobody is told twice: an address stands once in a message, which the database holds to, and whoever is sent to again are
those who were missed, each of them once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.access import audit
from qiaomen.access import messages as phones
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal, unseal
from qiaomen.base.sql import rows, run
from qiaomen.outreach.audience import Audience, Recipient, digest, recipients
from qiaomen.outreach.models import Daily, Message, Outcome, Telling, Via, Why
from qiaomen.outreach.wording import MOST_LETTERS, Words, missing
from qiaomen.places.models import Place

CHUNK = 2000
COUNTS: LiteralString = """
SELECT message_id, count(*) FILTER (WHERE state = 'sent'), count(*) FILTER (WHERE state = 'missed'),
       count(*) FILTER (WHERE state IN ('waiting', 'taken')), count(*) FILTER (WHERE delivered_at IS NOT NULL),
       count(*) FILTER (WHERE state = 'missed' AND retried_in IS NULL AND why <> 'unsure'),
       count(*) FILTER (WHERE state = 'missed' AND retried_in IS NULL AND why = 'unsure')
FROM outreach_telling WHERE message_id = ANY(%b) GROUP BY 1
"""
# Whoever shares an address with somebody who is being told right now gets what they get.
CANCEL = """
UPDATE outreach_telling t SET state = 'missed', why = 'cancelled', missed_at = %b, missed_change = %b
WHERE t.message_id = %b AND t.state = 'waiting'
  AND NOT EXISTS (SELECT FROM outreach_telling f WHERE f.id = t.same_as AND f.state = 'taken')
"""
TOLD = """
WITH RECURSIVE before AS (
  SELECT id, again_of_id FROM outreach_message WHERE id = %b
  UNION ALL SELECT m.id, m.again_of_id FROM outreach_message m JOIN before b ON m.id = b.again_of_id)
SELECT DISTINCT t.key FROM outreach_telling t JOIN before b ON b.id = t.message_id
WHERE t.key IS NOT NULL AND (t.state = 'sent' OR (t.why = 'unsure' AND NOT %b::bool))
"""
FINISH = """
UPDATE outreach_message m SET finished_at = %b WHERE m.id = ANY(%b) AND m.finished_at IS NULL
  AND NOT EXISTS (SELECT FROM outreach_telling t WHERE t.message_id = m.id AND t.state IN ('waiting', 'taken'))
"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many were told and missed, still wait, were delivered as a carrier says; `again`: could be sent to again.

    `unsure`: could be, too, and perhaps had it.
    """

    sent: int = 0
    missed: int = 0
    waiting: int = 0
    delivered: int = 0
    again: int = 0
    unsure: int = 0

    @property
    def all(self) -> int:
        return self.sent + self.missed + self.waiting


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to go out, to whom, how."""

    place: Place
    audience: Audience
    title: str
    words: Words
    language: str = "zh"
    via: str = Via.NOW


def send(
    draft: Draft, *, by: Worker | None, now: datetime, seen: str | None = None, daily: Daily | None = None,
    day: date | None = None, id: UUID | None = None,
) -> Message:  # fmt: skip
    """Make a message of a draft; a job sends it. `seen`: the digest of the recipients that somebody was shown.

    `id`: of the message to be; the second that is made under one id is an IntegrityError. Raises `message.nobody`,
    `message.fields`, `message.too_long`, and `message.list_changed` where they are others now.
    """
    check(draft)
    with changes.change("message", worker=by.id if by else None) as change:
        found = recipients(draft.audience, draft.place, now=now)
        if seen is not None and digest(found) != seen:
            raise Problem("message.list_changed")
        if not found:
            raise Problem("message.nobody")
        made = _make(draft, by, now, change.id, daily=daily, day=day, id=id)
        _write(made, found, now, change.id)
        audit.write(by, "message.made", made.id, place=str(draft.place.id), recipients=len(found))
    return made


def check(draft: Draft) -> None:
    """Raises `message.fields` and `message.too_long`, and `template.empty` where nothing is said."""
    if not (draft.words.zh or draft.words.en):
        raise Problem("template.empty", field="zh")
    if absent := missing(draft.words):
        raise Problem("message.fields", fields=", ".join(absent))
    if max(len(draft.words.zh), len(draft.words.en)) > MOST_LETTERS:
        raise Problem("message.too_long", most=MOST_LETTERS)


def cancel(message: Message, *, by: Worker, now: datetime) -> int:
    """Tell nobody else; whoever is being told this second may still be. Answers how many are not told for it."""
    with changes.change("cancel message", worker=by.id) as change:
        held = Message.objects.select_for_update().get(pk=message.pk)
        if held.finished_at is not None:
            raise Problem("message.over")
        Message.objects.filter(pk=held.pk).update(cancelled_at=now)
        count = run(CANCEL, [now, change.id, held.id]).rowcount
        run(FINISH, [now, [held.id]])
        audit.write(by, "message.cancelled", held.id, missed=count)
    return count


def again(message: Message, *, by: Worker, now: datetime, also_unsure: bool = False) -> Message:
    """The same message to those of its recipients who were missed, as they can be reached now; each of them once.

    Of whom nobody knows whether they were told are left out unless `also_unsure`. Whoever belongs to it no more, or had
    it at another's address, stays missed. Raises `message.nobody_missed`, `message.forgotten`, `message.going_out`.
    """
    with changes.change("message again", worker=by.id) as change:
        held = Message.objects.select_for_update().get(pk=message.pk)
        if held.sealed is None:
            raise Problem("message.forgotten")
        if held.finished_at is None:
            raise Problem("message.going_out")
        left = held.tellings.filter(state=Outcome.MISSED, retried_in=None)
        missed = list(left if also_unsure else left.exclude(why=Why.UNSURE))
        draft = draft_of(held)
        found = _missed_now(draft, missed, _told(held, also_unsure), now)
        if not found:
            raise Problem("message.nobody_missed")
        made = _make(draft, by, now, change.id, again_of=held)
        _write(made, found, now, change.id)
        by_whom = _unit(draft.audience)
        again_to = {by_whom(one) for one in found}
        Telling.objects.filter(pk__in=[one.id for one in missed if by_whom(one) in again_to]).update(retried_in=made.id)
        audit.write(by, "message.again", made.id, recipients=len(found))
    return made


def draft_of(message: Message) -> Draft:
    """A message as it was written."""
    return Draft(
        message.place, audience_of(message), message.title, words_of(message, message.outbreak.keys), message.language,
        message.via,
    )  # fmt: skip


def words_of(kept: Message | Daily, keys: Keys) -> Words:
    """What it says; nothing once that is forgotten."""
    if kept.sealed is None:
        return Words()
    return msgspec.json.decode(unseal(keys, bytes(kept.sealed), row=kept.id), type=Words)


def audience_of(kept: Message | Daily) -> Audience:
    """Who it is for."""
    return msgspec.convert(kept.audience, Audience)


def numbers(several: Iterable[UUID]) -> dict[UUID, Numbers]:
    """What became of each of these messages."""
    wanted = list(several)
    found = {id: Numbers(*counts) for id, *counts in rows(COUNTS, [wanted])} if wanted else {}
    return {id: found.get(id, Numbers()) for id in wanted}


def _missed_now(draft: Draft, missed: Sequence[Telling], told: set[bytes], now: datetime) -> list[Recipient]:
    """Who was missed, by door, person or link, as the audience is now; without addresses that had it already."""
    if not missed:
        return []
    by = _unit(draft.audience)
    wanted = {by(one) for one in missed}
    found = recipients(draft.audience, draft.place, now=now)
    return [one for one in found if by(one) in wanted and (one.key is None or bytes(one.key) not in told)]


def _unit(audience: Audience) -> Callable[[Telling | Recipient], UUID | None]:
    """By what a recipient is the same one later."""
    if audience.kind in ("category", "chain"):
        return attrgetter("person" if audience.kind == "category" else "place")
    return attrgetter("door")


def _told(message: Message, also_unsure: bool) -> set[bytes]:
    """Addresses that had a message, or one that it was sent again after; and perhaps had it, unless these are meant."""
    found = rows(TOLD, [message.id, also_unsure])
    return {bytes(row[0]) for row in found}


def _make(
    draft: Draft, by: Worker | None, now: datetime, change: UUID, *, again_of: Message | None = None,
    daily: Daily | None = None, day: date | None = None, id: UUID | None = None,
) -> Message:  # fmt: skip
    outbreak, id = Outbreak.objects.current(), id or new_id()
    return Message.objects.create(
        id=id, outbreak=outbreak, place=draft.place, title=draft.title, audience=msgspec.to_builtins(draft.audience),
        via=draft.via, language=draft.language, again_of=again_of, daily=daily, day=day, made_at=now,
        made_by=by.id if by else None, change=change, sealed=sealed(draft.words, outbreak.keys, id),
    )  # fmt: skip


def sealed(words: Words, keys: Keys, row: UUID) -> bytes:
    """Words as they are kept."""
    return seal(keys, msgspec.json.encode(words), row=row)


def _write(message: Message, found: Sequence[Recipient], now: datetime, change: UUID) -> None:
    """A row for each recipient; whoever cannot be reached is missed from the beginning."""
    Telling.objects.bulk_create(_tellings(message, found, now, change), batch_size=CHUNK)
    run(FINISH, [now, [message.id]])


def _tellings(message: Message, found: Sequence[Recipient], now: datetime, change: UUID) -> Iterator[Telling]:
    first: dict[bytes, UUID] = {}
    for ordinal, one in enumerate(found, 1):
        made = Telling(
            message=message, ordinal=ordinal, place=one.place, door=one.door, person=one.person, worker=one.worker,
            channel=one.channel, key=one.key, change=change,
        )  # fmt: skip
        if why := _unreachable(message, one):
            made.state, made.why, made.missed_at, made.missed_change = Outcome.MISSED, why, now, change
            made.key = None
        elif one.key is not None:
            made.same_as = first.setdefault(bytes(one.key), made.id)
            made.same_as = None if made.same_as == made.id else made.same_as
        yield made


def _unreachable(message: Message, one: Recipient) -> Why | None:
    if one.key is None:
        return Why.NO_PHONE if one.door or one.person else Why.NOBODY
    if message.via == Via.FILE and one.channel is not None:  # a carrier calls numbers
        return Why.NO_PHONE
    if message.via == Via.NOW and one.channel is None and not phones.is_set():
        return Why.NO_CHANNEL
    return None


def recent(paths: Sequence[str]) -> list[UUID]:
    """Ids of the messages of these places, the newest first."""
    found = rows(
        """
        SELECT m.id FROM outreach_message m JOIN places_place p ON p.id = m.place_id
        WHERE EXISTS (SELECT FROM unnest(%b::text[]) a WHERE p.path >= a AND p.path < a || 'g')
        ORDER BY m.made_at DESC, m.id DESC
        """,
        [list(paths)],
    )
    return [row[0] for row in found]
