"""What paper makes by the clock."""

from django.utils import timezone

from qiaomen.base.jobs import sweeper
from qiaomen.paper import cards


@sweeper(cron="* * * * *", writes_much=True)
def go_on_with_cards() -> None:
    """Cards whose process died, or that nobody took up."""
    cards.work()


@sweeper(cron="41 * * * *")
def forget_cards() -> None:
    """Cards of the day before."""
    cards.forget(timezone.now())
