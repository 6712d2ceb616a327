"""What imports need by the clock."""

from qiaomen.base.jobs import sweeper
from qiaomen.exchange import running, uploads


@sweeper(cron="* * * * *", writes_much=True)
def go_on() -> None:
    """Imports whose process died, or that nobody took up."""
    running.work()


@sweeper(cron="*/15 * * * *")
def forget_files() -> None:
    """What stands in files and refused rows of a day ago."""
    uploads.forget()
