"""A drill from beginning to end: enrol, muster, run, count, report. What `qiaomen drill` and `qiaomen demo` do."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic
from zoneinfo import ZoneInfo

from .clock import DrillClock, real_now
from .district import District
from .handset import Handset
from .muster import Muster, census, find_sweep, first_pulls, tempo_of
from .network import Faults, TimedTransport, Transport
from .report import Report, foretell, report
from .review import Reviewers
from .run import Drill, Habits
from .squad import squads
from .truths import Journeys, Truths, exact


@dataclass(frozen=True, slots=True)
class Badge:
    """Who takes part: an author's token, and whether they decide on claims instead of knocking."""

    token: str
    worker: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Orders:
    """How a drill is to be. ``hours`` of the drill's time, ``pace`` in doors a team closes in a day."""

    speed: float = 60.0
    hours: float | None = None
    pace: float = 11.0
    seed: str = "1"
    campaign: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    faults: Faults = field(default_factory=Faults)
    habits: Habits = field(default_factory=Habits)
    threads: int = 16
    journeys: Journeys | None = None
    """Where given, figures come out exactly: see `truths.exact`."""


Say = Callable[[str], None]


def enrolled(codes: Sequence[str], lead_codes: Sequence[str], *, transport: Transport, orders: Orders) -> list[Badge]:
    """Enrols a phone for every code. Raises ``NotEnrolled`` for a code that the server does not take."""
    muster = _muster(transport, orders)
    tokens = muster.tokens([*codes, *lead_codes], now=real_now())
    return [Badge(token, worker, lead=n >= len(codes)) for n, (token, worker) in enumerate(tokens)]


def keep_badges(badges: Sequence[Badge], path: Path) -> None:
    """Tokens are keys: only their owner may read the file."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump([[badge.token, badge.worker, badge.lead] for badge in badges], file)


def read_badges(path: Path) -> list[Badge]:
    return [Badge(*entry) for entry in json.loads(path.read_text())]


def conduct(badges: Sequence[Badge], *, transport: TimedTransport, orders: Orders, say: Say) -> Report:
    """Runs one drill and reports. It goes on from where the sweep stands, no later than now.

    Raises ``NoSweep`` when the phones are told of none.
    """
    muster = _muster(transport, orders)
    began = monotonic()
    district, waiting = District(), DrillClock(start=real_now(), speed=1)
    pulled = [_phone(muster, badge, clock=waiting, until=real_now(), steady=True) for badge in badges]
    first_pulls(pulled, district=district, threads=orders.threads)
    campaign, sweep = find_sweep(district, name=orders.campaign)
    opened = datetime.fromisoformat(campaign["opens_at"])
    start = min(real_now(), max([opened, *_last_visits(pulled)]))
    clock = DrillClock(start=start, speed=orders.speed)
    until = start + timedelta(hours=orders.hours) if orders.hours is not None else None
    handsets = [
        _take_over(muster, badge, old, clock=clock, start=start) for badge, old in zip(badges, pulled, strict=True)
    ]
    tempo = tempo_of(campaign, pace=orders.pace, zone=orders.zone)
    field_phones = [one for one, badge in zip(handsets, badges, strict=True) if not badge.lead]
    truths = exact(orders.seed, district, orders.journeys) if orders.journeys else Truths(orders.seed)
    crews = squads(field_phones, district=district, tempo=tempo, truths=truths, campaign=sweep.campaign)
    leads = [one for one, badge in zip(handsets, badges, strict=True) if badge.lead]
    loads = [len(squad.team.tasks) for squad in crews]
    to_knock = [task.door for squad in crews for task in squad.team.tasks]
    empty = sum(not district.members(door) for door in to_knock) / max(1, len(to_knock))
    deadline = datetime.fromisoformat(campaign["deadline"])
    planned = foretell(loads, opens_at=opened, deadline=deadline, tempo=tempo, openness=truths.foretold(empty))
    say(f"{len(crews)} teams with {len(handsets)} phones and {sum(loads)} doors, after {monotonic() - began:.0f} s")
    drill = Drill(
        crews,
        Reviewers(leads, Random(f"{orders.seed}/leads")),
        district=district,
        sweep=sweep,
        clock=clock,
        truths=truths,
        habits=orders.habits,
        network_threads=orders.threads,
        tell=_teller(say, opened, sum(loads)),
    )
    ended = drill.run(start=start, until=until)
    states = census(field_phones, district=district, campaign=sweep.campaign, again=_afresh(muster, clock))
    return report(
        drill,
        opened=opened,
        ended=ended,
        seconds=monotonic() - began,
        planned=planned,
        latencies_s=transport.latencies_s,
        server_states=states,
    )


def _muster(transport: Transport, orders: Orders) -> Muster:
    # Ids must differ from those of an earlier drill with the same seed; everything else hangs on the seed.
    return Muster(transport, orders.seed, os.urandom(8).hex(), orders.faults, orders.threads)


def _phone(muster: Muster, badge: Badge, *, clock: DrillClock, until: datetime, steady: bool) -> Handset:
    return muster.handset(badge.token, badge.worker, clock=clock, until=until, steady=steady)


def _take_over(muster: Muster, badge: Badge, old: Handset, *, clock: DrillClock, start: datetime) -> Handset:
    """The phone that has pulled, now with its own clock and its own luck: what it pulled it keeps."""
    new = _phone(muster, badge, clock=clock, until=start + timedelta(days=14), steady=False)
    new.targets, new.teams, new.places = old.targets, old.teams, old.places
    new.phone.cursor, new.phone.generation = old.phone.cursor, old.phone.generation
    new.learn_time()
    return new


def _afresh(muster: Muster, clock: DrillClock) -> Callable[[Handset], Handset]:
    def again(handset: Handset) -> Handset:
        return muster.handset(handset.token, handset.worker, clock=clock, until=clock.now(), steady=True)

    return again


def _last_visits(handsets: Sequence[Handset]) -> list[datetime]:
    """When doors were last knocked on; a drill that goes on must not knock before that."""
    lasts = (target["last_at"] for handset in handsets for target in handset.targets.values())
    return [datetime.fromisoformat(last) for last in lasts if last]


def _teller(say: Say, opened: datetime, doors: int) -> Callable[[Drill, datetime], None]:
    """A line for every two hours of the drill's time."""
    told = [-1]

    def tell(drill: Drill, now: datetime) -> None:
        hours = int((now - opened) / timedelta(hours=1))
        if hours // 2 > told[0] and doors:
            told[0] = hours // 2
            closed = len(drill.log.closed_at)
            say(f"hour {hours:3d}: {closed:6d} doors closed, {len(drill.log.knocks):6d} tries")

    return tell
