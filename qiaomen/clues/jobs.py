"""What clues look after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.clues import late


@sweeper(cron="* * * * *")
def tell_late_clues() -> None:
    """Clues that nobody has ended by their hour."""
    late.tell(timezone.now())
