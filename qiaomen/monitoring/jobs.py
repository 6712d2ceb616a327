"""What monitoring looks after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.base.models import Outbreak
from qiaomen.monitoring import escalating


@sweeper(cron="* * * * *")
def escalate_care() -> None:
    """Referrals that nobody took on."""
    if Outbreak.objects.filter(closed_at=None).exists():
        escalating.escalate(timezone.now(), only_care=True)


@sweeper(cron="*/5 * * * *")
def escalate() -> None:
    """Missed checks, people not seen, questions and promises that are overdue; referrals too."""
    if Outbreak.objects.filter(closed_at=None).exists():
        escalating.escalate(timezone.now())
