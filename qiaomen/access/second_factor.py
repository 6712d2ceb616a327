"""The second factor of signing in to the console: six digits of an app (TOTP, RFC 6238); ten codes for its loss.

SHA-1, six digits, 30 seconds: what every app knows. A code counts from the half minute before to the one after, for
clocks that differ, and once. How often one may be wrong: `access.guessing`.
"""

import hmac
import unicodedata
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import pyotp
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from qiaomen.access import audit, enrolling
from qiaomen.access.models import RecoveryCode, SecondFactor, Worker
from qiaomen.base import keys, sealing
from qiaomen.base.problems import Problem

DIGITS, STEP_S, BESIDE = 6, 30, 1
CODES: Final = 10
UNCONFIRMED: Final = timedelta(hours=1)
# In the session of who signed in with both.
SHOWN: Final = "second_factor"
_KEY: Final = "second-factor"


def is_on(worker: Worker) -> bool:
    """Whether this login asks for a code."""
    return SecondFactor.objects.filter(worker=worker, confirmed_at__isnull=False).exists()


def is_owed(session: SessionBase) -> bool:
    """Whether the installation asks everybody for one, and whoever this is has not shown any."""
    return bool(settings.SECOND_FACTOR == "required" and not session.get(SHOWN))


def begin(worker: Worker) -> None:
    """A fresh secret, which counts once a code of it confirms it. Raises `access.second_factor_on`."""
    with transaction.atomic():
        Worker.objects.select_for_update().get(pk=worker.pk)
        if is_on(worker):
            raise Problem("access.second_factor_on")
        fresh = {"sealed": _sealed(worker.id, pyotp.random_base32()), "made_at": timezone.now(), "step": 0}
        SecondFactor.objects.update_or_create(worker=worker, defaults=fresh)


def unconfirmed(worker: Worker) -> str:
    """The secret that waits for its first code; empty where none does."""
    found = SecondFactor.objects.filter(worker=worker, confirmed_at=None).first()
    return _secret(found) if found else ""


def address(worker: Worker, secret: str, *, issuer: str) -> str:
    """What an app reads from the QR code: otpauth://, with the user name and whose login it is."""
    return _totp(secret).provisioning_uri(name=worker.username or "", issuer_name=issuer.replace(":", " "))


def confirm(worker: Worker, typed: str, *, now: datetime) -> list[str]:
    """It counts from now on; answers the recovery codes, or none where the code is wrong or nothing waits for one."""
    with transaction.atomic():
        waits = SecondFactor.objects.select_for_update().filter(worker=worker, confirmed_at=None)
        if not (waits and _counts(worker, _plain(typed), now=now)):
            return []
        waits.update(confirmed_at=now)
        audit.write(worker, "factor.on", worker.id)
        return _fresh_codes(worker)


def shown(worker: Worker, typed: str, *, now: datetime) -> str:
    """By what somebody shows the second factor: "code", "recovery", or nothing where it is wrong. Each counts once."""
    plain = _plain(typed)
    if not is_on(worker):
        return ""
    if len(plain) == DIGITS and plain.isdecimal():
        return "code" if _counts(worker, plain, now=now) else ""
    used, _each = RecoveryCode.objects.filter(worker=worker, code_hash=_hashed(worker.id, plain)).delete()
    if used:
        audit.write(worker, "factor.recovery", worker.id, left=codes_left(worker))
    return "recovery" if used else ""


def renew_codes(worker: Worker) -> list[str]:
    """Ten fresh recovery codes; those before no longer count."""
    with transaction.atomic():
        audit.write(worker, "factor.codes", worker.id)
        return _fresh_codes(worker)


def codes_left(worker: Worker) -> int:
    """How many recovery codes were not used."""
    return RecoveryCode.objects.filter(worker=worker).count()


def take_off(worker: Worker, *, by: Worker | None) -> None:
    """From now on the password is enough, until another one is set up; `by` is None for the command."""
    with transaction.atomic():
        RecoveryCode.objects.filter(worker=worker).delete()
        gone, _each = SecondFactor.objects.filter(worker=worker).delete()
        if gone:
            audit.write(by, "factor.off", worker.id)


def forget_unconfirmed(now: datetime) -> None:
    """What somebody began to set up, and left."""
    SecondFactor.objects.filter(confirmed_at=None, made_at__lt=now - UNCONFIRMED).delete()


def _counts(worker: Worker, code: str, *, now: datetime) -> bool:
    """Whether it is the app's code of about now, of a later half minute than the last; two at once take turns."""
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(worker=worker).first()
        if factor is None:
            return False
        totp, step = _totp(_secret(factor)), int(now.timestamp()) // STEP_S
        near = range(max(factor.step + 1, step - BESIDE), step + BESIDE + 1)
        found = [one for one in near if hmac.compare_digest(totp.generate_otp(one).encode(), code.encode())]
        if found:
            factor.step = found[-1]
            factor.save(update_fields=["step"])
        return bool(found)


def _fresh_codes(worker: Worker) -> list[str]:
    made = [enrolling.new_code() for _ in range(CODES)]
    RecoveryCode.objects.filter(worker=worker).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(worker=worker, code_hash=_hashed(worker.id, code)) for code in made)
    return made


def _totp(secret: str) -> pyotp.TOTP:
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_S)


def _plain(typed: str) -> str:
    return enrolling.typed(unicodedata.normalize("NFKC", typed))


def _hashed(worker: UUID, code: str) -> bytes:
    return enrolling.keyed("recovery code", f"{worker}\0{code}")


def _sealed(worker: UUID, secret: str) -> bytes:
    return sealing.seal(_keys(), secret.encode(), row=worker)


def _secret(factor: SecondFactor) -> str:
    """Raises `access.second_factor_unreadable` where the key file is not the one that it was sealed with."""
    try:
        return sealing.unseal(_keys(), bytes(factor.sealed), row=factor.worker_id).decode()
    except sealing.Unsealable:
        raise Problem("access.second_factor_unreadable") from None


def _keys() -> keys.Keys:
    """The district's, not an outbreak's: logins of the office are there before one and after it."""
    own = keys.own(_KEY)
    return keys.Keys(data=own, lookup=own)
