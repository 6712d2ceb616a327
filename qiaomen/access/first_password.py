"""A password that a command made up: good for three days, and then only for choosing one's own.

Which password is one says the log of who did what, by its last line about it.
"""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.backends.base import SessionBase

from qiaomen.access.models import Audit, Worker

LIFE: Final = timedelta(days=3)
# Lines of the log about a worker's password.
CREATED, CHANGED = "login.created", "login.password"
# In the session of who signed in by one.
OWED: Final = "first_password"


def made_up_at(worker: Worker) -> datetime | None:
    """When a command made up the password that the worker has; None where somebody chose it."""
    lines = Audit.objects.filter(subject=worker.pk, action__in=(CREATED, CHANGED))
    last = lines.order_by("-at", "-id").first()
    return last.at if last and last.details.get("made_up") else None


def is_over(worker: Worker, now: datetime) -> bool:
    """Whether it was made up, and its three days are over."""
    since = made_up_at(worker)
    return since is not None and now - since >= LIFE


def is_owed(session: SessionBase) -> bool:
    """Whether whoever this is has to choose a password of their own before anything else opens."""
    return bool(session.get(OWED))


def forget_old(now: datetime) -> None:
    """Made-up passwords whose days are over open nothing any more, also when the log's own days are over."""
    lines = Audit.objects.filter(action__in=(CREATED, CHANGED)).order_by("subject", "-at", "-id").distinct("subject")
    over = [one.subject for one in lines if one.subject and one.details.get("made_up") and now - one.at >= LIFE]
    ended = [worker for worker in Worker.objects.filter(pk__in=over) if worker.has_usable_password()]
    for worker in ended:
        worker.set_unusable_password()
    Worker.objects.bulk_update(ended, ["password"], batch_size=500)
