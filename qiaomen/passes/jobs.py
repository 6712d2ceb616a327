"""What passes look after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.passes import retention


@sweeper(cron="29 * * * *")
def forget_asks() -> None:
    """What was typed by those who asked for a pass."""
    if Outbreak.objects.filter(closed_at=None).exists():
        retention.forget(timezone.now())
