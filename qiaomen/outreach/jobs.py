"""What outreach does by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.outreach import daily, sending


@sweeper(cron="* * * * * */5")
def tell_people() -> None:
    """Those who wait to be told, and those whom a process that died had taken."""
    if sending.is_open():
        sending.work(timezone.now())


@sweeper(cron="* * * * *")
def send_daily_messages() -> None:
    """Each day's messages at their hour."""
    if sending.is_open():
        daily.send_due(timezone.now())
