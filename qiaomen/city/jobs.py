"""What a district tells its city by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.city import live


@sweeper(cron="*/5 * * * *")
def publish_live() -> None:
    """How it stands with the sweep, to who gets the live tally."""
    live.publish(timezone.now())
