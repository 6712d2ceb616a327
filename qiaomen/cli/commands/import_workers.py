"""`qiaomen import-workers`: a list of workers into the register."""

import argparse

from qiaomen.cli import list_arguments

HELP = "import workers: name, organisation, phone, title, sex"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and how to read it."""
    list_arguments.add(parser)


def run(args: argparse.Namespace) -> int:
    from qiaomen.cli.importing import show_list, table_of
    from qiaomen.exchange.workforce_load import import_workers

    return show_list(import_workers(table_of(args), dry_run=args.dry_run), as_json=args.json)
