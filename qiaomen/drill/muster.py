"""Before a drill: phones are enrolled, pull their first scope and find the sweep. After it: a census."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from .bodies import Sweep
from .clock import DrillClock
from .district import District
from .fanout import fan_out
from .handset import Handset, enrol
from .network import Faults, FlakyTransport, Transport, clock_error, spells
from .phone import uuid7
from .tempo import Tempo

Json = dict[str, Any]


class NoSweep(Exception):
    """The phones have pulled no sweep that is under way, or not the one that was asked for."""


@dataclass(frozen=True, slots=True)
class Muster:
    """How phones of a drill are made: all of it hangs on the seed, but for ids, which ``nonce`` keeps apart."""

    transport: Transport
    seed: str
    nonce: str
    faults: Faults
    threads: int = 16

    def tokens(self, codes: Sequence[str], *, now: datetime) -> list[tuple[str, str]]:
        """Enrols a phone for each code; (token, worker) in the order of the codes."""
        dice = Random(f"{self.seed}/{self.nonce}/devices")
        devices = [uuid7(at=now, dice=dice) for _ in codes]

        def one(number: int) -> tuple[str, str]:
            answer = enrol(codes[number], device=devices[number], transport=self.transport)
            return answer.token, answer.worker

        return fan_out(one, range(len(codes)), threads=self.threads)

    def handset(self, token: str, worker: str, *, clock: DrillClock, until: datetime, steady: bool = False) -> Handset:
        """A phone with its own clock and its own luck with the network; a steady one has neither trouble."""
        luck = Random(f"{self.seed}/phone/{worker}")
        ids = Random(f"{self.seed}/{self.nonce}/{worker}")
        flaky = FlakyTransport(self.transport, Random(luck.random()), self.faults)
        return Handset(
            token=token,
            worker=worker,
            transport=self.transport if steady else flaky,
            clock=clock,
            dice=ids,
            error=clock_error(luck) if not steady else clock_error(luck) * 0,
            signal=None if steady else spells(start=clock.now(), end=until, dice=luck),
        )


def first_pulls(handsets: Sequence[Handset], *, district: District, threads: int = 16) -> None:
    """Every phone pulls its scope; tried again until it has one, as a phone does whose first try was lost."""

    def one(handset: Handset) -> list[Json]:
        pages: list[Json] = []
        for _ in range(8):
            handset.pull(pages.append)
            if pages and not pages[-1].get("more"):
                break
        return pages

    for pages in fan_out(one, handsets, threads=threads):
        for page in pages:
            district.learn(page)


def find_sweep(district: District, *, name: str = "") -> tuple[Json, Sweep]:
    """The campaign of this name, else the one that opened last, with its questions. Raises :class:`NoSweep`."""
    named = [row for row in district.campaigns.values() if not name or row["name"] == name]
    if not named:
        raise NoSweep(name)
    campaign = max(named, key=lambda row: str(row["opens_at"]))
    questions = district.editions[campaign["edition"]]["questions"]
    return campaign, Sweep(campaign["id"], campaign["edition"], tuple(questions))


def tempo_of(campaign: Json, *, pace: float, zone: ZoneInfo) -> Tempo:
    """Teams of this pace (doors a day) in the campaign's knocking hours."""
    start, end = (time.fromisoformat(campaign[name]) for name in ("day_from", "day_until"))
    return Tempo.at_pace(pace, zone=zone, day_from=start, day_until=end)


def census(
    handsets: Iterable[Handset], *, district: District, campaign: str, again: Callable[[Handset], Handset]
) -> Counter[int]:
    """How many doors of the sweep are in which state, as the server tells one phone of each zone afresh."""
    states: dict[str, int] = {}
    asked: set[str] = set()
    for handset in handsets:
        zones = {district.teams[team]["zone"] for team in handset.teams}
        if not zones <= asked:
            asked |= zones
            again(handset).pull(lambda page: states.update(_states(page, campaign)))
    return Counter(states.values())


def _states(page: Json, campaign: str) -> dict[str, int]:
    return {row["door"]: row["state"] for row in page.get("targets", ()) if row["campaign"] == campaign}
