"""Passes of a county town of 36,282 people: issued as records, their codes made, and all of them printed as cards.

Yardsticks: an Ed25519 signature by itself, of as many bytes; and as many sheets of A4 with nothing on them but a line.
"""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base.models import Outbreak
from qiaomen.bench.district import District
from qiaomen.paper import cards, typesetting
from qiaomen.passes import actions, minting
from qiaomen.passes.models import Form, Pass
from qiaomen.people.models import Person
from qiaomen.places.models import Place

PEOPLE = 36_282
DOORS = 14_600  # of 2.5 people each
SIGNED = 100  # bytes that a code signs, about
EMPTY = """#set page(paper: "a4")
#for n in range(int(json(bytes(sys.inputs.data)).pages)) { page(line(length: 1cm)) }
"""


@dataclass(frozen=True, slots=True)
class Issued:
    """A second: records committed, codes made, signatures by themselves."""

    issued: float
    minted: float
    signed: float


@dataclass(frozen=True, slots=True)
class Printed:
    """Seconds for all cards, and for empty sheets; megabytes by which this process's memory grew meanwhile."""

    cards_s: float
    empty_s: float
    grown_mb: float


def issue(_district: District) -> Issued:
    """Issue for everybody, and make everybody's code."""
    now = timezone.now()
    issued = _issued(_decider(), now)
    return Issued(issued, _minted(now), _signed())


def print_cards(_district: District) -> Printed:
    """Issue for everybody, and print everybody's card."""
    by, now = _decider(), timezone.now()
    _issued(by, now)
    empty_s, before = _empty(-(-PEOPLE // 4)), _most_memory()
    return Printed(_printed(by, now), empty_s, _most_memory() - before)


def _issued(by: Worker, now: datetime) -> float:
    """How many a second."""
    people = list(Person.objects.order_by("id").values_list("id", flat=True)[:PEOPLE])
    begun = time.perf_counter()
    verdicts = actions.issue_many(people, form=Form.CARD, by=by, now=now)
    issued = len(people) / (time.perf_counter() - begun)
    if len(people) < PEOPLE or any(verdict.verdict != "accepted" for verdict in verdicts):
        raise RuntimeError(f"{len(people)} people, {sum(one.verdict == 'accepted' for one in verdicts)} passes")
    return issued


def _decider() -> Worker:
    worker = Worker.objects.create(name="bench lead", outbreak=Outbreak.objects.current())
    root = Place.objects.get(parent=None)
    Grant.objects.create(worker=worker, role=Role.LEAD, place=root, since=timezone.now() - cards.KEPT)
    return worker


def _minted(now: datetime) -> float:
    passes = list(Pass.objects.all())
    begun = time.perf_counter()
    made = minting.mint_many(passes, now=now)
    return len(made) / (time.perf_counter() - begun)


def _most_memory() -> float:
    """The most that this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _signed() -> float:
    key, message = Ed25519PrivateKey.generate(), bytes(SIGNED)
    return _times(lambda: key.sign(message))


def _times(action: Callable[[], object], times: int = 1_000, rounds: int = 5) -> float:
    """How often a second, in the best of some rounds: a neighbour on the machine must not flatter what is compared."""
    best = 0.0
    for _round in range(rounds):
        begun = time.perf_counter()
        for _time in range(times):
            action()
        best = max(best, times / (time.perf_counter() - begun))
    return best


def _printed(by: Worker, now: datetime) -> float:
    run = cards.start(
        place=Place.objects.get(parent=None), without_phone=False, paper="a4", language="zh-hans", by=by, now=now
    )
    begun = time.perf_counter()
    cards.work()
    seconds = time.perf_counter() - begun
    run.refresh_from_db()
    if (run.done, run.problem) != (PEOPLE, ""):
        raise RuntimeError(f"{run.done} cards of {PEOPLE}: {run.problem}")
    return seconds


def _empty(pages: int) -> float:
    with TemporaryDirectory() as folder:
        (Path(folder) / "empty.typ").write_text(EMPTY)
        begun = time.perf_counter()
        for start in range(0, pages, cards.PART // 4):
            typesetting.pdf("empty", {"pages": min(cards.PART // 4, pages - start)}, folder=Path(folder))
        return time.perf_counter() - begun
