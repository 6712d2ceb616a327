"""How long a sign-in to the console lasts: a shift at the longest, an hour when nobody does anything.

Its beginning and the last use are kept in the session itself. What a page asks for by itself, every few seconds, is no
use of it (`data-poll` in templates sends the header); a wall display is used by being looked at. Beside them stands by
which browser it began, in two words. Addresses are not kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from qiaomen.access import browsers
from qiaomen.access.enrolling import keyed
from qiaomen.access.models import Worker

IDLE: Final = timedelta(hours=1)
LONGEST: Final = timedelta(hours=12)
# The last use is written down this often: not with every page.
NOTED: Final = timedelta(minutes=5)
POLL: Final = "Qiaomen-Poll"
BEGAN, USED, BROWSER = "began", "used", "browser"


@dataclass(frozen=True, slots=True)
class Open:
    """A session of somebody that is not over. `name` is what a page calls it: its key opens it, and is told nobody."""

    name: str
    browser: str
    system: str
    began: datetime
    used: datetime
    is_this: bool


@receiver(user_logged_in, dispatch_uid="access.sessions.begin")
def begin(request: HttpRequest, **_more: Any) -> None:
    """A session begins with its sign-in, whatever the browser had before."""
    now = timezone.now().timestamp()
    request.session[BEGAN] = request.session[USED] = now
    request.session[BROWSER] = browsers.named(request.META.get("HTTP_USER_AGENT", ""))


def is_over(session: SessionBase | Mapping[str, Any]) -> bool:
    """Whether a session lasted too long, or was left alone; one that does not say when it began is over."""
    now = timezone.now().timestamp()
    began, used = float(session.get(BEGAN, 0)), float(session.get(USED, 0))
    return now - began >= LONGEST.total_seconds() or now - used >= IDLE.total_seconds()


def note(request: HttpRequest) -> None:
    """Write down that the session was used."""
    now = timezone.now().timestamp()
    if now - request.session.get(USED, 0) >= NOTED.total_seconds() and POLL not in request.headers:
        request.session[USED] = now


def open_of(worker: Worker, this: str) -> list[Open]:
    """This worker's sessions, the one used last first; `this` is the key of the one that asks."""
    found = [_open(key, kept, this) for key, kept in _kept(worker)]
    return sorted(found, key=lambda one: (one.is_this, one.used), reverse=True)


def end(worker: Worker, name: str) -> int:
    """End the worker's own session that a page calls so; answers how many ended: none if it was over already."""
    return _end(key for key, _kept_of_it in _kept(worker) if constant_time_compare(_name(key), name))


def end_others(worker: Worker, this: str = "") -> int:
    """End all of the worker's sessions but `this` one; answers how many."""
    return _end(key for key, _kept_of_it in _kept(worker) if key != this)


def end_everybodys() -> int:
    """End the session of everybody, and of whoever owes a code; answers how many people's were open till then."""
    gone, count = [], 0
    for session in Session.objects.iterator():
        kept = session.get_decoded()
        count += SESSION_KEY in kept and session.expire_date > timezone.now() and not is_over(kept)
        gone.append(session.session_key)
    _end(iter(gone))
    return count


def _kept(worker: Worker) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Keys and contents of the worker's sessions. Whose one is stands inside it: all of the last hours are opened."""
    mine, password = str(worker.pk), worker.get_session_auth_hash()
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        kept = session.get_decoded()
        if kept.get(SESSION_KEY) == mine and kept.get(HASH_SESSION_KEY) == password and not is_over(kept):
            yield session.session_key, kept


def _open(key: str, kept: Mapping[str, Any], this: str) -> Open:
    browser, system = kept.get(BROWSER, ("", ""))
    began, used = (datetime.fromtimestamp(kept[name], UTC) for name in (BEGAN, USED))
    return Open(_name(key), browser, system, began, used, key == this)


def _end(chosen: Iterator[str]) -> int:
    ended, _each = Session.objects.filter(session_key__in=list(chosen)).delete()
    return ended


def _name(key: str) -> str:
    return keyed("session", key).hex()[:32]
