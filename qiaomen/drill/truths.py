"""What the drill takes for true, door by door: drawn from a seed, or so that given figures come out exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from random import Random

from qiaomen.campaigns.planner.openness import BELIEVABLE, Openness, registered

from .district import District
from .household import AS_REGISTERED, BELIEVED, Household, Rates, Trouble, household

Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Truths:
    """The truth behind any door hangs on the seed and the door's id alone. ``returned``: who says what of a journey."""

    seed: str
    rates: Rates = BELIEVED
    returned: Mapping[str, Said] = field(default_factory=dict)

    def foretold(self, empty: float) -> Openness:
        """What a planner believes who knows that behind so many doors (0–1) the register has nobody."""
        return BELIEVABLE.with_vacant(empty) if self.rates is AS_REGISTERED else registered(empty)

    def behind(self, door: str, people: Sequence[str]) -> Household:
        """What is true behind a door of whom the register knows ``people``."""
        truth = household(people, dice=Random(f"{self.seed}/{door}"), rates=self.rates)
        for person in people:
            if person in self.returned:
                truth.troubles[person] = Trouble.RETURNEE
                truth.said[person] = self.returned[person]
        return truth


@dataclass(frozen=True, slots=True)
class Journeys:
    """So many of those who live in dwellings came back and answer ``question`` with a ``value``."""

    question: str
    people: Mapping[str, int]


def exact(seed: str, district: District, journeys: Journeys) -> Truths:
    """Everybody lives where the register says, and exactly so many came back from each place. They hang on the seed."""
    lots = sorted(_dwellers(district), key=lambda person: blake2b(f"{seed}/{person}".encode()).digest())
    values = [value for value, number in sorted(journeys.people.items()) for _ in range(number)]
    if len(lots) < len(values):
        raise ValueError(f"{len(values)} people cannot have come back: {len(lots)} live here")
    returned = {person: {journeys.question: value} for person, value in zip(lots, values, strict=False)}
    return Truths(seed, AS_REGISTERED, returned)


def _dwellers(district: District) -> Iterable[str]:
    for door, people in district.people.items():
        if door in district.doors and district.doors[door]["kind"] == "dwelling":
            yield from people
