"""`qiaomen restore`: a backup into a data directory that has no database, as of a moment if one is named."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qiaomen.backup.restoring import Restored
    from qiaomen.cli.districts.generations import Installation

HELP = "restore a backup into an empty data directory, as of a moment if one is named"
DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="FOLDER", help="of the backups")
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="the key that reads them")
    parser.add_argument("--at", type=_moment, metavar="TIME", help="such as 2022-06-28T15:00+08:00 (default: the end)")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("say its offset, too: 2022-06-28T15:00+08:00")
    return moment


def run(args: argparse.Namespace) -> int:
    from qiaomen.backup import BackupError
    from qiaomen.backup.plan import is_embedded
    from qiaomen.cli.environment import cluster_dir

    data = cluster_dir()
    try:
        if not is_embedded(data):
            _undump(args)
            return _begin_elsewhere()
        _say(_restore(args, data))
    except BackupError as error:
        print(f"qiaomen: {error}", file=sys.stderr)
        return 1
    return _begin_generations(data)


def _restore(args: argparse.Namespace, data: Path) -> "Restored":
    from qiaomen.backup.restoring import restore
    from qiaomen.backup.sealed import identities

    return restore(
        data, args.folder, identities(args.key), at=args.at, say=lambda sentence: print(sentence, flush=True)
    )


def _say(restored: "Restored") -> None:
    last = restored.last or restored.whole.ended
    print(f"The database is as it was at {last:%Y-%m-%d %H:%M:%S} UTC, after {restored.pieces} pieces of WAL.")


def _undump(args: argparse.Namespace) -> None:
    from qiaomen.backup import dumping
    from qiaomen.backup.restoring import choose
    from qiaomen.backup.sealed import identities
    from qiaomen.cli.commands.backup import elsewhere

    there = elsewhere()
    folder = there.line(args.folder).folder
    _line, whole = choose(folder if folder.is_dir() else args.folder, args.at)
    dumping.restore(there, whole, identities(args.key))
    print(f"The schema {there.schema} is as it was at {whole.begun:%Y-%m-%d %H:%M:%S} UTC.")


def _begin_generations(data: Path) -> int:
    """What `qiaomen restored` does, for everybody whose data lay in the backup; 1 where that failed for somebody."""
    from qiaomen.cli.districts import registry, servers
    from qiaomen.cli.districts.errors import DistrictError
    from qiaomen.cli.districts.generations import installations

    own = {} if "QIAOMEN_DATABASE_OF" in os.environ else _settings()
    try:
        known = registry.read(data)
        with servers.joined(known, registry.EMBEDDED) as server:
            with server.administered() as admin:
                found, strange = installations(known, admin, own)
            return _begin(found, strange)
    except DistrictError as error:
        print(f"qiaomen: {error}", file=sys.stderr)
        return 1


def _begin(found: "list[Installation]", strange: list[str]) -> int:
    failed = [one.name or str(one.data) for one in found if one.begin() != 0]
    for one in found:
        if not one.keys.is_file():
            _say_keys(one.keys)
    if strange:
        print(
            f"qiaomen: also in this backup, and of no district in districts.toml: {', '.join(strange)}. Put "
            "districts.toml and districts/ back from where they are kept, then `qiaomen --data …/districts/NAME "
            "restored` for each, before its phones are let in.",
            file=sys.stderr,
        )
    if failed:
        print(
            f"qiaomen: phones of {', '.join(failed)} would not send again what the backup lacks: "
            "say `qiaomen restored` there before it is served.",
            file=sys.stderr,
        )
    return 1 if failed or strange else 0


def _begin_elsewhere() -> int:
    """The same for the one district whose dump was restored into an external database."""
    from qiaomen.cli.districts.generations import Installation
    from qiaomen.cli.environment import data_dir

    return _begin([Installation("", data_dir(), _settings())], [])


def _settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("QIAOMEN_")}


def _say_keys(file: Path) -> None:
    print(f"Put the keys back, from where they are kept apart: {file}. Nothing sealed can be read without them.")
