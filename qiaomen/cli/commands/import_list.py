"""`qiaomen import-list`: a list from outside, linked to the register."""

import argparse
from datetime import date
from pathlib import Path

from qiaomen.cli import list_arguments

HELP = "bring in a list from outside (XLSX, XLS, CSV): names, id numbers, phones, where from, when, address"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, who brings it in, and what is said of it as a whole."""
    list_arguments.add(parser)
    parser.add_argument("--by", required=True, metavar="USER", help="user name of who answers for bringing it in")
    parser.add_argument("--title", default="", help="what everybody calls it; default: its category")
    parser.add_argument(
        "--source", default="other", help="police, railway, telecoms, district, hospital, health, other"
    )
    parser.add_argument("--category", default="returnee", help="returnee, contact, passenger, patient, overlap, other")
    parser.add_argument("--dated", type=date.fromisoformat, metavar="DATE", help="date of the list; default: today")
    parser.add_argument(
        "--refused", type=Path, metavar="XLSX", help="write the refused rows, with reasons, to this file"
    )


def run(args: argparse.Namespace) -> int:
    from qiaomen.access.models import Worker
    from qiaomen.base.problems import Problem
    from qiaomen.cli.importing import Line, show_list, table_of
    from qiaomen.exchange.outside_load import described, import_outside
    from qiaomen.exchange.refused import refused_workbook

    worker = Worker.objects.filter(username=args.by, is_active=True).first()
    if worker is None:
        raise Problem("access.worker_unknown")
    table = table_of(args)
    about = described(title=args.title, source=args.source, category=args.category, dated=args.dated)
    line = Line(quiet=args.json)
    result = import_outside(
        table,
        dry_run=args.dry_run,
        worker=worker.id,
        about=about,
        tell=lambda done, expected: line.progress(table.file, done, expected),
    )
    line.end()
    if args.refused:
        args.refused.write_bytes(refused_workbook(result.refused_rows, result.cells))
    return show_list(result, as_json=args.json)
