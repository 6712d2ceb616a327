"""What a public copy may say of counts: 1 to 4 are printed as "<5", and no total gives them away. Pure.

A total over parts of which some are small is not printed exactly but as the bound that follows from what is printed of
the parts (12 and "<5" make "<17"), so it tells nothing that the parts do not tell. `residents` splits those who live
here, where the exact total matters more than the rest: there the rest is left out instead. In both, what is printed
depends on small counts only through their being small, so that even who knows these rules cannot tell 1 from 4; a test
goes through every case.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

LEAST = 5
Key = TypeVar("Key")


class Shown(msgspec.Struct, frozen=True):
    """A count as it is printed: exact, or less than a bound, or (`exact` and `below` empty) not at all."""

    exact: int | None = None
    below: int | None = None

    @property
    def text(self) -> str:
        """As it is printed: 12, <5 or –."""
        if self.exact is not None:
            return f"{self.exact:,}"
        return f"<{self.below:,}" if self.below is not None else "–"


NOT_SHOWN = Shown()


class Residents(msgspec.Struct, frozen=True):
    """Those who live here, and what is known of their leaving."""

    living: Shown
    never_left: Shown
    came_back: Shown
    not_stated: Shown


def small(count: int) -> bool:
    """Whether a count could point at somebody."""
    return 0 < count < LEAST


def shown(count: int) -> Shown:
    """One count by itself."""
    return Shown(below=LEAST) if small(count) else Shown(exact=count)


def parts(counts: Mapping[Key, int]) -> tuple[dict[Key, Shown], Shown]:
    """Disjoint parts and their total."""
    printed = {key: shown(count) for key, count in counts.items()}
    return printed, total(printed.values())


def total(printed: Iterable[Shown]) -> Shown:
    """The sum of parts as they are printed: exact, or the bound that follows from them."""
    exact = hidden = 0
    for part in printed:
        exact += part.exact or 0
        hidden += part.exact is None
    return Shown(below=exact + hidden * (LEAST - 1) + 1) if hidden else Shown(exact=exact)


def residents(*, never_left: int, came_back: int, not_stated: int) -> Residents:
    """The two stated parts, the rest, and their sum.

    Where a stated part is small the rest is left out, and the sum stays exact if the rest could be large whatever the
    small ones are; else the sum is a bound, too. That is decided by what is printed anyway: the exact parts, how many
    are small, and what the sum leaves for these and the rest.
    """
    never, back = shown(never_left), shown(came_back)
    stated = (never, back)
    exact = sum(part.exact or 0 for part in stated)
    hidden = sum(part.exact is None for part in stated)
    if hidden:
        most = hidden * (LEAST - 1)
        left = never_left + came_back + not_stated - exact
        living = Shown(exact=exact + left) if left >= most + LEAST else Shown(below=exact + most + LEAST)
        return Residents(living, never, back, NOT_SHOWN)
    rest = shown(not_stated)
    return Residents(total([*stated, rest]), never, back, rest)


def all_or_none(counts: Mapping[Key, int], living: Shown) -> dict[Key, Shown]:
    """Residents by building: all of them if none is small and their sum is printed exactly, else none."""
    if living.exact is None or any(small(count) for count in counts.values()):
        return dict.fromkeys(counts, NOT_SHOWN)
    return {key: Shown(exact=count) for key, count in counts.items()}
