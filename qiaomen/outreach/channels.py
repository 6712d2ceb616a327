"""Channels: a chat group, a mailing list or a gateway that reaches a place. Addresses are sealed, never shown whole."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from qiaomen.access import audit, messages
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import lookup, seal, unseal
from qiaomen.outreach import naming
from qiaomen.outreach.models import Channel
from qiaomen.places.models import Place

# Services of apprise that would speak to this server's own desktop or log instead of to people.
OWN = {"dbus", "qt", "kde", "glib", "gnome", "macosx", "windows", "syslog", "file", "mqtt", "mqtts", "rsyslog"}
_SPLIT = re.compile(r"[\t,，;；]|\s{2,}")


class Line(msgspec.Struct, frozen=True):
    """A line of many channels: which place it names, and the address."""

    number: int
    place: str
    address: str


def add(
    place: Place, *, name: str, address: str, by: Worker | None, language: str = "zh", id: UUID | None = None
) -> Channel:
    """A channel of a place from now on. Raises `channel.address` and `channel.name_taken`."""
    with changes.change("channel", worker=by.id if by else None) as change:
        return _add(place, name, checked(address), language, by, change.id, id)


def add_many(several: Iterable[tuple[Place, str]], *, name: str, by: Worker, language: str = "zh") -> int:
    """A channel of this name for each (place, address), all or none; answers how many. Raises as `add`."""
    with changes.change("channels", worker=by.id) as change:
        made = [_add(place, name, checked(address), language, by, change.id) for place, address in several]
    return len(made)


def end(channel: Channel, *, by: Worker) -> None:
    """It reaches nobody any more; its address is forgotten."""
    with changes.change("channel", worker=by.id):
        Channel.objects.filter(pk=channel.pk, until=None).update(until=timezone.now(), sealed=b"", key=b"")
        audit.write(by, "channel.ended", channel.id)


def checked(address: str) -> str:
    """An address as it is kept. Raises `channel.address` for what reaches nobody, or this server itself."""
    plain = address.strip()
    scheme = plain.partition("://")[0].lower()
    if "://" not in plain or scheme in OWN or not messages.protocol_of(plain):
        raise Problem("channel.address", field="address")
    try:
        messages.check_target(plain)
    except OSError:
        raise Problem("channel.address", field="address") from None
    return plain


def address_of(channel: Channel) -> str:
    """Where it leads, for who sends by it."""
    return unseal(channel.outbreak.keys, bytes(channel.sealed), row=channel.id).decode()


def masked(channel: Channel) -> str:
    """As much of the address as settles which one it is: wecombot://…, json://gateway.example/…"""
    parts = urlsplit(address_of(channel))
    host = parts.hostname or ""
    return f"{parts.scheme}://{host}/…" if "." in host else f"{parts.scheme}://…"


def lines(text: str) -> list[Line]:
    """What was pasted: a place and an address on each line, by a comma, a tab or two spaces."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        name, *rest = [part.strip() for part in _SPLIT.split(line.strip(), maxsplit=1)]
        if name or rest:
            found.append(Line(number, name, rest[0] if rest else ""))
    return found


def named(several: Sequence[Line], below: Place) -> list[tuple[Place, str]]:
    """The places that these lines name, by their names from below `below` on: 3栋2单元. Raises `channel.line`."""
    places, found = naming.known(below), []
    for line in several:
        meant = places.get(naming.plain(line.place), ())
        if len(meant) != 1 or not line.address:
            raise Problem("channel.line", field="lines", line=line.number)
        found.append((meant[0], line.address))
    return found


def _add(
    place: Place, name: str, address: str, language: str, by: Worker | None, change: UUID, id: UUID | None = None
) -> Channel:
    outbreak, made = Outbreak.objects.current(), id or new_id()
    try:
        with transaction.atomic():
            channel = Channel.objects.create(
                id=made, outbreak=outbreak, place=place, name=name.strip(), language=language, change=change,
                sealed=seal(outbreak.keys, address.encode(), row=made), key=lookup(outbreak.keys, "channel", address),
            )  # fmt: skip
    except IntegrityError:
        raise Problem("channel.name_taken", field="name") from None
    audit.write(by, "channel.added", channel.id, place=str(place.id))
    return channel
