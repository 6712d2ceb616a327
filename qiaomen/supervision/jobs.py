"""What supervision looks after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.supervision import telling


@sweeper(cron="* * * * *")
def escalate_findings() -> None:
    """Findings that are due soon, or overdue."""
    if Outbreak.objects.filter(closed_at=None).exists():
        telling.escalate(timezone.now())
