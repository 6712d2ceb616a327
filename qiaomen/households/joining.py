"""Which ids are one person's: what somebody decided, and beyond that, what shared numbers say. Pure.

Decisions are weighed from the newest to the oldest, so that the order in which they arrive does not matter: one that a
newer one contradicts does not count, directly or by way of others. Then ids that share a document number are joined, as
far as no "not the same" stands between them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec


class Judged(msgspec.Struct, frozen=True):
    """A decision about two files."""

    record: UUID
    at: datetime
    one: UUID
    other: UUID
    same: bool


class Joined(msgspec.Struct, frozen=True):
    """An id that is another's: the smallest of the person's ids, and the newest decision, if numbers do not say so."""

    canonical: UUID
    record: UUID | None = None


def join(numbers: Mapping[UUID, bytes | None], judged: Iterable[Judged]) -> dict[UUID, Joined]:
    """Which of these ids are aliases. `numbers` holds all ids, each with the hash of its document number."""
    files = _Files(numbers)
    for decision in sorted(judged, key=lambda one: (one.at, one.record.bytes), reverse=True):
        files.weigh(decision)
    for sharing in _sharing(numbers):
        files.share(sharing)
    return files.aliases()


def _sharing(numbers: Mapping[UUID, bytes | None]) -> list[list[UUID]]:
    groups: dict[bytes, list[UUID]] = {}
    for one in sorted(numbers, key=lambda one: one.bytes):
        number = numbers[one]
        if number is not None:
            groups.setdefault(bytes(number), []).append(one)
    return sorted(groups.values(), key=lambda group: group[0].bytes)


class _Files:
    """The ids as sets of one person's each, and the pairs that must stay apart."""

    def __init__(self, numbers: Mapping[UUID, bytes | None]) -> None:
        self._numbers = numbers
        self._set_of = {one: {one} for one in numbers}
        self._apart: list[tuple[UUID, UUID]] = []
        self._decisions: list[Judged] = []

    def weigh(self, decision: Judged) -> None:
        if decision.one not in self._set_of or decision.other not in self._set_of:
            return
        if decision.same:
            if self._unite(decision.one, decision.other):
                self._decisions.append(decision)
        elif self._set_of[decision.one] is not self._set_of[decision.other]:
            self._apart.append((decision.one, decision.other))

    def share(self, group: Sequence[UUID]) -> None:
        """Each with the smallest id that it may be joined with."""
        for index, one in enumerate(group):
            any(self._unite(smaller, one) for smaller in group[:index])

    def aliases(self) -> dict[UUID, Joined]:
        found: dict[UUID, Joined] = {}
        for together in {id(each): each for each in self._set_of.values()}.values():
            canonical = min(together, key=lambda one: one.bytes)
            record = next((d.record for d in self._decisions if d.one in together), None)
            for one in together - {canonical}:
                by_number = self._numbers[one] is not None and self._numbers[one] == self._numbers[canonical]
                found[one] = Joined(canonical, None if by_number else record)
        return found

    def _unite(self, one: UUID, other: UUID) -> bool:
        """Make one of the two sets unless something keeps them apart; answers whether they are one now."""
        left, right = self._set_of[one], self._set_of[other]
        if left is right:
            return True
        if self._kept_apart(left, right):
            return False
        left |= right
        for each in right:
            self._set_of[each] = left
        return True

    def _kept_apart(self, left: Collection[UUID], right: Collection[UUID]) -> bool:
        return any((a in left and b in right) or (a in right and b in left) for a, b in self._apart)
