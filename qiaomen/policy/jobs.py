"""What policy does by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.policy import moments


@sweeper(cron="* * * * *")
def work_out_the_hours() -> None:
    """Midnights, and hours of editions, areas, reds by hand and rulings that are over."""
    if Outbreak.objects.filter(closed_at=None).exists():
        moments.advance(timezone.now())
