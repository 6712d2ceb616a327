"""How big a county is, and how a total is shared out so that the parts add up exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

PEOPLE_A_DOOR = 36_282 / 15_089


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Counts of a county; the defaults are county A of the real sweep (72 hours, 20 March)."""

    doors: int = 15_089
    people: int = 36_282
    towns: int = 3
    communities: int = 14
    compounds: int = 69
    zones: int = 50
    organisations: int = 140
    workers: int = 2_000

    def __post_init__(self) -> None:
        chain = (self.towns, self.communities, self.zones, self.compounds, self.doors)
        if any(smaller < 1 or smaller > larger for smaller, larger in pairwise(chain)):
            raise ValueError("a county needs towns <= communities <= zones <= compounds <= doors, each at least 1")
        if self.organisations < self.zones or self.workers < self.organisations:
            raise ValueError("each zone needs an organisation and each organisation a worker")

    @classmethod
    def of(cls, *, doors: int, people: int | None = None, workers: int | None = None) -> Self:
        """A county of the same make with another number of doors; people and workers in proportion unless given."""
        ratio = doors / 15_089
        compounds = max(1, round(69 * ratio))
        zones = max(1, min(compounds, round(50 * ratio)))
        communities = max(1, min(zones, round(14 * ratio)))
        organisations = max(zones, round(140 * ratio))
        return cls(
            doors=doors,
            people=round(doors * PEOPLE_A_DOOR) if people is None else people,
            towns=max(1, min(communities, round(communities / 5))),
            communities=communities,
            compounds=compounds,
            zones=zones,
            organisations=organisations,
            workers=max(organisations, round(2_000 * ratio)) if workers is None else workers,
        )


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole shares in proportion to ``weights`` that add up to ``total`` (largest remainder, first one wins a tie)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(value) for value in exact]
    order = sorted(range(len(shares)), key=lambda i: (shares[i] - exact[i], i))
    for index in order[: total - sum(shares)]:
        shares[index] += 1
    return shares


def share_out_at_least_one(total: int, weights: Sequence[float]) -> list[int]:
    """As :func:`share_out`, and nobody goes without; ``total`` is at least the number of weights."""
    return [1 + share for share in share_out(total - len(weights), weights)]
