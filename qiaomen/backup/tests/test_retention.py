"""What is deleted of backups: by age, when data ended, and never the last one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qiaomen.backup import BackupError, restoring, retention, store
from qiaomen.backup.store import COPY, Line
from qiaomen.backup.whole import Manifest

NOW = datetime(2022, 6, 28, 12, tzinfo=UTC)
WEEK = retention.since(7, NOW)


def line(folder: Path, name: str, *, system: str = "1", ages: tuple[float, ...] = (), pieces: int = 0) -> Line:
    """A line with copies of so many days ago, the n-th of which needs WAL from piece 10 n on."""
    made = Line(folder / name)
    made.provide(system=system)
    for number, days in enumerate(ages):
        at = NOW - timedelta(days=days)
        whole = made.new_whole(at)
        (whole / COPY).write_bytes(b"x")
        store.finish(whole, begun=at, ended=at, bytes=1, needs=piece(10 * number), version="18")
    for number in range(pieces):
        made.piece(piece(number)).parent.mkdir(exist_ok=True)
        made.piece(piece(number)).write_bytes(b"x")
    return made


def piece(number: int) -> str:
    return f"00000001{0:08X}{number:08X}"


def left(one: Line) -> tuple[int, list[str]]:
    return len(one.wholes()), [name for name, _file in one.pieces()]


def test_what_is_too_old_goes_with_the_wal_that_no_copy_needs(tmp_path: Path) -> None:
    own = line(tmp_path, "own", ages=(9, 8, 3), pieces=30)
    assert retention.prune(own, tmp_path, before=WEEK) == 2
    assert left(own) == (1, [piece(number) for number in range(20, 30)])


def test_the_last_copy_stays_however_old_it_is(tmp_path: Path) -> None:
    own = line(tmp_path, "own", ages=(90, 80))
    assert retention.prune(own, tmp_path, before=WEEK) == 1
    assert left(own)[0] == 1


def test_when_data_ended_everything_earlier_goes_and_so_do_lines_of_before_a_restore(tmp_path: Path) -> None:
    own = line(tmp_path, "own", ages=(2, 0), pieces=12)
    line(tmp_path, "before the restore", ages=(3,), pieces=3)
    other = line(tmp_path, "another district", system="2", ages=(90,))
    assert retention.prune(own, tmp_path, before=WEEK, all_earlier=True) == 2
    assert left(own) == (1, [piece(10), piece(11)])
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["another district", "own"]
    assert left(other)[0] == 1


def test_what_ended_goes_with_a_copy_that_a_wrong_clock_dated_ahead_and_the_one_made_after_it_stays(
    tmp_path: Path,
) -> None:
    own = line(tmp_path, "own", ages=(2, -300, 0), pieces=22)
    assert retention.prune(own, tmp_path, before=WEEK, all_earlier=True) == 2
    assert [whole.begun for whole in own.wholes()] == [NOW]
    assert left(own)[1] == [piece(20), piece(21)]


def test_a_line_that_nobody_writes_to_any_more_ends_with_its_last_copy(tmp_path: Path) -> None:
    own = line(tmp_path, "own", ages=(0,))
    line(tmp_path, "left", ages=(9, 8))
    assert retention.prune(own, tmp_path, before=WEEK) == 2
    assert not (tmp_path / "left").exists()


def test_the_copy_to_restore_is_the_newest_before_the_moment(tmp_path: Path) -> None:
    line(tmp_path, "old", ages=(9, 6))
    line(tmp_path, "new", ages=(3, 1))
    chosen = [restoring.choose(tmp_path, NOW - timedelta(days=days))[1].begun for days in (0, 2, 4)]
    assert [(NOW - begun).days for begun in chosen] == [1, 3, 6]
    with pytest.raises(BackupError, match="which is later"):
        restoring.choose(tmp_path, NOW - timedelta(days=10))
    line(tmp_path, "foreign", system="2", ages=(1,))
    with pytest.raises(BackupError, match="several databases"):
        restoring.choose(tmp_path, None)


def test_half_a_copy_is_none(tmp_path: Path) -> None:
    own = line(tmp_path, "own")
    (own.new_whole(NOW) / COPY).write_bytes(b"half")
    with pytest.raises(BackupError, match="no complete backup"):
        restoring.choose(tmp_path, None)
    own.new_whole(NOW + timedelta(seconds=1))
    assert len(list((own.folder / "whole").iterdir())) == 1


@pytest.mark.parametrize("lack", ["base/1/1259", "pg_wal/000000010000000000000003"])
def test_a_copy_that_lacks_a_file_or_wal_is_not_complete(lack: str) -> None:
    manifest = Manifest()
    manifest.found = {"base/1/1259": (8, "ab"), **{f"pg_wal/{piece(number)}": (1, "") for number in (2, 3)}}
    span = {"Timeline": 1, "Start-LSN": "0/2000028", "End-LSN": "0/3000120"}
    manifest.told = {"Files": [{"Path": "base/1/1259", "Size": 8, "Checksum": "ab"}], "WAL-Ranges": [span]}
    manifest.check()
    del manifest.found[lack]
    with pytest.raises(BackupError, match=r"1259|0003"):
        manifest.check()
