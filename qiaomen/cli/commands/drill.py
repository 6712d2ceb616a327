"""`qiaomen drill URL`: a simulated workforce that sweeps a district over the public HTTP protocol."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

    from qiaomen.drill.conduct import Badge, Orders
    from qiaomen.drill.gates import Figures as AtGates
    from qiaomen.drill.posts import Guard, Played
    from qiaomen.drill.report import Report
    from qiaomen.drill.transport import HttpTransport

HELP = "let a simulated workforce sweep a district over HTTP, and report how it went"
DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="where Qiaomen is served: http://127.0.0.1:8000")
    parser.add_argument("--codes", type=Path, metavar="FILE", help="codes of field workers (`qiaomen enrol --json`)")
    parser.add_argument("--lead-codes", type=Path, metavar="FILE", help="codes of those who decide on claims")
    parser.add_argument("--tokens", type=Path, metavar="FILE", help="keep the phones' tokens here, for another drill")
    parser.add_argument("--speed", type=float, default=60, help="hours of the drill to an hour (default: 60)")
    parser.add_argument("--hours", type=float, help="stop after so many hours of the drill (default: when all is done)")
    parser.add_argument("--pace", type=float, default=11, help="doors that a team closes in a day (default: 11)")
    parser.add_argument("--campaign", default="", metavar="NAME", help="which sweep (default: the newest)")
    parser.add_argument("--zone", type=ZoneInfo, default="Asia/Shanghai", help="the district's time zone")
    parser.add_argument("--seed", default="1", help="the same seed, the same sweep (default: 1)")
    parser.add_argument("--threads", type=int, default=16, help="calls under way at a time (default: 16)")
    parser.add_argument("--good-network", action="store_true", help="no call is lost or sent twice")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--checkpoint", action="store_true", help="play a highway checkpoint instead of a sweep")
    instead.add_argument("--gates", action="store_true", help="play the compounds' gates instead of a sweep")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(args: argparse.Namespace) -> int:
    from qiaomen.drill.conduct import conduct
    from qiaomen.drill.handset import NotEnrolled
    from qiaomen.drill.muster import NoSweep
    from qiaomen.drill.network import Unreachable
    from qiaomen.drill.transport import HttpTransport

    transport = HttpTransport(args.url)
    orders = _orders(args)
    try:
        badges = _badges(args, transport, orders)
        if not badges:
            return _refuse("nobody takes part: give --codes, or --tokens of an earlier drill.")
        if args.checkpoint:
            return checkpoint(badges, transport, orders, as_json=args.json)
        if args.gates:
            return gates(badges, transport, orders, as_json=args.json)
        done = conduct(badges, transport=transport, orders=orders, say=_say)
    except NotEnrolled as error:
        return _refuse(f"the server did not take a code ({error}).")
    except NoSweep:
        return _refuse("the phones are told of no such sweep under way. Launch one, and give its teams doors.")
    except Unreachable:
        return _refuse(f"{args.url} does not answer.")
    print(done.to_json() if args.json else described(done))
    return 0


def checkpoint(
    badges: "Sequence[Badge]", transport: "HttpTransport", orders: "Orders", *, as_json: bool = False
) -> int:
    """Plays the checkpoint of scene 10 with these phones, up to now, and says what became of it."""
    from qiaomen.drill.checkpoint import Figures, NoCheckpoint, play
    from qiaomen.drill.clock import real_now

    def played() -> "Played":
        return play(Figures(), _guards(badges), transport, until=real_now(), seed=orders.seed, threads=orders.threads)

    try:
        return _said("checkpoint", played, as_json=as_json)
    except NoCheckpoint as error:
        return _refuse(f"these phones stand at no checkpoint, or its district lacks titles ({error}).")


def gates(
    badges: "Sequence[Badge]",
    transport: "HttpTransport",
    orders: "Orders",
    *,
    figures: "AtGates | None" = None,
    until: "datetime | None" = None,
    as_json: bool = False,
) -> int:
    """Plays compounds' gates (town E's figures by default) with these phones, and says what became of it.

    `until`: the end of the days that are played, by default now. Played again up to the same moment, it counts once.
    """
    from qiaomen.drill.clock import real_now
    from qiaomen.drill.gates import Figures, NoGate, play

    wanted = figures or Figures()

    def played() -> "Played":
        end = until or real_now()
        return play(wanted, _guards(badges), transport, until=end, seed=orders.seed, threads=orders.threads)

    try:
        return _said("gates", played, as_json=as_json)
    except NoGate:
        return _refuse("one of these phones stands at no gate.")


def _guards(badges: "Sequence[Badge]") -> "Sequence[Guard]":
    from qiaomen.drill.posts import Guard

    return [Guard(badge.token, badge.worker) for badge in badges]


def _said(what: str, play: "Callable[[], Played]", *, as_json: bool) -> int:
    """Prints what became of it, and in how long."""
    from time import monotonic

    began = monotonic()
    done = play()
    seconds = round(monotonic() - began, 1)
    if as_json:
        counts = {"verdicts": done.verdicts, "codes": done.codes}
        print(json.dumps({"records": done.records, **counts, "seconds": seconds}))
    else:
        said = f"{_counts(done.verdicts)}; codes {_counts(done.codes)}"
        print(f"{what:<10}  {done.records} records in {seconds} s: {said}")
    return 0


def described(done: "Report") -> str:
    """The report for people."""
    hours = ", ".join(
        f"{share} after {'–' if spent is None else spent} h"
        + (f" (forecast {done.forecast_hours_to[share]} h)" if forecast else "")
        for share, spent in done.hours_to.items()
        for forecast in [done.forecast_hours_to.get(share) is not None]
    )
    return "\n".join(
        [
            f"{done.hours} h of the sweep in {done.seconds} s: {done.teams} teams, {done.phones} phones",
            f"visits    {_counts(done.visits)}",
            f"records   {_counts(done.verdicts)}; left in outboxes: {done.left_in_outboxes}",
            f"codes     {_counts(done.codes)}",
            f"doors     {done.doors_closed} of {done.doors} closed; the server holds {done.server_closed} for closed",
            f"found     {done.doors_discovered} new doors, {done.conflicts} conflicts, {done.reviews} decisions",
            f"hours     {hours}",
            f"latency   {_counts(done.latency_ms)} ms",
        ]
    )


def _counts(counts: object) -> str:
    pairs = dict(counts).items()  # type: ignore[call-overload]
    return ", ".join(f"{name} {number}" for name, number in pairs) or "none"


def _orders(args: argparse.Namespace) -> "Orders":
    from qiaomen.drill.conduct import Orders
    from qiaomen.drill.network import Faults

    return Orders(
        speed=args.speed,
        hours=args.hours,
        pace=args.pace,
        seed=args.seed,
        campaign=args.campaign,
        zone=args.zone,
        faults=Faults(0, 0, 0) if args.good_network else Faults(),
        threads=args.threads,
    )


def _badges(args: argparse.Namespace, transport: "HttpTransport", orders: "Orders") -> "Sequence[Badge]":
    """The tokens of an earlier drill, or new ones for the codes."""
    from qiaomen.drill.conduct import enrolled, keep_badges, read_badges

    if args.tokens and args.tokens.exists():
        return read_badges(args.tokens)
    codes, leads = _codes(args.codes), _codes(args.lead_codes)
    badges = enrolled(codes, leads, transport=transport, orders=orders) if codes else []
    if args.tokens and badges:
        keep_badges(badges, args.tokens)
    return badges


def _codes(path: Path | None) -> list[str]:
    """One code a line, or the JSON list that `qiaomen enrol --json` prints."""
    text = path.read_text(encoding="utf-8") if path else ""
    if text.lstrip().startswith("["):
        return [str(entry["code"]) for entry in json.loads(text)]
    return [line.split()[0] for line in text.splitlines() if line.strip()]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _refuse(sentence: str) -> int:
    print(f"qiaomen: {sentence}", file=sys.stderr)
    return 1
