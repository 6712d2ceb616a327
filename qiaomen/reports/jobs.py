"""What reports look after by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.reports import due


@sweeper(cron="* * * * *")
def freeze_reports() -> None:
    """The report of a cut-off that has come, and those that were missed while nothing ran."""
    due.freeze_due(timezone.now())
