"""The border of the site: by which address a request really came, what none may bring, and what every answer says.

A request that believes nobody's encoding, and three middlewares, outermost first. None of them knows who is asking.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters

from qiaomen.base.middleware import answer
from qiaomen.base.problems import Problem

Respond = Callable[[HttpRequest], HttpResponse]
Network = IPv4Network | IPv6Network

YEAR_S: Final = 365 * 24 * 3600
# What our own pages use, and nobody else's through them: the phone's camera, its place, and a screen that stays awake.
_PERMISSIONS = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), display-capture=(), encrypted-media=(), "
    "geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), screen-wake-lock=(self), "
    "serial=(), usb=(), xr-spatial-tracking=()"
)
# A date that no calendar of ours means; working with it would leave what a date can hold.
_FAR_DATE = re.compile(r"\s*(?!1[6-9]\d\d-|2[0-3]\d\d-)\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:[\d:.Z+-]*)?\s*")
_UTF_8 = {"utf-8", "utf8"}
# Who is not signed in sends forms, an address and a few words.
MOST_UNKNOWN: Final = 1024 * 1024
MOST_KNOWN: Final = 256 * 1024 * 1024


class Plainly(WSGIRequest):
    """A request whose words are UTF-8, whatever it says of them.

    Django would read its address, too, in the encoding that it names, before anything of ours sees it: some of Python's
    are no text and raise, some let halves of characters through that nothing can write down.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    """The application of the web processes."""

    request_class = Plainly


class Behind:
    """Of a request that a proxy of ours passed on, the address that it came from and whether it came by HTTPS.

    Proxies are those of QIAOMEN_PROXIES. What anybody else says of where they are is not believed: locks and limits go
    by the address.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond
        self.proxies = networks(tuple(settings.PROXIES))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.proxies and _is_one(request.META.get("REMOTE_ADDR", ""), self.proxies):
            named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            request.META["REMOTE_ADDR"] = came_from(named, self.proxies) or request.META["REMOTE_ADDR"]
            if request.META.get("HTTP_X_FORWARDED_PROTO", "").strip() == "https":
                request.META["wsgi.url_scheme"] = "https"
        return self.respond(request)


@lru_cache(maxsize=8)
def networks(named: tuple[str, ...]) -> tuple[Network, ...]:
    """Addresses and networks as settings name them. ValueError for what is neither."""
    return tuple(ip_network(one.strip(), strict=False) for one in named if one.strip())


def came_from(named: Iterable[str], proxies: tuple[Network, ...]) -> str:
    """The last address in X-Forwarded-For that is no proxy's; what stands before it, anybody may have written."""
    return next((one.strip() for one in reversed(list(named)) if not _is_one(one, proxies)), "")


def _is_one(address: str, of: tuple[Network, ...]) -> bool:
    try:
        known = ip_address(address.strip())
    except ValueError:
        return False
    return any(known in network for network in of)


class Said:
    """What every answer says: what browsers may do with it, and that nobody keeps it who was not told to."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", _PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cache-Control", "no-store, private")
        if settings.SECURE_COOKIES:
            headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_S}; includeSubDomains")
        return response


class Brought:
    """What no request may bring: a body larger than anything we take, words in another encoding than UTF-8, NUL, and
    dates outside of 1600 to 2399.

    A body is measured before anything reads it; who is not signed in may send a megabyte. PostgreSQL keeps no NUL.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (request.content_params or {}).get("charset", "utf-8").lower() not in _UTF_8:
            request.encoding = "utf-8"
            return answer(request, Problem("access.nonsense"))
        length = _length(request)
        if length > MOST_UNKNOWN and not request.path.startswith("/api/"):  # those measure theirs by themselves
            most = MOST_KNOWN if SESSION_KEY in request.session else MOST_UNKNOWN
            if length > most:
                return answer(request, Problem("sync.too_large", limit=most))
        return self.respond(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Forms and addresses; the words of the API are typed, and say so by themselves."""
        is_form = request.method == "POST" and not request.path.startswith("/api/")
        if not (plain(request.GET) and (not is_form or plain(request.POST))):
            return answer(request, Problem("access.nonsense"))
        return None


def plain(given: MultiValueDict[str, str]) -> bool:
    """Whether all values are such as a person could have typed or a page of ours could have asked for."""
    values = [value for _name, several in given.lists() for value in several]
    return not any("\0" in value or _FAR_DATE.fullmatch(value) for value in (*given, *values))


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 20 else 0


behind, said, brought = Behind, Said, Brought
