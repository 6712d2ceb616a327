"""The words that every import of a list understands."""

import argparse
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    """The file, a dry run, JSON, an encoding."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen and change nothing")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--encoding", help="of a text file, where it cannot be known: gb18030, big5hkscs, utf-8 …")
