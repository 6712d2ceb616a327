"""One-time codes and the short sessions that they open.

A code is six digits that go to the phone on file. It is good once, for ten minutes, five tries, and only in the browser
that asked: that has a ticket, whether or not a code was sent, so that asking tells nothing.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from qiaomen.access import audit, messages
from qiaomen.access.tokens import hashed
from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.sealing import lookup
from qiaomen.base.sql import rows, run
from qiaomen.monitoring import notice_codes
from qiaomen.people.queries import identities_of
from qiaomen.resident.models import OneTimeCode, Reading

DIGITS = 6
LIFE = timedelta(minutes=10)
TRIES = 5
# To one person, so that nobody's phone is flooded by somebody who knows their digits.
MOST_AN_HOUR = 5
# Whoever puts the phone down is signed out; nobody reads longer than an hour by one code.
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=1)

TRY = """
UPDATE resident_onetimecode SET tries = tries + 1
WHERE ticket_hash = %b AND used_at IS NULL AND expires_at > %b AND tries < %b
RETURNING id, person, code_hash
"""
SEEN = """
UPDATE resident_reading SET seen_at = %b
WHERE token_hash = %b AND ended_at IS NULL AND seen_at > %b AND began_at > %b RETURNING person, began_at
"""
END = "UPDATE resident_reading SET ended_at = %b WHERE token_hash = %b AND ended_at IS NULL"


def new_ticket() -> str:
    """What ties a code to the browser that asked for it."""
    return secrets.token_urlsafe(32)


def send(person: UUID, *, ticket: str, keys: Keys, now: datetime) -> None:
    """Make a code and put the message by, where a mobile phone is on file."""
    card = identities_of(keys, [person]).get(person)
    phone = next((one for one in card.phones if _is_mobile(one)), "") if card else ""
    lately = OneTimeCode.objects.filter(person=person, made_at__gt=now - timedelta(hours=1)).count()
    if not phone or not ticket or lately >= MOST_AN_HOUR:
        return
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    OneTimeCode(
        id=new_id(), ticket_hash=hashed(ticket), code_hash=_of(keys, ticket, digits), person=person, made_at=now,
        expires_at=now + LIFE,
    ).save(force_insert=True)  # fmt: skip
    text = _("%(digits)s is your code for reading what holds for you. It is good for 10 minutes. Tell it to nobody.")
    messages.put(phone=phone, text=text % {"digits": digits}, purpose="resident.code", subject=person)


def enter(typed: str, *, ticket: str, keys: Keys, now: datetime) -> str | None:
    """Begin to read by what was typed: six digits, or the code on a notice. Answers the session's token, or None.

    The same statements run whatever is wrong.
    """
    plain = notice_codes.plain(typed)
    tried = rows(TRY, [hashed(ticket), now, TRIES])
    noticed = notice_codes.person_of(plain, keys=keys, now=now)
    for id, person, code_hash in tried:
        if secrets.compare_digest(bytes(code_hash), _of(keys, ticket, plain)):
            OneTimeCode.objects.filter(id=id).update(used_at=now)
            return _begin(person, Reading.By.PHONE, now)
    return _begin(noticed, Reading.By.NOTICE, now) if noticed is not None else None


def reader(token: str, *, now: datetime) -> tuple[UUID, datetime] | None:
    """Who reads by this token, and until when at the longest; None where the session is over."""
    found = rows(SEEN, [now, hashed(token), now - IDLE, now - LONGEST])
    return (found[0][0], found[0][1] + LONGEST) if found else None


def end(token: str, *, now: datetime) -> None:
    """Sign out."""
    run(END, [now, hashed(token)])


def forget(now: datetime) -> None:
    """Codes that are over, and sessions of yesterday; that somebody read stands in the audit."""
    OneTimeCode.objects.filter(expires_at__lt=now - timedelta(hours=1)).delete()
    Reading.objects.filter(began_at__lt=now - timedelta(days=1)).delete()


def _begin(person: UUID, by: Reading.By, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    Reading(
        id=new_id(), token_hash=hashed(token), person=person, by=by, began_at=now, seen_at=now
    ).save(force_insert=True)  # fmt: skip
    audit.write(None, "resident.read", person, by=str(by))
    return token


def _of(keys: Keys, ticket: str, digits: str) -> bytes:
    return lookup(keys, "one-time code", f"{ticket} {digits}")


def _is_mobile(phone: str) -> bool:
    return len(phone) == 11 and phone.startswith("1")
