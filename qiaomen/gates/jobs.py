"""What gates look after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.gates import telling


@sweeper(cron="* * * * *")
def escalate_alarms() -> None:
    """Alarms that nobody answered in time."""
    if Outbreak.objects.filter(closed_at=None).exists():
        telling.escalate(timezone.now())
