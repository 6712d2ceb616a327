"""`qiaomen stop`: ends `serve`, and a database that was left running."""

import argparse
import os
import signal
import sys

HELP = "stop what serves this data directory, and its database"
DATABASE = False
_PATIENCE = 150.0
"""Seconds: half a minute for commands that use the database, then its last checkpoint."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="stop the database although other commands use it")


def run(args: argparse.Namespace) -> int:
    from qiaomen import postgres
    from qiaomen.cli.environment import data_dir
    from qiaomen.cli.supervisor import right

    data = data_dir()
    server = right.holder(data)
    if server is not None:
        os.kill(server, signal.SIGTERM)
        if not right.wait_until_free(data, _PATIENCE):
            print(f"qiaomen: process {server} does not end; see its log in {data / 'logs'}.", file=sys.stderr)
            return 1
    if users := postgres.stop(data, force=args.force):
        names = ", ".join(f"{user.purpose} (process {user.pid})" for user in users)
        print(f"qiaomen: the database is in use by {names}. Wait for it, or use --force.", file=sys.stderr)
        return 1
    print("Stopped." if server is not None else "Nothing is running.")
    return 0
