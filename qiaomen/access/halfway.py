"""Who gave the right password and owes the code of their second factor: remembered for some minutes, in the session."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from qiaomen.access.models import Worker

LIFE: Final = timedelta(minutes=5)
_NAME: Final = "halfway"


def begin(request: HttpRequest, worker: Worker) -> None:
    """The password was right: a fresh session, in which nobody is signed in."""
    request.session.flush()
    request.session[_NAME] = {
        "worker": str(worker.pk),
        "password": worker.get_session_auth_hash(),
        "backend": worker.backend,  # which `authenticate` sets
        "at": timezone.now().timestamp(),
    }
    request.session.set_expiry(int(LIFE.total_seconds()))


def worker_of(request: HttpRequest) -> Worker | None:
    """Who it is; nobody once it is too long ago, the password another one, or the worker gone."""
    kept = request.session.get(_NAME)
    if kept is None or timezone.now().timestamp() - kept["at"] > LIFE.total_seconds():
        return None
    worker = Worker.objects.filter(pk=kept["worker"], is_active=True).first()
    if worker is None or not constant_time_compare(kept["password"], worker.get_session_auth_hash()):
        return None
    worker.backend = kept["backend"]  # for `login`
    return worker


def end(request: HttpRequest) -> None:
    """Nothing of it stays."""
    request.session.flush()
