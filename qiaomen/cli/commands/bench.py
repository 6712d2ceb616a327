"""`qiaomen bench [NAME…]`: measure, and print one JSON line for each benchmark."""

import argparse
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial

from qiaomen.postgres.tether import die_with_parent

HELP = "measure speed against raw PostgreSQL, one JSON line for each benchmark"
DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all), or chaos, or wuhan")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long chaos goes on (default: 10)")
    parser.add_argument("--scale", type=float, default=1.0, help="how much of the city wuhan is (default: 1.0)")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Each benchmark runs in a process of its own, so that none inherits another's caches or connections."""
    from qiaomen.bench.runner import BENCHES, Line, cluster, wuhan

    if args.names == ["chaos"]:
        return _chaos(args.minutes)
    benches: dict[str, Callable[[], Iterator[Line]]] = {**BENCHES, "wuhan": partial(wuhan, args.scale)}
    unknown = [name for name in args.names if name not in benches]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(benches)}.", file=sys.stderr)
        return 2
    if args.here:
        with cluster():
            for line in benches[args.names[0]]():
                print(line, flush=True)
        return 0
    return max(_apart(name, args.scale) for name in args.names or list(BENCHES))


def _chaos(minutes: float) -> int:
    """Faults for so many minutes: what was seen, line by line; exit code 1 where a promise was broken."""
    from qiaomen.bench import chaos
    from qiaomen.bench.chaos_lines import lines
    from qiaomen.bench.chaos_site import ChaosError

    try:
        seen = chaos.run(minutes=minutes, say=lambda sentence: print(sentence, file=sys.stderr, flush=True))
    except ChaosError as error:
        print(f"qiaomen: {error}", file=sys.stderr)
        return 1
    for line in lines(seen):
        print(line, flush=True)
    return 0


def _apart(name: str, scale: float) -> int:
    """Run one benchmark. When this command is ended, it is asked to end, and clears up before this command leaves."""
    command = [sys.executable, "-m", "qiaomen", "bench", "--here", "--scale", str(scale), name]
    process = subprocess.Popen(command, preexec_fn=die_with_parent(signal.SIGTERM))
    try:
        return process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
