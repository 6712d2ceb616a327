"""chaos: phones at work through a bad network while processes die, the disk fills and clocks are wrong.

At the end every record that was acknowledged is there exactly once, state follows from the records, and the service
came back by itself each time. Then the disk is lost, a backup restored, and phones send again what it lacks.
"""

import json
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from qiaomen.backup.sealed import new_key
from qiaomen.bench.chaos_phone import Beat, Phone
from qiaomen.bench.chaos_proxy import proxying
from qiaomen.bench.chaos_run import Run, Seen
from qiaomen.bench.chaos_site import Ballast, ChaosError, ServerClock, Site, until

STAGE = """
import json
from qiaomen.base.sql import rows
from qiaomen.bench.district import build, token_of
district = build(doors=640, zones=2, teams_a_zone=5)
beats = rows(
    "SELECT m.worker_id, array_agg(t.door_id::text) FROM duty_membership m JOIN campaigns_target t"
    " ON t.team_id = m.team_id GROUP BY m.worker_id ORDER BY m.worker_id")
print(json.dumps({"campaign": str(district.campaign.id), "edition": str(district.campaign.edition_id),
                  "beats": [[token_of(worker), doors] for worker, doors in beats]}))
"""
KILLED = ("web", "worker", "database", "database restart", "backup", "everything")
FAULTS = (*KILLED, "disk full", "clocks", "server clock")
SECONDS_BETWEEN = 8.0
EXPLAINED = {"no answer", "sync.busy", "server.full"}


def run(
    *, minutes: float = 10, faults: Sequence[str] = (), rate: float = 0.15, seed: int = 20200320, disaster: bool = True,
    spare: int = 3072, migrated: Path | None = None, say: Callable[[str], None] = lambda sentence: None,
) -> Seen:  # fmt: skip
    """Run for so many minutes, or through the faults named; raises ChaosError where a promise was broken.

    `rate` is the share of requests that meet with mischief, `spare` the MB between what is free and what is kept free,
    `migrated` a stopped data directory whose database has its schema, to begin with a copy of.
    """
    luck = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="qiaomen-chaos-"))
    folder.chmod(0o711)  # the server's own account must get through
    try:
        if migrated:
            subprocess.run(["cp", "-a", str(migrated), str(folder / "data")], check=True)
        with _staged(folder, luck, rate, spare, say) as run:
            _strike(run, minutes, faults)
            _finish(run, folder / "key" if disaster else None)
            return run.seen
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _staged(folder: Path, luck: random.Random, rate: float, spare: int, say: Callable[[str], None]) -> Iterator[Run]:
    ballast, clock = Ballast(folder, spare=spare), ServerClock(folder)
    env = clock.env | {
        "QIAOMEN_BACKUP": str(folder / "backups"),
        "QIAOMEN_BACKUP_TO": new_key(folder / "key"),
        "QIAOMEN_BACKUP_SECONDS": "5",
        "QIAOMEN_KEEP_FREE": str(ballast.kept if ballast.possible else 0),
        "QIAOMEN_POSTERS_AT": "",
    }
    site = Site(folder / "data", env)
    try:
        say("starting, with a district of 640 doors")
        site.serve()
        made = site.command("manage", "shell", "--no-imports", "-v", "0", "-c", STAGE)
        if made.returncode != 0:
            raise ChaosError(made.stderr)
        told = json.loads(made.stdout.splitlines()[-1])
        with proxying(site.port, luck=random.Random(luck.random()), rate=rate) as proxy:
            beats = [Beat(token, tuple(doors), told["campaign"], told["edition"]) for token, doors in told["beats"]]
            phones = [Phone(proxy.port, beat, random.Random(luck.random())) for beat in beats]
            run = Run(site, proxy, phones, luck, ballast, clock, say)
            for fault, why in run.impossible().items():
                say(f"left out: {fault}, since {why}")
            yield run
    finally:
        ballast.lift()
        site.remove()


def _strike(run: Run, minutes: float, faults: Sequence[str]) -> None:
    with run.knocking():
        until(lambda: run.newest() > 0, "something is acknowledged")
        for fault in faults or _by_the_clock(run, minutes):
            time.sleep(run.luck.uniform(0.1, 1.0))
            run.strike(fault)


def _by_the_clock(run: Run, minutes: float) -> Iterator[str]:
    """Each fault in turn, in an order that changes, until the time is over."""
    end = time.monotonic() + minutes * 60
    while True:
        for fault in run.luck.sample(FAULTS, len(FAULTS)):
            if time.monotonic() > end:
                return
            time.sleep(run.luck.uniform(0.2, SECONDS_BETWEEN))
            yield fault


def _finish(run: Run, key: Path | None) -> None:
    run.say("phones send what they keep")
    run.settle()
    run.prove()
    run.say(f"{run.seen.records} records, each once; state follows from them")
    if key is not None:
        run.lose_the_disk(key)
        run.prove()
        run.say(
            f"disk lost under traffic, restored in {run.seen.restored_s:.0f} s; what the backup lacked came again from"
            f" phones: {run.seen.lost} records of the last {run.seen.lost_s:.1f} s"
        )
    _tell(run)


def _tell(run: Run) -> None:
    """Gather what phones met with. Raises ChaosError for an answer that no fault explains."""
    run.seen.phones = len(run.phones)
    for phone in run.phones:
        for name, count in phone.failures.items():
            run.seen.failures[name] += count
        for name, count in phone.verdicts.items():
            run.seen.verdicts[name] += count
    run.seen.mischief = dict(run.proxy.met)
    if strange := set(run.seen.failures) - EXPLAINED:
        raise ChaosError(f"answers that no fault explains: {', '.join(sorted(strange))}")
