"""The keeper of backups where the clock was set back: what is due is made, and WAL is carried away all the same."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from qiaomen import postgres
from qiaomen.backup import keeper
from qiaomen.backup.keeper import Keeper
from qiaomen.backup.plan import Plan, one, source
from qiaomen.backup.store import Line
from qiaomen.backup.tests.test_restoring import EVERY, FAST, Place, place
from qiaomen.backup.tests.test_retention import NOW, line

__all__ = ["place"]


@dataclass
class There:
    """A server that is only asked for its line."""

    own: Line

    def line(self, folder: Path) -> Line:
        return self.own


@pytest.mark.parametrize(
    ("days_ago", "due"), [((0.1,), False), ((1.5,), True), ((1.5, -300), True), ((0.1, -300), False)]
)
def test_a_copy_that_a_wrong_clock_dated_ahead_puts_off_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days_ago: tuple[float, ...], due: bool
) -> None:
    monkeypatch.setattr(keeper, "_now", lambda: NOW)
    plan = Plan(tmp_path, (), EVERY, 7, time(9))
    there = There(line(tmp_path, "own", ages=days_ago))
    assert Keeper(tmp_path, plan, spare=0)._due(there) is due  # type: ignore[arg-type]


def test_wal_is_finished_all_the_same_while_the_clock_stands_before_an_hour_that_it_has_seen(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours: list[datetime] = [NOW, NOW + timedelta(hours=3), NOW - timedelta(hours=2)]
    monkeypatch.setattr(keeper, "_now", lambda: hours.pop(0))
    kept = Keeper(place.data, place.plan, spare=0)
    with postgres.running(place.data, tuning=FAST):
        server, pieces = source(place.data), []
        for number in range(3):
            with server.superuser() as session:
                session.execute(f"CREATE TABLE knock{number} (n int)".encode())
            kept._finish_piece(server)
            with server.superuser() as session:
                pieces.append(one(session, "SELECT pg_walfile_name(pg_current_wal_lsn())"))
    assert pieces[0] == pieces[1] != pieces[2]
