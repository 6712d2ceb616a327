"""What is known of the backups without their folder: written by who makes them, read by doctor, health and console."""

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from qiaomen.postgres.paths import server_of

_FILE = "backup.json"
_ASKED = "forget-backups"


@dataclass(frozen=True, slots=True)
class State:
    """Times are ISO 8601 in UTC, empty for never; `trouble` is the last thing that went wrong and still is."""

    whole_at: str = ""
    whole_bytes: int = 0
    archived_at: str = ""
    waiting: int = 0
    trouble: str = ""

    def age(self, now: datetime) -> float | None:
        """Seconds since all WAL that was finished had been carried away, or None when it never was."""
        return (now - datetime.fromisoformat(self.archived_at)).total_seconds() if self.archived_at else None

    def whole_age(self, now: datetime) -> float | None:
        """Seconds since the newest whole copy was begun, or None."""
        return (now - datetime.fromisoformat(self.whole_at)).total_seconds() if self.whole_at else None


def read(data_dir: Path) -> State:
    """The state; empty where there never was a backup, or the file cannot be read."""
    try:
        told = json.loads((data_dir / _FILE).read_text())
    except (OSError, ValueError):
        return State()
    known = {field.name for field in fields(State)}
    return State(**{key: value for key, value in told.items() if key in known})


def note(data_dir: Path, **changes: object) -> None:
    """Write changed fields of the state."""
    before = read(data_dir)
    state = replace(before, **changes)  # type: ignore[arg-type]
    if state == before:
        return
    fresh = data_dir / f"{_FILE}.{os.getpid()}"
    fresh.write_text(json.dumps(asdict(state)))
    fresh.replace(data_dir / _FILE)


def ask_forget(data_dir: Path) -> None:
    """Ask whoever makes backups to make a fresh one and then to delete all earlier ones, because data ended.

    It is asked in the data directory of the server: districts that share one are backed up with it.
    """
    (server_of(data_dir) / _ASKED).touch()


def asked_to_forget(data_dir: Path) -> int:
    """What names the asking that is not answered yet; 0 for none."""
    try:
        return (data_dir / _ASKED).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def forgotten(data_dir: Path, asked: int) -> None:
    """It is done by a copy that was begun after this asking. What was asked later, another copy answers."""
    if asked and asked_to_forget(data_dir) == asked:
        (data_dir / _ASKED).unlink()
