"""What the atlas makes by the clock."""

from django.utils import timezone

from qiaomen.atlas import posters
from qiaomen.base.jobs import sweeper


@sweeper(cron="* * * * *", writes_much=True)
def go_on() -> None:
    """Posters whose process died, or that nobody took up; and each morning's."""
    posters.morning(timezone.now())
    posters.work()


@sweeper(cron="23 * * * *")
def forget_posters() -> None:
    """Posters of the day before yesterday."""
    posters.forget(timezone.now())
