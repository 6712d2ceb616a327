"""Guessing at user names and passwords from many places, or at many names from one.

Six wrong passwords lock one user at one address (django-axes): a gate and its community share an address, and nobody
shall lock out the others there. That alone leaves two ways open: one name from a thousand addresses, and a thousand
names with one password each from one address. So wrong passwords are counted by name and by address, too, with room for
an ordinary morning; beyond it only a browser in which this user has signed in before may try (OWASP, device cookies).
"""

import hmac
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.enrolling import address_hash, keyed
from qiaomen.access.models import Audit
from qiaomen.base.problems import Problem

FAILED: Final = "login.failed"
# Of one user from anywhere, and from one address for any users.
MOST_OF_A_USER, MOST_OF_AN_ADDRESS = 60, 100
WITHIN: Final = timedelta(hours=1)
LIFE: Final = timedelta(days=90)
SCOPE: Final = "/sign-in"


def check(request: HttpRequest, username: str) -> None:
    """Raises `access.too_many_tries` where too many were wrong of late, unless the browser is this user's."""
    since = timezone.now() - WITHIN
    if _is_known(request, username):
        return
    of_user = _count(since, "user", _name_hash(username))
    if of_user >= MOST_OF_A_USER or _count(since, "address", _address(request)) >= MOST_OF_AN_ADDRESS:
        raise Problem("access.too_many_tries")


def failed(request: HttpRequest, username: str) -> None:
    """Write down that a password was wrong: neither the name nor the address can be read from it."""
    audit.write(None, FAILED, address=_address(request), user=_name_hash(username))


def check_lock(request: HttpRequest, username: str) -> None:
    """Raises `access.too_many_tries` as `check` does, and where six wrong ones locked this user at this address."""
    if not AxesProxyHandler.is_allowed(request, {"username": username}):
        raise Problem("access.too_many_tries")
    check(request, username)


def code_failed(request: HttpRequest, username: str) -> None:
    """A code of the second factor, or the password beside it, was wrong: it counts like one at the sign-in page."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)
    audit.write(None, FAILED, address=_address(request), user=_name_hash(username), factor="second")


def know(response: HttpResponse, username: str) -> None:
    """This browser is this user's from now on."""
    response.set_cookie(
        _cookie(), _mark(username), max_age=int(LIFE.total_seconds()), path=SCOPE, httponly=True, samesite="Strict",
        secure=settings.SECURE_COOKIES,
    )  # fmt: skip


def _is_known(request: HttpRequest, username: str) -> bool:
    return hmac.compare_digest(request.COOKIES.get(_cookie(), "").encode(), _mark(username).encode())


def _count(since: datetime, of: str, value: str) -> int:
    return Audit.objects.filter(action=FAILED, at__gt=since, **{f"details__{of}": value}).count()


def _cookie() -> str:
    return "__Secure-known" if settings.SECURE_COOKIES else "known"


def _mark(username: str) -> str:
    return keyed("known browser", _as_signed_in(username)).hex()


def _name_hash(username: str) -> str:
    return keyed("user name", _as_signed_in(username)).hex()[:32]


def _as_signed_in(username: str) -> str:
    """The name that the sign-in form makes of what was typed: else a space, or wide letters, would be another name."""
    return unicodedata.normalize("NFKC", username.strip()).strip()


def _address(request: HttpRequest) -> str:
    return address_hash(request.META.get("REMOTE_ADDR", ""))
