"""A worker who signs in with a second factor, and the codes that their app shows."""

from datetime import timedelta

import pyotp
from django.utils import timezone

from qiaomen.access import second_factor
from qiaomen.access.models import SecondFactor, Worker


def factor_of(worker: Worker) -> list[str]:
    """Set up a worker's second factor, a minute ago; answers the recovery codes."""
    second_factor.begin(worker)
    return second_factor.confirm(worker, code_of(worker, ago=2), now=timezone.now() - timedelta(minutes=1))


def code_of(worker: Worker, *, ago: int = 0) -> str:
    """What the app shows now, or so many half minutes ago."""
    secret = second_factor._secret(SecondFactor.objects.get(worker=worker))
    return pyotp.TOTP(secret).at(timezone.now() - ago * timedelta(seconds=second_factor.STEP_S))
