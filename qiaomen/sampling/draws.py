"""Stratified random draws that anybody can repeat: who is drawn follows from the frozen frame and the kept seed.

Within a stratum people go in the order of MD5 (seed, colon, the person's id as text), and the first ones are drawn. How
many of each stratum: its share of all, by largest remainder, at least `least` of each.
"""

from collections.abc import Mapping
from hashlib import md5
from math import ceil, floor
from uuid import UUID

from qiaomen.sampling.rules import Draw


def order(seed: str, person: UUID) -> str:
    """By what people of a stratum are put in order; the database says the same (`frames.DRAWN`)."""
    return md5(f"{seed}:{person}".encode(), usedforsecurity=False).hexdigest()


def quotas(draw: Draw, sizes: Mapping[str, int]) -> dict[str, int]:
    """How many of each stratum are drawn; never more than there are."""
    everybody = sum(sizes.values())
    wanted = min(everybody, draw.people or ceil(draw.share * everybody - 1e-9))
    exact = {name: wanted * size / everybody for name, size in sizes.items()} if everybody else {}
    found = {name: floor(part) for name, part in exact.items()}
    left = wanted - sum(found.values())
    for name in sorted(exact, key=lambda name: (found[name] - exact[name], name))[:left]:
        found[name] += 1
    return {name: min(sizes[name], max(number, draw.least)) for name, number in found.items()}


def drawn(seed: str, frame: Mapping[UUID, str], draw: Draw) -> set[UUID]:
    """Whom this seed draws from a frame (person → stratum)."""
    strata: dict[str, list[UUID]] = {}
    for person, stratum in frame.items():
        strata.setdefault(stratum, []).append(person)
    wanted = quotas(draw, {name: len(people) for name, people in strata.items()})
    return {
        person
        for name, people in strata.items()
        for person in sorted(people, key=lambda person: order(seed, person))[: wanted[name]]
    }
