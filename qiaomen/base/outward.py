"""Where an address that somebody typed into a form may lead the server: never to itself, and only where it is set.

Whoever may add a channel or a recipient could else make the server speak to what only it can reach: services on its own
machine, and the addresses by which clouds hand out credentials (OWASP, server-side request forgery). Looked at is where
a name leads at the moment of the call, not when it was typed, and whom the connection reached, before anything is said:
a name may lead elsewhere a moment later. QIAOMEN_OUTWARD, if set, is the whole list of what is let
through. Addresses of the environment (mail server, QIAOMEN_MESSAGES_URL) are the operator's own.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings

Address = IPv4Address | IPv6Address
_OWN_NAMES = ("localhost", "*.localhost", "ip6-localhost")
# Where clouds answer for themselves outside the link-local range: shared address space (RFC 6598), and IPv6.
_OF_CLOUDS = (ip_network("100.64.0.0/10"), ip_network("fd00:ec2::/32"))
_calling = threading.local()


class NotOutward(OSError):
    """The address leads to this machine, or to where nothing may be sent."""


def check_name(host: str) -> None:
    """What can be said of a host without asking anybody: a name of this machine's, or an address. Raises NotOutward."""
    plain = host.strip("[]").rstrip(".").lower()
    if not _is_listed(plain) and any(fnmatch(plain, own) for own in _OWN_NAMES):
        raise NotOutward
    try:
        _check_address(plain, ip_address(plain))
    except ValueError:
        return


def check_host(host: str, port: int = 0) -> None:
    """All addresses that a host has now. Raises NotOutward; OSError where it has none."""
    check_name(host)
    for *_kind, found in socket.getaddrinfo(host.strip("[]"), port or None, type=socket.SOCK_STREAM):
        _check_address(host.rstrip(".").lower(), ip_address(str(found[0]).partition("%")[0]))


def check_peer(host: str, connected: socket.socket) -> None:
    """Whom a connection to this host reached. Raises NotOutward, and closes it, where that is nobody to speak to."""
    try:
        _check_address(host.strip("[]").rstrip(".").lower(), ip_address(connected.getpeername()[0].partition("%")[0]))
    except OSError:
        connected.close()
        raise


@contextmanager
def only_outward() -> Iterator[None]:
    """What this thread connects to by urllib3 within the block is checked, wherever it is sent on to."""
    _calling.on = True
    try:
        yield
    finally:
        _calling.on = False


def checked_connections(connect: Callable[..., Any]) -> Callable[..., Any]:
    """urllib3's `create_connection`, which looks first at where it leads while `only_outward` holds."""

    def checked(address: tuple[str, int], *given: Any, **more: Any) -> Any:
        if not getattr(_calling, "on", False):
            return connect(address, *given, **more)
        check_host(*address)
        made = connect(address, *given, **more)
        check_peer(address[0], made)
        return made

    return checked


def _check_address(host: str, address: Address) -> None:
    listed: list[str] = settings.OUTWARD
    if _is_listed(host) or any(address in network for network in map(_network, listed) if network is not None):
        return
    mapped = getattr(address, "ipv4_mapped", None) or address
    is_own = any(mapped in network for network in _OF_CLOUDS)
    is_own = is_own or mapped.is_loopback or mapped.is_link_local or mapped.is_multicast or mapped.is_unspecified
    if listed or is_own or mapped.is_reserved:
        raise NotOutward


def _is_listed(host: str) -> bool:
    return any(fnmatch(host, one.lower()) for one in settings.OUTWARD)


def _network(listed: str) -> Any:
    try:
        return ip_network(listed, strict=False)
    except ValueError:
        return None
