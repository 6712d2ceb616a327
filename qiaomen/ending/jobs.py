"""What ends by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.ending import closing, forgetting, rules


@sweeper(cron="* * * * *")
def outbreak_ends() -> None:
    """What is left to do of an outbreak that was closed."""
    closing.go_on(timezone.now())


@sweeper(cron="11 * * * *")
def data_ends() -> None:
    """Whatever has been kept as long as its rule says."""
    try:
        rules.carry_out(timezone.now())
    finally:
        forgetting.forget_closed(timezone.now())
