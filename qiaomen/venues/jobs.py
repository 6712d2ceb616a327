"""What is over is forgotten."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.venues import retention, statements


@sweeper(cron="41 * * * *")
def forget() -> None:
    """Scans of more than 14 days ago, and statements that no worker took in."""
    now = timezone.now()
    statements.forget(now)
    retention.remove(now)
