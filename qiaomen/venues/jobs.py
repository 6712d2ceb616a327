"""What is over is forgotten."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.venues import statements


@sweeper(cron="41 * * * *")
def forget() -> None:
    """Statements that no worker took in."""
    statements.forget(timezone.now())
