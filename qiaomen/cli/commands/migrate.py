"""`qiaomen migrate`: for deployments that change the schema before they start the new version."""

import argparse

HELP = "bring the database schema up to date (every command does so by itself when it is behind)"
MIGRATE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    from qiaomen.cli.schema import bring_up_to_date

    print("The schema is up to date now." if bring_up_to_date(verbosity=1) else "The schema was up to date.")
    return 0
