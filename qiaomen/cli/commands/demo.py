"""`qiaomen demo`: an invented county with a sweep under way, served on this machine until Ctrl-C."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from qiaomen.drill.areas import AREAS, CAME_FROM
from qiaomen.drill.gates import Figures as AtGates

if TYPE_CHECKING:
    from qiaomen.cli.stage import Guest, Login, Sweep
    from qiaomen.cli.stage_gates import Posted
    from qiaomen.drill.areas import Area
    from qiaomen.drill.conduct import Badge
    from qiaomen.drill.county import County
    from qiaomen.drill.truths import Journeys

HELP = "show an invented county with a sweep under way: page, logins, and a drill that knocks on"
DATABASE = False
_PATIENCE_S = 120
_BEGAN = time.monotonic()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the first free port from here on (default: 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--doors", type=int, default=15_089, help="size of the county (default: 15,089)")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--area", choices=AREAS, help="an area whose figures come out exactly, instead of the county")
    instead.add_argument(
        "--opened-hours-ago", type=float, metavar="H", help="the county's sweep opened so long ago; 96: to its end"
    )
    parser.add_argument("--checkpoint", action="store_true", help="with a highway checkpoint of exact figures")
    parser.add_argument("--phones", type=int, default=1, metavar="N", help="phones a team (default: 1; all: 3)")
    parser.add_argument("--speed", type=float, default=120, help="how fast the drill catches up with the present")
    parser.add_argument("--hours", type=float, help="end after so many hours of the drill, and report")


def run(args: argparse.Namespace) -> int:
    from qiaomen.cli.environment import data_dir
    from qiaomen.drill.county import COUNTY

    os.environ.setdefault("QIAOMEN_DISTRICT_NAME", COUNTY)
    port = _free_port(args.host, args.port)
    address = f"http://{args.host}:{port}"
    folder = data_dir() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    with _served(args.host, port, log=folder / "serve.log") as server:
        if not _answers(address, server):
            _say(f"qiaomen: the server did not start; {folder / 'serve.log'} says why.")
            return 1
        staged = _staged(args, folder)
        _show(address, staged)
        return _drilled(args, address, folder / "phones.json", staged)


class _Staged(NamedTuple):
    """Who may look where: console logins, codes for the drill's phones, and one for the visitor's own."""

    logins: "Sequence[Login]"
    field: Sequence[str]
    leads: Sequence[str]
    guest: "Guest | None"
    checkpoint: Sequence[str] = ()
    gates: "Posted | None" = None
    journeys: "Journeys | None" = None


def _staged(args: argparse.Namespace, folder: Path) -> _Staged:
    """The county in the database, its logins, and codes for phones; what an earlier demo left is used again."""
    from qiaomen.cli import environment

    with environment.database(purpose="demo"):
        environment.set_up_django()
        from qiaomen.cli import stage, stage_outbreak

        county = cache(lambda: _invented(args))
        if not stage.is_stage():
            (folder / "phones.json").unlink(missing_ok=True)
            stage.build(folder, invented=county(), sweep=_sweep(args), say=_say)
        logins = stage.make_logins()
        guards = _checkpoint() if args.checkpoint else []
        gates = _area(AREAS[args.area], county, folder) if args.area else None
        if not args.area:
            stage_outbreak.play(folder, county=county, say=_say)
        known = (folder / "phones.json").exists()
        field, leads = ([], []) if known else stage.codes(phones_a_team=args.phones)
        return _Staged(logins, field, leads, stage.guest(), guards, gates, _journeys(args))


def _sweep(args: argparse.Namespace) -> "Sweep":
    """The area's sweep, or the county's: as long ago as was asked for, and no less than it takes to be under way."""
    from datetime import timedelta

    from django.utils import timezone

    from qiaomen.cli import stage, stage_area

    if args.area:
        return stage_area.sweep(AREAS[args.area])
    if args.opened_hours_ago is None:
        return stage.Sweep(stage.opening(timezone.now()))
    return stage.Sweep(stage.opening(timezone.now(), ago=timedelta(hours=args.opened_hours_ago)))


def _journeys(args: argparse.Namespace) -> "Journeys | None":
    """Who came back to the area: so many, and those among them of whom a list has said it already."""
    from qiaomen.cli import stage_area
    from qiaomen.drill.truths import Journeys

    return Journeys(CAME_FROM, AREAS[args.area].journeys, stage_area.known()) if args.area else None


def _area(area: "Area", county: "Callable[[], County]", folder: Path) -> "Posted | None":
    """What befell the area beside its sweep; answers its gates' guards where these are still to be played."""
    from django.utils import timezone

    from qiaomen.cli import stage_area, stage_gates, stage_venues

    if followed := stage_area.bring_watched(area, county, folder):
        _say(f"{followed} people of a list verified, and followed closely")
    if suspended := stage_venues.suspend_all():
        _say(f"{suspended} venues suspended, one of them found open")
    return stage_gates.build(area.at_gates, now=timezone.now()) if area.at_gates else None


def _checkpoint() -> Sequence[str]:
    """The highway checkpoint with its people, who have been there since before its first day."""
    from datetime import timedelta

    from django.utils import timezone

    from qiaomen.cli import stage_checkpoint
    from qiaomen.drill.checkpoint import Figures

    figures = Figures()
    return stage_checkpoint.build(figures, since=timezone.now() - timedelta(days=figures.days + 1))


def _invented(args: argparse.Namespace) -> "County":
    """The area asked for, or the county of so many doors."""
    from qiaomen.drill.areas import make_area
    from qiaomen.drill.county import make_county
    from qiaomen.drill.scale import Scale

    if args.area:
        return make_area(AREAS[args.area])
    return make_county(scale=Scale() if args.doors == Scale().doors else Scale.of(doors=args.doors))


def _drilled(args: argparse.Namespace, address: str, kept: Path, staged: _Staged) -> int:
    """The drill: first it catches up with the present, then it knocks on as time goes by."""
    from django.utils.translation import gettext as _

    from qiaomen.cli.commands.drill import checkpoint, described, gates
    from qiaomen.drill.conduct import Orders, conduct, enrolled, keep_badges, read_badges
    from qiaomen.drill.transport import HttpTransport

    transport = HttpTransport(address)
    area = AREAS[args.area] if args.area else None
    orders = Orders(speed=args.speed, hours=args.hours, journeys=staged.journeys)
    if staged.checkpoint:
        checkpoint(enrolled(staged.checkpoint, [], transport=transport, orders=orders), transport, orders)
    if staged.gates:
        at_gates = area.at_gates if area and area.at_gates else AtGates()
        guards = enrolled(staged.gates.codes, [], transport=transport, orders=orders)
        gates(guards, transport, orders, figures=at_gates, until=staged.gates.until)
    badges: list[Badge]
    if staged.field:
        badges = enrolled(staged.field, staged.leads, transport=transport, orders=orders)
        keep_badges(badges, kept)
        _say(f"{len(badges):,} phones enrolled")
    else:
        badges = read_badges(kept)
    done = conduct(badges, transport=transport, orders=orders, say=_say)
    print(described(done), flush=True)
    if args.hours is None:
        _say(_("The sweep is done. The page stays until Ctrl-C."))
        while True:
            time.sleep(3600)
    return 0


def _show(address: str, staged: _Staged) -> None:
    """What somebody needs who wants to look."""
    from django.utils.translation import gettext as _

    print("\n" + _("Open %(address)s and sign in:") % {"address": address} + "\n")
    for login in staged.logins:
        print(f"  {login.username:<14} {login.password:<20} {login.place}")
    if staged.guest is not None:
        guest = staged.guest
        said = _(
            "Or knock yourself: open %(address)s/field/ in a narrow window, as %(name)s of team %(team)d in %(zone)s:"
        )
        who = {"address": address, "name": guest.name, "team": guest.team, "zone": guest.zone}
        print("\n" + said % who + f"\n\n  {guest.code}")
    print("\n" + _("All residents are invented. Ctrl-C ends the demo; run it again and it goes on.") + "\n", flush=True)


@contextmanager
def _served(host: str, port: int, *, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`qiaomen serve` as a process of its own, ended with us."""
    command = [sys.executable, "-m", "qiaomen", "--data", os.environ["QIAOMEN_DATA"], "serve"]
    with log.open("w") as file:
        server = subprocess.Popen([*command, "--host", host, "--port", str(port)], stdout=file, stderr=file)
    leaving = threading.Event()
    threading.Thread(target=_end_with, args=(server, leaving), daemon=True).start()
    try:
        yield server
    finally:
        leaving.set()
        server.terminate()
        server.wait(timeout=_PATIENCE_S)


def _end_with(server: "subprocess.Popen[bytes]", leaving: threading.Event) -> None:
    """Ends the demo when its server ends without us: by `qiaomen stop`, or by a fault."""
    server.wait()
    if not leaving.is_set():
        _say("The server has stopped.")
        os.kill(os.getpid(), signal.SIGTERM)


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Whether the server answers anything at all before it, or patience, ends."""
    ends = time.monotonic() + _PATIENCE_S
    while time.monotonic() < ends and server.poll() is None:
        try:
            urlopen(address, timeout=5)  # noqa: S310 -- our own address, made above
        except HTTPError:
            return True
        except (URLError, OSError):
            time.sleep(0.3)
        else:
            return True
    return False


def _free_port(host: str, first: int) -> int:
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return first


def _say(line: str) -> None:
    print(f"{time.monotonic() - _BEGAN:5.0f} s  {line}", file=sys.stderr, flush=True)
