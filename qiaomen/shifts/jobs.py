"""What shifts look after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.shifts import missing, working


@sweeper(cron="* * * * *")
def go_on_with_rosters() -> None:
    """Rosters whose process died, or that nobody took up."""
    working.work()


@sweeper(cron="* * * * *")
def tell_missing() -> None:
    """Shifts to which nobody has come."""
    if Outbreak.objects.filter(closed_at=None).exists():
        missing.tell(timezone.now())
