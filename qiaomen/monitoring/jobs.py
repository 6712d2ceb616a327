"""What monitoring looks after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.monitoring import escalating


@sweeper(cron="* * * * *")
def escalate() -> None:
    """Missed checks, people not seen, referrals that nobody took on, questions and promises that are overdue."""
    if Outbreak.objects.filter(closed_at=None).exists():
        escalating.escalate(timezone.now())
