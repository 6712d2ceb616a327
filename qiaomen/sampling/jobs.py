"""What testing looks after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.sampling import actions


@sweeper(cron="* * * * *")
def open_rounds() -> None:
    """Rounds whose hour has come."""
    actions.open_due(timezone.now())
