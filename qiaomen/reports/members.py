"""The members of a figure as bytes: the same members give the same bytes, on every machine and in every year.

A figure's groups (one for each innermost place, in order of the places' ids) are packed one after the other:

    place, 16 bytes · how many members, 4 bytes · flags, 1 byte (1: doors follow, 2: amounts follow)
    subjects, 16 bytes each, in order · doors, 16 bytes each · amounts, 4 bytes each

Numbers are big-endian; a member without a door has the id 0. Doors are left out where all are the subjects themselves,
amounts where all are 1.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from uuid import UUID

import msgspec

from qiaomen.base.ids import NOBODY

_HEAD = struct.Struct("!16sIB")
_DOORS, _AMOUNTS = 1, 2


class Member(msgspec.Struct, frozen=True):
    """One that a figure counts: a door, person or record, behind which door, at which innermost place, for how much."""

    subject: UUID
    door: UUID | None
    place: UUID
    amount: int = 1


class Group(msgspec.Struct, frozen=True):
    """A figure's members at one innermost place, in columns."""

    place: UUID
    amount: int
    subjects: bytes
    doors: bytes
    amounts: bytes

    def __len__(self) -> int:
        return len(self.subjects) // 16

    def members(self) -> Iterator[Member]:
        for index, subject in enumerate(_ids(self.subjects)):
            door = subject if not self.doors else UUID(bytes=self.doors[index * 16 : index * 16 + 16])
            amount = struct.unpack_from("!i", self.amounts, index * 4)[0] if self.amounts else 1
            yield Member(subject, None if door == NOBODY else door, self.place, amount)


def grouped(several: Iterable[Member]) -> list[Group]:
    """These members, those of one place after the other, by place; in each in the order in which they come."""
    groups = []
    for place, here in groupby(several, key=lambda member: member.place):
        some = list(here)
        columns = (
            b"".join(member.subject.bytes for member in some),
            b"".join((member.door or NOBODY).bytes for member in some),
            b"".join(struct.pack("!i", member.amount) for member in some),
        )
        groups.append(Group(place, sum(member.amount for member in some), *columns))
    return groups


def pack(groups: Sequence[Group]) -> bytes:
    """The canonical bytes of a figure."""
    parts = []
    for group in sorted(groups, key=lambda one: one.place.bytes):
        flags = (_DOORS if group.doors else 0) | (_AMOUNTS if group.amounts else 0)
        parts.append(_HEAD.pack(group.place.bytes, len(group.subjects) // 16, flags))
        parts += [group.subjects, group.doors, group.amounts]
    return b"".join(parts)


def unpack(packed: bytes) -> Iterator[Group]:
    """What `pack` packed."""
    at = 0
    while at < len(packed):
        place, count, flags = _HEAD.unpack_from(packed, at)
        at += _HEAD.size
        columns = []
        for width in (16, 16 if flags & _DOORS else 0, 4 if flags & _AMOUNTS else 0):
            columns.append(packed[at : at + count * width])
            at += count * width
        subjects, doors, amounts = columns
        amount = sum(struct.unpack(f"!{count}i", amounts)) if amounts else count
        yield Group(UUID(bytes=place), amount, subjects, doors, amounts)


def stored(packed: bytes) -> bytes:
    """As it is kept."""
    return zlib.compress(packed, 6)


def loaded(kept: bytes | memoryview) -> bytes:
    """As it was before it was kept."""
    return zlib.decompress(kept)


def digest(figures: Iterable[tuple[str, bytes]]) -> bytes:
    """SHA-256 over the keys and canonical bytes of all figures, by key."""
    total = hashlib.sha256()
    for key, packed in sorted(figures):
        total.update(key.encode() + b"\0" + hashlib.sha256(packed).digest())
    return total.digest()


def _ids(column: bytes) -> Iterator[UUID]:
    return (UUID(bytes=column[at : at + 16]) for at in range(0, len(column), 16))
