"""`qiaomen serve`: the whole installation, in the foreground."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qiaomen.cli.supervisor.web import Web

HELP = "run the site: database, web server and job worker, until told to stop"
DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (default: $QIAOMEN_HOST, else this machine only)")
    parser.add_argument("--port", type=int, help="default: $QIAOMEN_PORT, else 8000")
    parser.add_argument("--tls", nargs=2, type=Path, metavar=("CERT", "KEY"), help="PEM files; phones need HTTPS")
    parser.add_argument("--workers", type=_positive, default=os.cpu_count() or 1, help="web processes (default: cores)")
    parser.add_argument("--reload", action="store_true", help="for developers: start anew when the code changes")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def run(args: argparse.Namespace) -> int:
    import qiaomen
    from qiaomen.backup import BackupError
    from qiaomen.backup.plan import plan
    from qiaomen.cli.environment import data_dir
    from qiaomen.cli.supervisor import leftovers, log, right
    from qiaomen.cli.supervisor.sources import Sources
    from qiaomen.cli.supervisor.supervisor import Supervisor
    from qiaomen.cli.supervisor.tls import TlsError
    from qiaomen.postgres.paths import prepare

    try:
        backups = plan()
    except BackupError as error:
        return _refuse(str(error))
    args.host = args.host or os.environ.get("QIAOMEN_HOST") or "127.0.0.1"
    args.port = args.port or int(os.environ.get("QIAOMEN_PORT") or 8000)
    data = prepare(data_dir())
    try:
        right.claim(data)
    except BlockingIOError:
        return _refuse(f"{data} is being served already, by process {right.holder(data)}. `qiaomen stop` ends that.")
    try:
        web = _web(args, data)
    except TlsError as error:
        return _refuse(str(error))
    try:
        file = log.open_log(
            data, to=os.environ.get("QIAOMEN_LOG_TO", ""), authority=os.environ.get("QIAOMEN_LOG_AUTHORITY") or None
        )
    except (OSError, ValueError) as error:
        return _refuse(f"QIAOMEN_LOG_TO: {error}")
    if killed := leftovers.kill(data):
        log.event("leftovers.killed", level=30, pids=killed)
    if reason := web.taken():
        return _refuse(f"{args.host}:{args.port} cannot be used: {reason}. Choose another --port.")
    sources = None
    if args.reload:
        os.environ.setdefault("QIAOMEN_DEBUG", "true")
        sources = Sources(Path(qiaomen.__file__).parent)

    def announce() -> None:
        print(f"Qiaomen is at {web.address}   (log: {file}; Ctrl-C or `qiaomen stop` ends it)", flush=True)
        if not web.tls:
            print("Phones need HTTPS for camera and offline work: --tls CERT KEY, or a proxy.", flush=True)

    every = backups.seconds if backups else None
    return Supervisor(data, web, sources=sources, archive_every=every).run(announce)


def _web(args: argparse.Namespace, data: Path) -> "Web":
    from qiaomen.cli.supervisor import tls
    from qiaomen.cli.supervisor.web import Web

    pair = tls.prepare(*args.tls, folder=data) if args.tls else None
    return Web(args.host, args.port, 1 if args.reload else args.workers, pair)


def _refuse(sentence: str) -> int:
    print(f"qiaomen: {sentence}", file=sys.stderr)
    return 1
