"""`qiaomen worker`: the job worker on its own, where a service manager supervises instead of `serve`."""

import argparse

HELP = "run the job worker (serve does so by itself)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    from qiaomen.base.jobs import run_worker

    run_worker()
    return 0
