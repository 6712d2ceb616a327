"""One chaos run under way: what is done to the service, how long it is silent, and what must be true at the end."""

import os
import random
import shutil
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from qiaomen.bench.chaos_phone import NOTE, Phone
from qiaomen.bench.chaos_proxy import Proxy
from qiaomen.bench.chaos_site import Ballast, ChaosError, ServerClock, Site, until

WRONG = (timedelta(days=1), timedelta(hours=-7), timedelta(minutes=11))
# Hours by which the server's clock is ahead, one after the other.
SERVER_WRONG_H = (3, -2, 0)
NEAR_S = 120.0
LAST_WORK_S = 15.0


@dataclass
class Seen:
    """What a run saw. `back` holds the seconds after each fault in which nobody was answered."""

    back: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    mischief: dict[str, int] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    verdicts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    phones: int = 0
    records: int = 0
    lost: int = 0
    lost_s: float = 0.0
    restored_s: float = 0.0


@dataclass
class Run:
    """One run: a site, phones behind a proxy, and what was seen."""

    site: Site
    proxy: Proxy
    phones: list[Phone]
    luck: random.Random
    ballast: Ballast
    clock: ServerClock
    say: Callable[[str], None]
    seen: Seen = field(default_factory=Seen)

    def strike(self, fault: str) -> None:
        """One fault, and how long the service took to come back from it."""
        if fault in self.impossible():
            return
        self.clock.tidy()
        begun = time.time()
        lifted = getattr(self, "_" + fault.replace(" ", "_"))()
        acted = lifted or time.time()
        until(lambda: self.newest() > acted, f"something is acknowledged after: {fault}")
        self.seen.back[fault].append(self._silence(lifted or begun, begins=lifted))
        self.say(f"{fault}: silent for {self.seen.back[fault][-1]:.1f} s")

    def impossible(self) -> dict[str, str]:
        """What this machine does not let happen, and why."""
        found = {
            "disk full": "" if self.ballast.possible else "the disk has too little room to be filled on purpose",
            "server clock": "" if self.clock.possible else "libfaketime is not installed (Debian: libfaketime)",
        }
        return {fault: why for fault, why in found.items() if why}

    def newest(self) -> float:
        """When something was last acknowledged, seconds since 1970."""
        return max((max(list(phone.acknowledged.values()), default=0.0) for phone in self.phones), default=0.0)

    def _silence(self, since: float, *, begins: float | None) -> float:
        """The longest time since then in which nothing was acknowledged to anybody; one under way counts whole."""
        times = sorted({at for phone in self.phones for at in list(phone.acknowledged.values())})
        after = [at for at in times if at > since]
        last = begins or max((at for at in times if at <= since), default=since)
        return max(later - earlier for earlier, later in pairwise([last, *after]))

    def _web(self) -> None:
        self._kill_child("web")

    def _worker(self) -> None:
        self._kill_child("worker")

    def _backup(self) -> None:
        self._kill_child("backup")

    def _kill_child(self, child: str) -> None:
        pid = self.site.pid(child)
        os.kill(pid, signal.SIGKILL)
        until(lambda: self.site.pid(child) != pid, f"the {child} process is started again")

    def _database(self) -> None:
        self._end_database(signal.SIGKILL)

    def _database_restart(self) -> None:
        self._end_database(signal.SIGINT)

    def _end_database(self, number: signal.Signals) -> None:
        pid = self.site.database_pid()
        assert pid is not None
        os.kill(pid, number)
        until(lambda: self.site.database_pid() not in {pid, None}, "the database is started again")

    def _everything(self) -> None:
        """What `Restart=` of a service manager does is done here."""
        self.site.kill_all()
        self.site.serve()

    def _disk_full(self) -> float:
        """Phones send one call at a time: after its first refusal none has another one under way."""
        self.ballast.drop()
        try:
            self._until_refused("uploads are refused while the disk is full")
            settled = self.newest()
            self._until_refused("uploads are refused again while the disk is full")
            if self.newest() > settled:
                raise ChaosError("something was accepted while the disk was full")
        finally:
            self.ballast.lift()
        return time.time()

    def _until_refused(self, what: str) -> None:
        before = [phone.failures["server.full"] for phone in self.phones]
        until(
            lambda: all(
                phone.failures["server.full"] > count for phone, count in zip(self.phones, before, strict=True)
            ),
            what,
        )

    def _clocks(self) -> None:
        for phone in self.phones:
            phone.ahead = self.luck.choice((*WRONG, timedelta()))

    def _server_clock(self) -> None:
        """Ahead, behind, and right again: each time every phone hears it, and the worker looks by the new hour."""
        for hours in SERVER_WRONG_H:
            self.clock.set(hours)
            until(lambda hours=hours: self._heard(hours), f"every phone hears a clock that is {hours} h ahead")  # type: ignore[misc]
            until(lambda hours=hours: self._looked(hours), f"the worker looks by a clock that is {hours} h ahead")  # type: ignore[misc]

    def _heard(self, hours: int) -> bool:
        told = [(phone.offset_ms or 0) / 1000 + phone.ahead.total_seconds() for phone in self.phones]
        return all(abs(seconds - hours * 3600) < NEAR_S for seconds in told)

    def _looked(self, hours: int) -> bool:
        newest = "SELECT max(defer_timestamp)::float8 FROM procrastinate_periodic_defers"
        [(seconds,)] = self.site.rows(newest)
        return seconds is not None and abs(seconds - time.time() - hours * 3600) < NEAR_S

    @contextmanager
    def knocking(self) -> Iterator[None]:
        """Phones knock and send while the block runs."""
        stop = threading.Event()
        threads = [threading.Thread(target=phone.knock_until, args=[stop]) for phone in self.phones]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def settle(self) -> None:
        """All phones send what they keep, through a network that is good again."""
        self.proxy.rate = 0.0
        until(self._all_through, "every phone is rid of its records")

    def _all_through(self) -> bool:
        for phone in self.phones:
            while phone.waiting and phone.send():
                pass
        return not any(phone.waiting for phone in self.phones)

    def prove(self) -> None:
        """Every acknowledged record once, nothing else, nothing held, and state as it follows from them."""
        time.sleep(2.5)  # what the network still holds back arrives
        acknowledged = {one for phone in self.phones for one in phone.acknowledged}
        made = {record["id"] for phone in self.phones for record in phone.sent}
        stored = [row[0] for row in self.site.rows("SELECT id FROM ledger_record WHERE kind IN ('visit', 'void')")]
        if len(stored) != len(set(stored)):
            raise ChaosError("records are there twice")
        if missing := acknowledged - set(stored):
            raise ChaosError(f"{len(missing)} acknowledged records are missing")
        if made != acknowledged or set(stored) - made:
            raise ChaosError(f"{len(made - acknowledged)} unacknowledged, {len(set(stored) - made)} from nowhere")
        checked = self.site.command("rebuild", "--check")
        if checked.returncode != 0:
            raise ChaosError(f"state does not follow from the records: {checked.stdout}{checked.stderr}")
        log = "".join(file.read_text() for file in (self.site.data / "logs").iterdir())
        if any(secret in log for secret in (NOTE, *(phone.beat.token for phone in self.phones))):
            raise ChaosError("the log tells what somebody wrote, or a token")
        self.seen.records = len(stored)

    def lose_the_disk(self, key: Path) -> None:
        """`kill -9` of everything, the data directory gone but its keys, a backup restored, phones asked again.

        Phones knock all the while, and as they do they hear that they are to send again.
        """
        keys = self.site.data.parent / "escrow"
        shutil.copytree(self.site.data / "keys", keys)
        with self.knocking():
            begun = time.time()
            until(lambda: self.newest() > begun + LAST_WORK_S, "phones are at work when the disk is lost")
            killed = time.time()
            self.site.kill_all()
            self._restore(keys, key)
            self.seen.restored_s = time.time() - killed
            self._count_lost(killed)
            for phone in self.phones:
                phone.again.set()
            until(lambda: not any(phone.again.is_set() for phone in self.phones), "phones send again what they keep")
        self.settle()

    def _restore(self, keys: Path, key: Path) -> None:
        self.site.remove()
        self.site.data.mkdir(mode=0o711)
        shutil.copytree(keys, self.site.data / "keys")
        answer = self.site.command("restore", "--from", self.site.env["QIAOMEN_BACKUP"], "--key", str(key))
        if answer.returncode != 0:
            raise ChaosError(f"the backup cannot be restored: {answer.stderr}")
        self.site.serve()

    def _count_lost(self, killed: float) -> None:
        there = {row[0] for row in self.site.rows("SELECT id FROM ledger_record")}
        before = [(one, at) for phone in self.phones for one, at in list(phone.acknowledged.items()) if at <= killed]
        lost = [at for one, at in before if one not in there]
        self.seen.lost, self.seen.lost_s = len(lost), max((killed - at for at in lost), default=0.0)
