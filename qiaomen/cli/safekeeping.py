"""What `qiaomen doctor` says of keys, of their second copy, of days of retention, of an ending outbreak, of the log."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qiaomen.base import moved
from qiaomen.cli.finding import Finding

OPEN = "SELECT id::text, name FROM base_outbreak WHERE closed_at IS NULL"
ENDING = """
SELECT o.name, c.keys_at IS NULL, c.rewritten_at IS NULL OR c.wal = '', c.wal FROM ending_closing c
JOIN base_outbreak o ON o.id = c.outbreak_id
WHERE c.confirmed_at < now() - interval '1 hour'
  AND (c.backups_asked_at IS NULL OR c.wal <> 'cleared' OR c.keys_at IS NULL)
"""

# Who owns the log of who did what, and whether they can change or delete its lines.
LOG = """
SELECT o.rolname, o.rolsuper, has_table_privilege(o.oid, c.oid, 'UPDATE, DELETE, TRUNCATE')
FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner WHERE c.oid = to_regclass('access_audit')
"""


def key_file(data_dir: Path) -> Path:
    """Where the outbreaks' keys are."""
    return Path(os.environ.get("QIAOMEN_KEY_FILE") or data_dir / "keys" / "outbreaks.json")


def escrow(data_dir: Path) -> Finding:
    """Whether the keys have a second copy, whole, and on another disk."""
    named, first = os.environ.get("QIAOMEN_KEY_ESCROW"), key_file(data_dir)
    if not named:
        return Finding(
            "note", "escrow", "The keys have no second copy: if their disk dies, nothing sealed can be read again. Set "
            "QIAOMEN_KEY_ESCROW to a file on another disk.",
        )  # fmt: skip
    second = Path(named)
    if not first.exists():
        return Finding("ok", "escrow", f"{second} will hold the second copy of the keys.")
    if not second.exists() or not _entries(first).keys() <= _entries(second).keys():
        return Finding("bad", "escrow", f"{second} lacks keys that {first} has: copy them, and keep the copy apart.")
    if second.stat().st_dev == first.stat().st_dev:
        return Finding("note", "escrow", f"{second} is on the same disk as {first}: it would die with it.")
    return Finding("ok", "escrow", f"{second} holds every key, on another disk.")


def days() -> Finding:
    """Whether the district's days of retention can be read."""
    from qiaomen.base import retention

    given = os.environ.get("QIAOMEN_KEPT", "")
    try:
        pairs = [one.split("=") for one in given.split(",") if one]
        found = retention.read({name.strip(): int(count) for name, count in pairs})
    except ValueError as error:
        return Finding("bad", "kept", f"{error}. Until it is put right nothing starts.")
    if not found:
        return Finding("ok", "kept", "Data is kept for the days that docs/ending.md lists.")
    return Finding("ok", "kept", f"Other days are set for {', '.join(sorted(found))}.")


def left_behind(data_dir: Path) -> list[Finding]:
    """Whether a move has left a copy of the district's data somewhere, which no end of an outbreak would reach."""
    where = moved.left_behind(data_dir)
    said = f"{where} still holds a copy of this district, and no outbreak can be closed: confirm the move or undo it."
    return [Finding("note", "moved", said)] if where else []


def outbreaks(connection: Any, data_dir: Path) -> Iterator[Finding]:
    """Of a database that answers: whether the open outbreak has its key, and closed ones came to their end."""
    held = _entries(key_file(data_dir)) if key_file(data_dir).exists() else {}
    for id, name in connection.execute(OPEN).fetchall():
        if id in held:
            yield Finding("ok", "outbreak", f"{name} is open, and its keys are here.")
        else:
            yield Finding(
                "bad", "outbreak", f"{name} is open, and {key_file(data_dir)} lacks its keys: restore it from its "
                "second copy before anybody works.",
            )  # fmt: skip
    for name, has_keys, is_unfinished, wal in connection.execute(ENDING).fetchall():
        if has_keys:
            yield Finding(
                "bad", "outbreak", f"{name} was closed, and a copy of its keys could not be reached: connect the disk "
                "of QIAOMEN_KEY_ESCROW while `qiaomen worker` runs.",
            )  # fmt: skip
        if is_unfinished:
            yield Finding("bad", "outbreak", f"{name} was closed, and names still lie in files: run `qiaomen worker`.")
        elif wal == "not_ours":
            yield Finding(
                "note", "outbreak", f"{name} was closed; the log of writes is not ours to clear. Let the database's "
                "administrator do so, and destroy its backups.",
            )  # fmt: skip


def log(connection: Any) -> Iterator[Finding]:
    """Of a database that answers: whether lines of the log of who did what can only be added."""
    for role, is_superuser, may_change in connection.execute(LOG).fetchall():
        if is_superuser:
            yield Finding(
                "note", "log", f"{role} is a superuser, who can change the log of who did what: serve as another role."
            )
        elif may_change:
            yield Finding("note", "log", f"{role} can change the log of who did what: run `qiaomen migrate` as it.")
        else:
            yield Finding("ok", "log", f"{role} can add to the log of who did what, and change nothing in it.")


def _entries(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text())
    return found
