"""Pieces of WAL handed to a recovering server as it asks for them.

The server's account can neither read the backups' folder nor our key. Its `restore_command` leaves a note in a folder
of its own and waits; we see the note, put the piece there and take the note away. So no more than one piece lies open.
"""

import shlex
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from qiaomen.backup.sealed import Identity, opened
from qiaomen.backup.store import Line
from qiaomen.postgres.accounts import Account

_NOTE = ".wanted"
_TICK = 0.01


def command(folder: Path) -> str:
    """The `restore_command`. It gives up when the server that asked is gone."""
    at = shlex.quote(str(folder)).replace("%", "%%")
    wait = f"while [ -e {at}/%f{_NOTE} ]; do kill -0 $PPID || exit 1; sleep 0.02; done"
    return f": > {at}/%f{_NOTE} || exit 1; {wait}; [ -e {at}/%f ] && mv {at}/%f %p"


@contextmanager
def handing_out(
    folder: Path, line: Line, keys: Sequence[Identity], account: Account, *, told: Callable[[str], None]
) -> Iterator[Callable[[], None]]:
    """Hand out pieces of `line` while the block runs, telling each one's name; the folder is gone afterwards.

    What is given to the block raises the error that stopped the handing out, if one did.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    account.own(folder)
    ended = threading.Event()
    failed: list[Exception] = []

    def serve() -> None:
        while not ended.wait(_TICK):
            for note in folder.glob(f"*{_NOTE}"):
                name = note.name.removesuffix(_NOTE)
                try:
                    _hand_out(line.piece(name), folder / name, keys, account)
                    told(name)
                except Exception as error:
                    failed.append(error)
                note.unlink(missing_ok=True)

    def check() -> None:
        if failed:
            raise failed[0]

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield check
    finally:
        ended.set()
        thread.join()
        shutil.rmtree(folder, ignore_errors=True)


def _hand_out(piece: Path, target: Path, keys: Sequence[Identity], account: Account) -> None:
    """Put the piece there if there is such a one; without it the server goes by what it has."""
    if not piece.exists():
        return
    fresh = target.with_name(f"{target.name}.coming")
    with opened(piece, keys) as plain, fresh.open("wb") as out:
        shutil.copyfileobj(plain, out)
    fresh.chmod(0o600)
    account.own(fresh)
    fresh.replace(target)
