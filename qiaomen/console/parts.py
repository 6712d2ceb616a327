"""What pages hand to the components: small frozen dataclasses, so that a misspelt field is a type error.

Numbers are plain; components write them out. Words are already in the reader's language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Room:
    """One room of the console; `also`: further addresses that belong to it."""

    url: str
    icon: str
    label: Text
    is_current: bool = False
    also: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rooms that belong together, by what somebody does in them; without a label each stands for itself."""

    label: Text
    icon: str
    rooms: Sequence[Room]

    @property
    def is_current(self) -> bool:
        """One of its rooms is where the reader is."""
        return any(room.is_current for room in self.rooms)


@dataclass(frozen=True, slots=True)
class Rail:
    """The rooms in groups; a phone has the first `BAR` of them in its bar and the rest behind "more"."""

    groups: Sequence[Group]
    BAR: ClassVar[int] = 4

    @property
    def bar(self) -> list[Room]:
        """The rooms that stand in a phone's bar."""
        return [room for group in self.groups for room in group.rooms][: self.BAR]

    @property
    def rest(self) -> list[Group]:
        """The groups without the rooms of the bar."""
        bar = self.bar
        left = [replace(group, rooms=[room for room in group.rooms if room not in bar]) for group in self.groups]
        return [group for group in left if group.rooms]


def rail(groups: Iterable[Group], *, path: str) -> Rail:
    """The groups with the room of `path` marked. Empty ones are left out; a room alone needs no group's name."""
    held = [group for group in groups if group.rooms]
    marked = iter(rooms([room for group in held for room in group.rooms], path=path))
    held = [replace(group, rooms=[next(marked) for _room in group.rooms]) for group in held]
    return Rail([replace(group, label="") if len(group.rooms) == 1 else group for group in held])


def rooms(entries: Iterable[Room], *, path: str) -> list[Room]:
    """The entries with the room of `path` marked: the one with the longest address that `path` begins with."""
    listed = list(entries)
    addresses = [(url.rstrip("/"), room) for room in listed for url in (room.url, *room.also)]
    holding = [(len(url), room) for url, room in addresses if path.rstrip("/") == url or path.startswith(f"{url}/")]
    here = max(holding, key=lambda found: found[0], default=(0, None))[1]
    return [replace(room, is_current=room == here) for room in listed]


@dataclass(frozen=True, slots=True)
class Crumb:
    """One place on the way to this page; the last has no address."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """One of a few views of the same matter."""

    label: Text
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Why doors or people are still missing: how many, and what is already planned."""

    label: Text
    count: int
    mark: str
    url: str = ""
    note: Text = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that people have to act on; `tone` is red for health, violet for movement, else brand or nothing."""

    label: Text
    count: int
    mark: str
    url: str = ""
    note: Text = ""
    wait: Text = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the feed."""

    at: datetime
    title: Text
    note: Text = ""
    mark: str = "done"
    tone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts about one thing."""

    label: Text
    value: object
    url: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain of responsibility; the phone is what may be shown, `tel` what may be dialled.

    `stand_in` is whom to ask when this one cannot be reached.
    """

    role: Text
    name: str
    about: Text = ""
    phone: str = ""
    tel: str = ""
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a wizard; an address lets one go back to it."""

    label: Text
    url: str = ""
