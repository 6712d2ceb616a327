"""How long a sign-in to the console lasts: a shift at the longest, an hour when nobody does anything.

Its beginning and the last use are kept in the session itself. What a page asks for by itself, every few seconds, is no
use of it (`data-poll` in templates sends the header); a wall display is used by being looked at.
"""

from datetime import timedelta
from typing import Any, Final

from django.contrib.auth import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

IDLE: Final = timedelta(hours=1)
LONGEST: Final = timedelta(hours=12)
# The last use is written down this often: not with every page.
NOTED: Final = timedelta(minutes=5)
POLL: Final = "Qiaomen-Poll"
BEGAN, USED = "began", "used"


@receiver(user_logged_in, dispatch_uid="access.sessions.begin")
def begin(request: HttpRequest, **_more: Any) -> None:
    """A session begins with its sign-in, whatever the browser had before."""
    now = timezone.now().timestamp()
    request.session[BEGAN] = request.session[USED] = now


def is_over(session: SessionBase) -> bool:
    """Whether a session lasted too long, or was left alone; one that does not say when it began is over."""
    now = timezone.now().timestamp()
    began, used = float(session.get(BEGAN, 0)), float(session.get(USED, 0))
    return now - began >= LONGEST.total_seconds() or now - used >= IDLE.total_seconds()


def note(request: HttpRequest) -> None:
    """Write down that the session was used."""
    now = timezone.now().timestamp()
    if now - request.session.get(USED, 0) >= NOTED.total_seconds() and POLL not in request.headers:
        request.session[USED] = now
