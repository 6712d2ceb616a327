"""Finished pieces of WAL carried from the spool beside the cluster into the backups' folder."""

from pathlib import Path

from qiaomen.backup.locks import alone
from qiaomen.backup.plan import Plan, Source
from qiaomen.backup.sealed import seal
from qiaomen.backup.store import Line
from qiaomen.postgres import archiving


def waiting(source: Source) -> list[Path]:
    """Pieces in the spool, oldest first."""
    found = archiving.spool(source.layout).glob("*")
    return sorted((file for file in found if file.suffix != ".new"), key=lambda file: file.name)


def ship(source: Source, plan: Plan) -> int:
    """Carry away what waits; answers how many pieces. One leaves the spool when it was read back from the folder.

    Raises BackupError or OSError when the folder does not take it: it waits then.
    """
    if not waiting(source):
        return 0
    with alone(source.layout.home / "shipping.lock"):
        found = waiting(source)
        line = source.line(plan.folder)
        line.provide(system=source.system())
        for file in found:
            _carry(file, line, plan)
    return len(found)


def _carry(file: Path, line: Line, plan: Plan) -> None:
    target = line.piece(file.name)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with file.open("rb") as piece:
        seal(piece, target, plan.to)
    file.unlink()
