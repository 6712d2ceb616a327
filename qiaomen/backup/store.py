"""The folder that backups lie in: a line for each unbroken row of WAL, whole copies and pieces in it.

    FOLDER/LINE/about.json                      whose line it is
    FOLDER/LINE/whole/TIME/{copy.tar.gz.age, about.json}
    FOLDER/LINE/wal/FIRST 16 DIGITS/PIECE.gz.age

What `about.json` says is not encrypted: times, sizes, versions, positions; nothing of anybody.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qiaomen.backup.errors import BackupError

FORMAT = 1
_ABOUT = "about.json"
COPY = "copy.tar.gz.age"
_ENDING = ".gz.age"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole copy that was read back and found complete. Times are UTC; `needs` is the first piece after it."""

    folder: Path
    begun: datetime
    ended: datetime
    bytes: int
    needs: str
    version: str

    @property
    def file(self) -> Path:
        return self.folder / COPY


@dataclass(frozen=True, slots=True)
class Line:
    """A line in the folder. `system` is the number that PostgreSQL gave the cluster when it was made."""

    folder: Path

    @property
    def system(self) -> str:
        return str(_read(self.folder)["system"])

    def provide(self, *, system: str) -> None:
        """Make the line if it is not there. Raises BackupError when the folder cannot be written."""
        try:
            for folder in (self.folder.parent, self.folder, self.folder / "whole", self.folder / "wal"):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not (self.folder / _ABOUT).exists():
                _write(self.folder, {"format": FORMAT, "system": system, "begun": datetime.now(UTC).isoformat()})
        except OSError as error:
            raise BackupError(f"{self.folder} cannot be written: {error.strerror}.") from None

    def wholes(self) -> list[Whole]:
        """Copies that were completed, oldest first."""
        found = (_whole(folder) for folder in sorted((self.folder / "whole").glob("*")))
        return [whole for whole in found if whole is not None]

    def new_whole(self, begun: datetime) -> Path:
        """A folder for the copy that is about to be made; what an unfinished one left there is removed."""
        folder = self.folder / "whole" / f"{begun:%Y%m%dT%H%M%S.%fZ}"
        for other in (self.folder / "whole").glob("*"):
            if not (other / _ABOUT).exists():
                shutil.rmtree(other)
        folder.mkdir(mode=0o700)
        return folder

    def piece(self, name: str) -> Path:
        """Where the piece of this name is or goes."""
        return self.folder / "wal" / name[:16] / f"{name}{_ENDING}"

    def pieces(self) -> Iterator[tuple[str, Path]]:
        """All pieces by name, oldest first."""
        for file in sorted((self.folder / "wal").glob(f"*/*{_ENDING}")):
            yield file.name.removesuffix(_ENDING), file


def lines(folder: Path) -> list[Line]:
    """The lines in a folder, or the one that the folder itself is; oldest first."""
    if (folder / _ABOUT).is_file():
        return [Line(folder)]
    return [Line(about.parent) for about in sorted(folder.glob(f"*/{_ABOUT}"))]


def finish(folder: Path, **about: Any) -> None:
    """Say that a whole copy is complete: without this it is none."""
    _write(folder, {"format": FORMAT, **about})


def _whole(folder: Path) -> Whole | None:
    try:
        told = _read(folder)
    except (OSError, ValueError):
        return None
    begun, ended = (datetime.fromisoformat(told[name]) for name in ("begun", "ended"))
    return Whole(folder, begun, ended, told["bytes"], told["needs"], told["version"])


def _read(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / _ABOUT).read_text())
    if told.get("format") != FORMAT:
        raise BackupError(f"{folder} was made by another version of this program (format {told.get('format')}).")
    return told


def _write(folder: Path, about: dict[str, Any]) -> None:
    fresh = folder / f"{_ABOUT}.new"
    fresh.write_text(json.dumps({key: _plain(value) for key, value in about.items()}, indent=1))
    fresh.replace(folder / _ABOUT)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
