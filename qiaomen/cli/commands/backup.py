"""`qiaomen backup`: an encrypted copy of the database, read back; and the process that keeps backups under `serve`."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qiaomen.backup.dumping import Elsewhere
    from qiaomen.backup.plan import Plan

HELP = "copy the database, encrypted, into a folder; read the copy back; delete what is too old"
DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where to (default: $QIAOMEN_BACKUP)")
    parser.add_argument("--recipients", metavar="KEYS", help="public keys, or a file of them (default: …_BACKUP_TO)")
    parser.add_argument("--forget-earlier", action="store_true", help="then delete every earlier backup")
    parser.add_argument("--list", action="store_true", help="say what there is, and make nothing")
    parser.add_argument("--new-key", type=Path, metavar="FILE", help="make a key for backups, and nothing else")
    parser.add_argument("--keep", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    from qiaomen.backup import BackupError
    from qiaomen.backup.plan import plan

    try:
        if args.new_key:
            return _new_key(args.new_key)
        chosen = plan(args.to, args.recipients)
        if chosen is None:
            raise BackupError("Say where to: --to FOLDER, or QIAOMEN_BACKUP.")
        if args.list:
            return _list(chosen)
        return _keep(chosen) if args.keep else _make(chosen, forget=args.forget_earlier)
    except BackupError as error:
        print(f"qiaomen: {error}", file=sys.stderr)
        return 1


def _new_key(file: Path) -> int:
    from qiaomen.backup.sealed import new_key

    print(f"Recipient, for QIAOMEN_BACKUP_TO: {new_key(file)}")
    print(f"Move {file} off this machine, into other hands: without it no backup can be read, with it every one can.")
    return 0


def _list(plan: "Plan") -> int:
    from qiaomen.backup.store import lines

    for line in lines(plan.folder):
        print(f"{line.folder.name}: {sum(1 for _ in line.pieces())} pieces of WAL")
        for whole in line.wholes():
            print(f"  {whole.begun:%Y-%m-%d %H:%M:%S} UTC  {whole.bytes / 1e6:,.1f} MB")
    return 0


def _keep(plan: "Plan") -> int:
    from qiaomen.backup.keeper import Keeper
    from qiaomen.cli.environment import cluster_dir
    from qiaomen.cli.room import kept_free

    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, frame: told.append(received))
    Keeper(cluster_dir(), plan, spare=kept_free()).run(lambda: bool(told))
    return 0


def _make(plan: "Plan", *, forget: bool) -> int:
    from qiaomen.backup import making
    from qiaomen.backup.plan import is_embedded, source
    from qiaomen.cli import environment

    data = environment.cluster_dir()
    if not is_embedded(data):
        return _dump(plan, forget=forget)
    with environment.database(purpose="backup"):
        made, removed = making.make(data, source(data), plan, forget=forget, told=progress())
    print(f"{made.folder}: {made.bytes / 1e6:,.1f} MB, read back and complete. {removed} old one(s) deleted.")
    return 0


def _dump(plan: "Plan", *, forget: bool) -> int:
    from datetime import UTC, datetime

    from qiaomen.backup import dumping, retention, state
    from qiaomen.cli.environment import data_dir

    there, data = elsewhere(), data_dir()
    asked = state.asked_to_forget(data)
    made = dumping.copy(there, plan, told=progress())
    before = retention.since(plan.days, datetime.now(UTC))
    everything = forget or bool(asked)
    removed = retention.prune(there.line(plan.folder), plan.folder, before=before, all_earlier=everything)
    state.forgotten(data, asked)
    print(f"{made.folder}: {made.bytes / 1e6:,.1f} MB, read back. {removed} old one(s) deleted.")
    print("The database is external: this leads back to this moment only. For moments between, archive its WAL there.")
    return 0


def elsewhere() -> "Elsewhere":
    """The external database that the environment names."""
    from qiaomen.backup import dumping

    return dumping.Elsewhere(os.environ["QIAOMEN_DATABASE_URL"], os.environ.get("QIAOMEN_SCHEMA") or "public")


def progress() -> Callable[[int, int], None]:
    """Says how far it is: on a terminal in one line, elsewhere at each tenth."""
    shown = -1
    terminal = sys.stderr.isatty()

    def told(done: int, total: int) -> None:
        nonlocal shown
        share = min(99, done * 100 // max(total, 1))
        if share == shown or (not terminal and share // 10 == shown // 10):
            return
        shown = share
        print(f"{share:>3} %  {done / 1e6:,.0f} MB", end="\r" if terminal else "\n", file=sys.stderr, flush=True)

    return told
