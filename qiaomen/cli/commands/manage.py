"""`qiaomen manage …`: Django's own commands, with our data directory, database and settings."""

import argparse

HELP = "run one of Django's management commands (for developers)"
MIGRATE = False
PASSES_ON = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after `manage` is Django's."""


def run(args: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["qiaomen manage", *args.rest])
    return 0
