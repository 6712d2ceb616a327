"""What is deleted of backups, so that data that ended ends in them, too."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from qiaomen.backup.store import Line, Whole, lines


def prune(own: Line, folder: Path, *, before: datetime, all_earlier: bool = False) -> int:
    """Delete what is older than `before`, and with `all_earlier` everything but the newest whole copy; answers how many
    copies went.

    A line's WAL goes as far as no copy that stays needs it. The newest copy of the line that is written to stays
    however old it is. Other lines of the same cluster are what a restore or a gap left: there, everything goes in time.
    """
    removed = 0
    for line in lines(folder):
        if line.folder == own.folder:
            removed += _prune_own(line, before, all_earlier)
        elif line.system == own.system:
            removed += _prune_other(line, before, all_earlier)
    return removed


def _prune_own(line: Line, before: datetime, all_earlier: bool) -> int:
    wholes = line.wholes()
    if not wholes:
        return 0
    # By their place in the WAL: the hour of one that a wrong clock dated may lie ahead of one made after it.
    newest = max(wholes, key=lambda whole: (whole.needs, whole.begun))
    going = [whole for whole in wholes if whole != newest and (all_earlier or whole.ended < before)]
    _drop(going)
    staying = [whole for whole in wholes if whole not in going]
    if going:
        _drop_pieces(line, upto=min(whole.needs for whole in staying))
    return len(going)


def _prune_other(line: Line, before: datetime, all_earlier: bool) -> int:
    wholes = line.wholes()
    ends = [whole.ended for whole in wholes] + [_changed(file) for _name, file in line.pieces()]
    if all_earlier or all(end < before for end in ends):
        shutil.rmtree(line.folder)
        return len(wholes)
    going = [whole for whole in wholes if whole.ended < before]
    _drop(going)
    staying = [whole for whole in wholes if whole not in going]
    if going and staying:
        _drop_pieces(line, upto=min(whole.needs for whole in staying))
    return len(going)


def _changed(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime).astimezone()


def _drop(wholes: list[Whole]) -> None:
    for whole in wholes:
        (whole.folder / "about.json").unlink()  # first: half deleted, it must not look complete
        shutil.rmtree(whole.folder)


def _drop_pieces(line: Line, *, upto: str) -> None:
    for name, file in list(line.pieces()):
        if name[:24] < upto and len(name) >= 24:
            file.unlink()
    for folder in (line.folder / "wal").glob("*"):
        if not any(folder.iterdir()):
            folder.rmdir()


def since(days: int, now: datetime) -> datetime:
    """Before when copies are too old."""
    return now - timedelta(days=days)
