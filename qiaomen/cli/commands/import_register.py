"""`qiaomen import-register`: household registers and tables of buildings into the register."""

import argparse
from pathlib import Path

HELP = "import household registers or tables of buildings (XLSX, XLS, CSV)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files and how to read them."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen and change nothing")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--encoding", help="of text files, where it cannot be known: gb18030, big5hkscs, utf-8 …")
    parser.add_argument(
        "--refused", type=Path, metavar="XLSX", help="write the refused rows, with reasons, to this file"
    )


def run(args: argparse.Namespace) -> int:
    from qiaomen.cli.importing import Line, files_of, show
    from qiaomen.exchange.load import import_register

    line = Line(quiet=args.json)
    result = import_register(files_of(args), dry_run=args.dry_run, progress=line.progress)
    line.end()
    if args.refused:
        from qiaomen.exchange.refused import refused_workbook

        args.refused.write_bytes(refused_workbook(result.refused_rows, result.cells))
    return show(result, as_json=args.json)
