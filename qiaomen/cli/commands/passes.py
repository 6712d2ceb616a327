"""`qiaomen passes list | rotate-key | export-key | pin | unpin`: the keys that sign passes, and neighbours' keys."""

import argparse
import json
from pathlib import Path

HELP = "the keys that sign passes: list them, make a new one, give ours to a neighbouring district, pin theirs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="list|rotate-key|export-key|pin|unpin", required=True)
    todo.add_parser("list", help="all keys, ours and those that were pinned").add_argument(
        "--json", action="store_true"
    )
    rotate = todo.add_parser("rotate-key", help="make a new key, which signs from now on")
    rotate.add_argument(
        "--lost", action="store_true", help="somebody else may have the old one: nothing that it signed counts any more"
    )
    todo.add_parser("export-key", help="our key in force as a file for neighbouring districts, on standard output")
    pin = todo.add_parser("pin", help="verify the passes of a neighbouring district, by the file of its key")
    pin.add_argument("file", type=Path, metavar="FILE")
    todo.add_parser("unpin", help="verify nothing any more that a neighbour's key signed").add_argument(
        "kid", metavar="KID", help="as `list` shows it"
    )


def run(args: argparse.Namespace) -> int:
    does = {"list": _list, "rotate-key": _rotate, "export-key": _export, "pin": _pin, "unpin": _unpin}
    return does[args.todo](args)


def _list(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from qiaomen.passes import keys

    for key in keys.every():
        since, until = (
            timezone.localtime(at).isoformat(timespec="minutes") if at else "" for at in (key.since, key.until)
        )
        if args.json:
            row = {"kid": key.kid, "district": key.district, "name": key.name, "own": key.own}
            print(json.dumps({**row, "from": since, "until": until or None}, ensure_ascii=False))
        else:
            print(f"{key.kid}  {'own' if key.own else 'pinned':<6}  {key.district}  {since}  {until:<22}  {key.name}")
    return 0


def _rotate(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from qiaomen.passes import keys

    print(keys.rotate(timezone.now(), at_once=args.lost).kid)
    return 0


def _export(args: argparse.Namespace) -> int:
    from qiaomen.passes import keys

    print(keys.as_file(keys.exported()), end="")
    return 0


def _pin(args: argparse.Namespace) -> int:

    from qiaomen.passes import keys

    key = keys.pin(args.file.read_bytes())
    print(f"{key.kid}  {key.district}  {key.name}")
    return 0


def _unpin(args: argparse.Namespace) -> int:

    from qiaomen.base.problems import Problem
    from qiaomen.passes import keys
    from qiaomen.passes.models import IssuerKey

    key = IssuerKey.objects.filter(kid=args.kid, own=False).first()
    if key is None:
        raise Problem("access.not_found")
    keys.unpin(key)
    return 0
