"""Doctor's look at the backups: when the last one was, and how old the WAL archive is."""

import os
from datetime import datetime
from pathlib import Path

from qiaomen.backup import BackupError, state
from qiaomen.backup.plan import Plan, plan
from qiaomen.backup.state import State
from qiaomen.cli.finding import Finding
from qiaomen.cli.supervisor import right

_LATE_COPY = 36 * 3600
"""Seconds: a day, and half of one for a copy that was slow or failed once."""


def backups(data_dir: Path, now: datetime) -> list[Finding]:
    """What is to say of backups at this moment."""
    try:
        chosen = plan()
    except BackupError as error:
        return [Finding("bad", "backup", str(error))]
    known = state.read(data_dir)
    if chosen is None and not known.whole_at:
        return [Finding("note", "backup", "There is none. Name a folder on another disk: QIAOMEN_BACKUP.")]
    found = [_copy(known, now)]
    if chosen and not os.environ.get("QIAOMEN_DATABASE_URL"):
        found.append(_archive(known, chosen, now, serving=right.holder(data_dir) is not None))
    if known.trouble:
        found.append(Finding("bad", "backup", known.trouble))
    return found


def _copy(known: State, now: datetime) -> Finding:
    age = known.whole_age(now)
    if age is None:
        return Finding("bad", "backup", "No copy was made yet: `qiaomen backup`, or wait for serve to make one.")
    sentence = f"The last copy is {told(age)} old, {known.whole_bytes / 1e6:,.0f} MB, and was read back."
    return Finding("ok" if age < _LATE_COPY else "bad", "backup", sentence)


def _archive(known: State, chosen: Plan, now: datetime, *, serving: bool) -> Finding:
    age = known.age(now)
    if age is None:
        return Finding("bad" if serving else "note", "archive", "No WAL was carried away yet; serve does that.")
    sentence = f"All WAL until {told(age)} ago is in {chosen.folder}; {known.waiting} piece(s) wait."
    late = serving and age > 10 * chosen.seconds + 60
    return Finding("bad" if late else "ok", "archive", sentence)


def told(seconds: float) -> str:
    """A length of time in the largest unit that has at least two of it."""
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
