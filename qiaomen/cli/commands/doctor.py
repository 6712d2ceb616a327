"""`qiaomen doctor`: what would keep this installation from working, said before it does."""

import argparse
from pathlib import Path

HELP = "check this machine and this data directory"
DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tls", nargs=2, type=Path, metavar=("CERT", "KEY"), help="PEM files to check for serve")


def run(args: argparse.Namespace) -> int:
    from qiaomen.cli.checkup import check_all
    from qiaomen.cli.environment import data_dir

    findings = check_all(data_dir(), tuple(args.tls) if args.tls else None)
    for finding in findings:
        print(f"{finding.grade:<4}  {finding.about:<10}  {finding.sentence}")
    return 1 if any(finding.grade == "bad" for finding in findings) else 0
