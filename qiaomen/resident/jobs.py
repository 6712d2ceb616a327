"""Letters are taken in within seconds; what is over is forgotten."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.resident import codes, limits, taking


@sweeper(cron="* * * * * */5")
def take_in() -> None:
    """What residents wrote."""
    taking.take_in(timezone.now())


@sweeper(cron="31 * * * *")
def forget() -> None:
    """Codes, sessions, and how often somebody tried."""
    now = timezone.now()
    codes.forget(now)
    limits.forget(now)
