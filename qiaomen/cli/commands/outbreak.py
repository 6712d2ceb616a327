"""`qiaomen outbreak open NAME | list`: the outbreak that personal data belongs to."""

import argparse
import json

HELP = "open the district's outbreak, or list outbreaks"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="open|list", required=True)
    todo.add_parser("open", help="open an outbreak and make its keys").add_argument("name", metavar="NAME")
    todo.add_parser("list", help="all outbreaks, the newest first").add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    return _open(args.name) if args.todo == "open" else _list(as_json=args.json)


def _open(name: str) -> int:
    from qiaomen.base.outbreaks import open_outbreak

    print(open_outbreak(name=name).id)
    return 0


def _list(*, as_json: bool) -> int:
    from django.utils import timezone

    from qiaomen.base.models import Outbreak

    for outbreak in Outbreak.objects.order_by("-opened_at"):
        opened, closed = (
            timezone.localtime(at).isoformat(timespec="minutes") if at else ""
            for at in (outbreak.opened_at, outbreak.closed_at)
        )
        if as_json:
            row = {"id": str(outbreak.id), "name": outbreak.name, "opened": opened, "closed": closed or None}
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(f"{outbreak.id}  {opened}  {closed or 'open':<16}  {outbreak.name}")
    return 0
