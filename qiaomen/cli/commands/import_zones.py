"""`qiaomen import-zones`: a list of zones into the register."""

import argparse

from qiaomen.cli import list_arguments

HELP = "import how the district is cut into zones: zone, street, community, compound"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and how to read it."""
    list_arguments.add(parser)


def run(args: argparse.Namespace) -> int:
    from qiaomen.cli.importing import show_list, table_of
    from qiaomen.exchange.zones_load import import_zones

    return show_list(import_zones(table_of(args), dry_run=args.dry_run), as_json=args.json)
