"""What reports look after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.reports import due, sending


@sweeper(cron="* * * * *")
def freeze_reports() -> None:
    """The report of a cut-off that has come, and those that were missed while nothing ran."""
    due.freeze_due(timezone.now())


@sweeper(cron="* * * * *")
def send_reports() -> None:
    """Frozen reports to those who get them, and again what has not arrived."""
    now = timezone.now()
    sending.plan(now)
    sending.deliver_due(now)
