"""What checkpoints look after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.checkpoints import retention


@sweeper(cron="23 * * * *")
def forget_plates() -> None:
    """Plates and notes that have been kept for 14 days."""
    retention.remove(timezone.now())
