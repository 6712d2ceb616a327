"""The `qiaomen` command: reads the command line, prepares what the command needs, runs it."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from qiaomen import __version__
from qiaomen.cli import commands, environment
from qiaomen.postgres import PostgresError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 not done and told why, 2 not understood, 130 interrupted."""
    args = _read(sys.argv[1:] if arguments is None else arguments)
    data = environment.data_dir(args.data)
    os.environ["QIAOMEN_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiaomen.settings")
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    try:
        environment.load(data)
        return _run(args.module, args)
    except KeyboardInterrupt:
        return 130
    except PostgresError as error:
        return _refuse(str(error))
    except Exception as error:
        if sentence := environment.told_as_problem(error):
            return _refuse(sentence)
        raise


def _read(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line. A command that passes its words on gets them as they are, options included, in `rest`."""
    for number, word in enumerate(words):
        named = word in commands.NAMES and (number == 0 or words[number - 1] != "--data")
        if named and getattr(commands.load(word), "PASSES_ON", False):
            args = _parser().parse_args(words[: number + 1])
            args.rest = list(words[number + 1 :])
            return args
        if named:
            break
    return _parser().parse_args(words)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="qiaomen", description="Outbreak response at the door.")
    parser.add_argument("--version", action="version", version=f"qiaomen {__version__}")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="data directory (default: $QIAOMEN_DATA, else under the data home)"
    )
    choices = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in commands.NAMES:
        module = commands.load(name)
        chosen = choices.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(chosen)
        chosen.set_defaults(module=module, command=name)
    return parser


def _run(module: ModuleType, args: argparse.Namespace) -> int:
    if not getattr(module, "DATABASE", True):
        return int(module.run(args))
    with environment.database(purpose=args.command):
        environment.set_up_django()
        if getattr(module, "MIGRATE", True):
            from qiaomen.cli.schema import bring_up_to_date

            bring_up_to_date()
        return int(module.run(args))


def _refuse(sentence: str) -> int:
    print(f"qiaomen: {sentence}", file=sys.stderr)
    return 1


def _leave(number: int, frame: object) -> None:
    """End through the `finally` blocks, so that a server that only we hold is stopped."""
    signal.signal(number, signal.SIG_IGN)
    raise SystemExit(128 + number)
