"""What gates look after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.gates import retention, telling


@sweeper(cron="* * * * *")
def escalate_alarms() -> None:
    """Alarms that nobody answered in time."""
    if Outbreak.objects.filter(closed_at=None).exists():
        telling.escalate(timezone.now())


@sweeper(cron="23 * * * *")
def forget_passages() -> None:
    """Passages and visitors of more than 14 days ago: their links to people."""
    if Outbreak.objects.filter(closed_at=None).exists():
        retention.remove(timezone.now())
