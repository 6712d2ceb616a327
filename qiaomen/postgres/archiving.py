"""WAL archiving of the embedded server: each finished piece is copied into a spool beside the cluster.

Whoever carries the pieces away (`qiaomen.backup`) is not the server: its account may neither enter the backups' folder
nor run our programs. Whether pieces are kept is written beside the cluster, not in the environment: a server that some
other command starts must not leave a gap.
"""

import json
import secrets
import shlex
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from qiaomen.postgres.paths import Layout

_MARK, _SPOOL = "archiving.json", "spool"


@dataclass(frozen=True, slots=True)
class Archiving:
    """`line` names an unbroken row of pieces; after `seconds` a piece that has anything in it is finished."""

    line: str
    seconds: int


def spool(layout: Layout) -> Path:
    """Where finished pieces wait to be carried away."""
    return layout.home / _SPOOL


def current(layout: Layout) -> Archiving | None:
    """How this cluster is archived, or None when it is not."""
    try:
        return Archiving(**json.loads((layout.home / _MARK).read_text()))
    except FileNotFoundError:
        return None


def arrange(layout: Layout, seconds: int | None) -> None:
    """Archive from the next start on, a piece at least every so many seconds; with None, no longer.

    An unbroken line is gone on with; where nothing was archived, a new one begins.
    """
    before = current(layout)
    if seconds is None:
        (layout.home / _MARK).unlink(missing_ok=True)
        shutil.rmtree(spool(layout), ignore_errors=True)
    elif before is None or not spool(layout).is_dir():
        begin_line(layout, seconds)
    else:
        _write(layout, Archiving(before.line, seconds))


def begin_line(layout: Layout, seconds: int) -> Archiving:
    """Begin a new line, because there is none or because pieces of the old one are missing. Empties the spool."""
    folder = spool(layout)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    layout.account.own(folder)
    made = Archiving(f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}", seconds)
    _write(layout, made)
    return made


def _write(layout: Layout, archiving: Archiving) -> None:
    fresh = layout.home / f"{_MARK}.new"
    fresh.write_text(json.dumps(asdict(archiving)))
    fresh.replace(layout.home / _MARK)


def settings(layout: Layout) -> dict[str, str]:
    """Server settings by which it archives, or none. A piece counts as archived once its copy is on disk."""
    archiving = current(layout)
    if archiving is None:
        return {"archive_mode": "off"}
    target = shlex.quote(str(spool(layout))).replace("%", "%%")
    return {
        "archive_mode": "on",
        "archive_command": f"cp %p {target}/%f.new && sync {target}/%f.new && mv {target}/%f.new {target}/%f",
        "archive_timeout": f"{archiving.seconds}s",
    }
