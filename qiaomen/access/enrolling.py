"""Enrolling: a leader hands out personal codes; a code makes its worker an author on one phone.

A code has ten characters of an alphabet without look-alikes (about 49 bits), lives 24 hours and serves one phone. When
the answer was lost in a stairwell, the same phone may ask again with the same code, and gets a new token.
"""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Audit, Device, Enrolment, Invitation, Worker
from qiaomen.access.tokens import hashed, new_token
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
LIFE = timedelta(hours=24)

# A whole community may sit behind one address, so only wrong codes count.
WRONG_CODES = 30
WITHIN = timedelta(minutes=15)
_REFUSED = "enrol.refused"


def invite(worker: Worker, *, since: datetime | None = None, given_by: Worker | None = None) -> str:
    """A fresh code for one worker; earlier ones that were not used die."""
    return invite_many([worker], since=since, given_by=given_by)[0][1]


def invite_many(
    workers: Sequence[Worker], *, since: datetime | None = None, given_by: Worker | None = None
) -> list[tuple[Worker, str]]:
    """Fresh codes for many workers, in a handful of statements.

    Records that their phones date before `since` (default: now) are held for review. Codes are grouped for reading
    aloud (ABCDE-FGHJK) and are shown here only: the database keeps keyed hashes.
    """
    now = timezone.now()
    codes = [new_code() for _worker in workers]
    with transaction.atomic():
        unused = Invitation.objects.filter(worker__in=[worker.id for worker in workers], used_at=None)
        unused.filter(expires_at__gt=now).update(expires_at=now)
        Invitation.objects.bulk_create(
            Invitation(
                worker=worker, code_hash=_code_hash(code), since=since or now, expires_at=now + LIFE, given_by=given_by
            )
            for worker, code in zip(workers, codes, strict=True)
        )
        audit.write_many(given_by, "enrol.invited", [worker.id for worker in workers])
    return [(worker, f"{code[:5]}-{code[5:]}") for worker, code in zip(workers, codes, strict=True)]


def enrol(*, code: str, device: UUID, device_name: str = "", address: str = "") -> tuple[str, Enrolment]:
    """Turn a code into a token for its worker on this phone; case, spaces and hyphens of the code do not matter.

    A second phone leaves the first one enrolled and is written to the audit as `device.second`. Enrolling the same
    phone again replaces its token and keeps the earlier `since`. `address` is where the call came from.
    Raises `access.too_many_tries`, `access.code_wrong`, `outbreak.none_open`.
    """
    check_tries(address)
    Outbreak.objects.current()
    with transaction.atomic():
        invitation = _taken(code, device)
        if invitation is not None:
            return enrol_worker(invitation.worker, device=device, device_name=device_name, since=invitation.since)
    count_try(address)
    raise Problem("access.code_wrong")


def enrol_worker(worker: Worker, *, device: UUID, device_name: str, since: datetime) -> tuple[str, Enrolment]:
    """Make a worker, whom somebody confirmed, an author on this phone; part of the caller's transaction."""
    phone, _created = Device.objects.get_or_create(id=device, defaults={"name": device_name[:60]})
    live = Enrolment.objects.filter(worker=worker, revoked_at=None)
    before = live.filter(device=phone).first()
    others = live.exclude(device=phone).count()
    if before is not None:
        since = min(since, before.since)
        revoke(before)
    token = new_token()
    enrolment = Enrolment.objects.create(
        worker=worker, device=phone, outbreak=Outbreak.objects.current(), token_hash=hashed(token), since=since
    )
    audit.write(worker, "device.second" if others else "device.enrolled", worker.id, device=device)
    return token, enrolment


def check_tries(address: str) -> None:
    """Raises `access.too_many_tries` after too many wrong codes from one address."""
    recent = Audit.objects.filter(action=_REFUSED, at__gt=timezone.now() - WITHIN)
    if recent.filter(details__address=address_hash(address)).count() >= WRONG_CODES:
        raise Problem("access.too_many_tries")


def count_try(address: str) -> None:
    """Count a wrong code from this address; outside the transaction that found it wrong."""
    audit.write(None, _REFUSED, None, address=address_hash(address))


def revoke(enrolment: Enrolment, *, by: Worker | None = None) -> None:
    """End a phone's enrolment: what it still sends is held for review, and it learns nothing more."""
    with transaction.atomic():
        live = Enrolment.objects.filter(pk=enrolment.pk, revoked_at=None)
        if live.update(revoked_at=timezone.now()):
            audit.write(by, "device.revoked", enrolment.worker_id, device=enrolment.device_id)
    enrolment.refresh_from_db(fields=["revoked_at"])


def _taken(code: str, device: UUID) -> Invitation | None:
    """The invitation of this code, now used on this phone; locked, so that two phones cannot both have it."""
    now = timezone.now()
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("worker")
        .filter(Q(used_at=None) | Q(used_on=device), code_hash=_code_hash(typed(code)), expires_at__gt=now)
        .filter(worker__is_active=True)
        .first()
    )
    if found is not None:
        found.used_at, found.used_on = found.used_at or now, device
        found.save(update_fields=["used_at", "used_on"])
    return found


def new_code() -> str:
    """Ten characters without look-alikes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def typed(code: str) -> str:
    """A code as somebody typed it, in normal form."""
    return "".join(char for char in code.upper() if char.isalnum())


def _code_hash(code: str) -> bytes:
    """Keyed: 49 bits would not withstand guessing by whoever finds a copy of the database."""
    return keyed("invitation", code)


def address_hash(address: str) -> str:
    """What the audit keeps of an address."""
    return keyed("address", address).hex()[:32]


def keyed(purpose: str, text: str) -> bytes:
    """A hash of 32 bytes under the installation's own key, different for each purpose."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"{purpose}\0{text}".encode(), "sha256")
