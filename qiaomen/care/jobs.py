"""What care looks after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.care import missed


@sweeper(cron="* * * * *")
def tell_missed_visits() -> None:
    """Daily visits that nobody made by their hour."""
    if Outbreak.objects.filter(closed_at=None).exists():
        missed.tell(timezone.now())
