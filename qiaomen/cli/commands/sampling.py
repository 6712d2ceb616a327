"""`qiaomen sampling drill`: testing in a district of exact figures, played into this database (DOMAIN scene 11)."""

import argparse
import sys

HELP = "play a district's testing: schools by class, weekly draws, key groups, staff who come back, a positive pool"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="drill", required=True)
    drill = todo.add_parser("drill", help="41 schools with 13,655 tested, 5,459 samples of key groups, 1,475 staff")
    drill.add_argument("--scale", type=float, default=1.0, help="the same in small: 0.05 is a twentieth")
    drill.add_argument("--seed", default="qm", help="another seed makes other names and another ill one")


def run(args: argparse.Namespace) -> int:
    """Prints what came out as JSON; 1 where it was played here before, or a figure is wrong."""
    import time
    from datetime import timedelta

    import msgspec
    from django.utils import timezone

    from qiaomen.base.problems import Problem
    from qiaomen.cli import stage_sampling, stage_sampling_play
    from qiaomen.drill.schools import Figures

    figures = Figures() if args.scale == 1 else Figures().scaled(args.scale)
    eight = timezone.localtime(timezone.now()).replace(hour=8, minute=0, second=0, microsecond=0)
    start, began = eight - timedelta(days=42), time.monotonic()
    try:
        town = stage_sampling.build(figures, since=start - timedelta(days=1), seed=args.seed)
        played = stage_sampling_play.play(town, figures, start=start, seed=args.seed)
    except Problem as problem:
        print(f"qiaomen: {problem.message}", file=sys.stderr)
        return 1
    said = {**msgspec.to_builtins(played), "seconds": round(time.monotonic() - began, 1)}
    print(msgspec.json.encode(said).decode())
    wrong = stage_sampling_play.wrong(played, figures)
    for name in wrong:
        print(f"qiaomen: {name} is not what it should be", file=sys.stderr)
    return 1 if wrong else 0
