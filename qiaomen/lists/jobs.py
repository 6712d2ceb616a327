"""What lists look after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.lists import retention


@sweeper(cron="17 * * * *")
def forget_unmatched() -> None:
    """Rows for which nobody was found in time."""
    if Outbreak.objects.filter(closed_at=None).exists():
        retention.remove(timezone.now())
