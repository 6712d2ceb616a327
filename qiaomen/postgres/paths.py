"""Where the cluster of a data directory lies, and where its socket is."""

import hashlib
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from qiaomen.postgres import binaries
from qiaomen.postgres.accounts import Account, server_account
from qiaomen.postgres.binaries import Binaries
from qiaomen.postgres.errors import PostgresError

SOCKET_PATH_LIMIT = 100
"""Bytes; the kernel's own limit is 103 to 107, by platform."""
SOCKET_NAME = ".s.PGSQL.5432"
_POINTER = "location"
_OWNER = "data-directory"


def elsewhere() -> Path:
    """Where clusters go whose data directory the server's account cannot enter."""
    return Path(os.environ.get("QIAOMEN_POSTGRES_ELSEWHERE", "/var/lib/qiaomen"))


def server_of(data_dir: Path) -> Path:
    """The data directory whose embedded server this one is on: its own, or that of the city it belongs to."""
    return Path(os.environ.get("QIAOMEN_DATABASE_OF") or data_dir)


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of one embedded cluster.

    `shared` lies in the data directory and holds what commands coordinate by (lock, holders, pointer); `home` holds
    the cluster, its log and, where needed, a copy of the programs. They are the same folder except for root.
    """

    data_dir: Path
    home: Path

    @property
    def shared(self) -> Path:
        return self.data_dir / "postgres"

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def account(self) -> Account:
        return server_account(self.cluster)


def prepare(data_dir: Path) -> Path:
    """Make the data directory and its `postgres` folder; returns the absolute data directory.

    For root they can be passed through by others, not listed: the server runs as somebody else. What exists is left
    as it is.
    """
    mode = 0o711 if os.geteuid() == 0 else 0o700
    data_dir = data_dir.expanduser().resolve()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    for folder in (data_dir, data_dir / "postgres"):
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            folder.chmod(mode)
    return data_dir


def locate(data_dir: Path) -> Layout | None:
    """The layout of an existing cluster, or None when the data directory has none yet. Changes nothing.

    Raises PostgresError when the pointer names a folder that is gone, or that serves another data directory.
    """
    data_dir = data_dir.expanduser().resolve()
    inside = data_dir / "postgres"
    if (inside / "cluster").is_dir():
        return Layout(data_dir, inside)
    pointer = inside / _POINTER
    if not pointer.is_file():
        return None
    home = Path(pointer.read_text().strip())
    if not home.is_dir():
        raise PostgresError(
            f"{pointer} says that the database of this data directory is in {home}, and that folder is gone. Restore "
            f"it; only if its contents are not wanted any more, remove {pointer} to begin with an empty database."
        )
    _claim(home, data_dir)
    return Layout(data_dir, home)


def _claim(home: Path, data_dir: Path) -> None:
    """A moved data directory takes its cluster along; a copied one must not share it with the original."""
    owner_file = home / _OWNER
    owner = Path(owner_file.read_text().strip()) if owner_file.is_file() else data_dir
    if owner == data_dir:
        return
    pointer = owner / "postgres" / _POINTER
    if pointer.is_file() and Path(pointer.read_text().strip()) == home:
        raise PostgresError(
            f"{data_dir} looks like a copy of {owner}: both point to the database in {home}. To use the copy, restore "
            f"a backup into it; to keep it apart, remove {data_dir / 'postgres' / _POINTER}."
        )
    owner_file.write_text(f"{data_dir}\n")


def settle(data_dir: Path) -> tuple[Layout, Binaries]:
    """The layout of the data directory and programs that its account can run; chooses a home where there is none.

    Raises PostgresError when the account can reach neither the data directory nor a place elsewhere.
    """
    folder = binaries.find()
    layout = locate(data_dir) or _choose(data_dir, folder)
    account = layout.account
    if not account.reaches(layout.home):
        raise PostgresError(
            f"PostgreSQL runs as uid {account.uid} here and cannot enter {layout.home}. Move the data directory to "
            "where that account can pass, or hand the folder back to the account that made it."
        )
    found = binaries.inspect(folder, account)
    if found is None and account.switch:
        found = binaries.inspect(binaries.copy(folder, _copies(layout)), account)
    if found is None:
        raise PostgresError(f"{folder / 'postgres'} cannot be run by uid {account.uid}: try it with --version.")
    return layout, found


def _choose(data_dir: Path, folder: Path) -> Layout:
    inside = Layout(data_dir, data_dir / "postgres")
    account = inside.account
    if not account.switch:
        return inside
    if account.reaches(inside.home) and binaries.inspect(folder, account):
        return inside
    return Layout(data_dir, _home_elsewhere(data_dir))


def _home_elsewhere(data_dir: Path) -> Path:
    """Make the folder, then the pointer to it; data comes only after both, so it never lies where no pointer leads.

    A folder without a pointer belonged to a data directory that was deleted; it is set aside, not adopted.
    """
    home = elsewhere() / _digest(data_dir)
    if home.exists():
        home.rename(home.with_name(f"{home.name}.left-{time.time_ns()}"))
    home.parent.mkdir(parents=True, exist_ok=True)
    home.mkdir()
    home.chmod(0o711)
    (home / _OWNER).write_text(f"{data_dir}\n")
    (data_dir / "postgres" / _POINTER).write_text(f"{home}\n")
    return home


def abandoned() -> list[Path]:
    """Homes elsewhere that no data directory points to any more: it was deleted, or the home was set aside."""
    return sorted(home for home in elsewhere().glob("*") if home.is_dir() and not _pointed_to(home))


def _pointed_to(home: Path) -> bool:
    try:
        owner = Path((home / _OWNER).read_text().strip())
        return Path((owner / "postgres" / _POINTER).read_text().strip()) == home
    except OSError:
        return False


def _copies(layout: Layout) -> Path:
    """Copies of programs lie beside the cluster."""
    return layout.home / "binaries"


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def socket_folder(layout: Layout) -> Path:
    """Make, if needed, the private folder of the socket and return it: short, owned by the server's account, 0700.

    Not under XDG_RUNTIME_DIR: that goes away when its user signs out, and a server left running would be deaf.
    """
    account = layout.account
    candidates = []
    if managed := os.environ.get("RUNTIME_DIRECTORY", "").split(":")[0]:
        candidates.append(Path(managed) / _digest(layout.home))
    if os.geteuid() == 0:
        candidates.append(Path("/run/qiaomen") / _digest(layout.home))
    candidates.append(Path("/tmp") / f"qiaomen-{account.uid}-{_digest(layout.home)}")  # noqa: S108 - ownership is checked
    for folder in candidates:
        if _fits(folder) and _private(folder, account):
            return folder
    folder = Path(tempfile.mkdtemp(prefix="qiaomen-", dir="/tmp"))
    account.own(folder)
    return folder


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_LIMIT


def _private(folder: Path, account: Account) -> bool:
    """Whether the folder now is the account's alone. Another's folder or a link in its place is not touched."""
    try:
        folder.parent.mkdir(mode=0o755, exist_ok=True)
        if not os.path.lexists(folder):
            folder.mkdir(mode=0o700)
            account.own(folder)
        state = folder.lstat()
    except OSError:
        return False
    ours = not folder.is_symlink() and folder.is_dir() and state.st_uid == account.uid and not state.st_mode & 0o077
    return ours and account.reaches(folder)


def forget(layout: Layout) -> None:
    """Delete a stopped cluster with its log and copies, and the pointer to it."""
    if layout.home == layout.shared:
        for folder in (layout.cluster, layout.home / "spool"):
            shutil.rmtree(folder, ignore_errors=True)
        for file in (layout.log, layout.home / "archiving.json"):
            file.unlink(missing_ok=True)
        return
    shutil.rmtree(layout.home, ignore_errors=True)
    (layout.shared / _POINTER).unlink(missing_ok=True)
