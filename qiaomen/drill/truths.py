"""What the drill takes for true, door by door: drawn from a seed, or so that given figures come out exactly."""

from collections import Counter
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
    """So many of those who live in dwellings came back and answer ``question`` with a ``value``.

    ``known``: some of them by id, with their value: a list has said so already.
    """

    question: str
    people: Mapping[str, int]
    known: Mapping[str, str] = field(default_factory=dict)


def exact(seed: str, district: District, journeys: Journeys) -> Truths:
    """Everybody lives where the register says, and exactly so many came back from each place. They hang on the seed."""
    dwellers = set(_dwellers(district))
    came = {person: value for person, value in journeys.known.items() if person in dwellers}
    others = sorted(dwellers - came.keys(), key=lambda person: blake2b(f"{seed}/{person}".encode()).digest())
    said = Counter(came.values())
    values = [value for value, number in sorted(journeys.people.items()) for _ in range(number - said[value])]
    if len(others) < len(values):
        total = len(values) + len(came)
        raise ValueError(f"{total} people cannot have come back: {len(dwellers)} live here")
    came |= zip(others, values, strict=False)
    return Truths(seed, AS_REGISTERED, {person: {journeys.question: value} for person, value in came.items()})


def _dwellers(district: District) -> Iterable[str]:
    for door, people in district.people.items():
        if door in district.doors and district.doors[door]["kind"] == "dwelling":
            yield from people
