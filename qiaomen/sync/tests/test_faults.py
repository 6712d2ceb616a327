"""A short chaos run: 20 phones and more knock through a network that cuts, halves, doubles and delays; server and
database are killed three times, and the server's clock is set ahead and back.

What was acknowledged is there exactly once, what was not is sent again, state follows from the records, and the log
tells nothing of anybody. `qiaomen bench chaos` is the same for ten minutes, with a lost disk at its end.
"""

from pathlib import Path

import pytest

from qiaomen.bench import chaos
from qiaomen.bench.chaos_site import Ballast, ServerClock
from qiaomen.cli.tests.serving import migrated

__all__ = ["migrated"]
pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_no_acknowledged_record_is_lost_or_doubled_whatever_happens_and_the_service_comes_back(
    migrated: Path, tmp_path: Path
) -> None:
    faults = ["clocks", "web", "database", "disk full", "server clock", "everything"]
    seen = chaos.run(faults=faults, rate=0.3, spare=1024, migrated=migrated, disaster=False)
    possible = {"disk full": Ballast(migrated, spare=1024).possible, "server clock": ServerClock(tmp_path).possible}
    assert set(seen.back) == {fault for fault in faults if possible.get(fault, True)}
    assert seen.phones >= 20
    assert seen.records > 0
    assert seen.failures["no answer"] > 0, "something went wrong, or nothing was tried"
    assert set(seen.verdicts) <= {"accepted", "duplicate", "held"}
