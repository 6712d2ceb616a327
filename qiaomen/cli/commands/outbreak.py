"""`qiaomen outbreak open NAME | list | close`: the outbreak that personal data belongs to, and ends with."""

import argparse
import json

HELP = "open the district's outbreak, list outbreaks, or close it for ever"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="open|list|close", required=True)
    todo.add_parser("open", help="open an outbreak and make its keys").add_argument("name", metavar="NAME")
    todo.add_parser("list", help="all outbreaks, the newest first").add_argument("--json", action="store_true")
    close = todo.add_parser("close", help="end its personal data: one person asks, another one confirms")
    close.add_argument("--by", required=True, metavar="USERNAME", help="who does this, and answers for it")
    what = close.add_mutually_exclusive_group()
    what.add_argument("--confirm", default="", metavar="NAME", help="the outbreak's name: it is closed, for ever")
    what.add_argument("--withdraw", action="store_true", help="what was asked for is not done")


def run(args: argparse.Namespace) -> int:
    if args.todo == "close":
        return _close(args)
    return _open(args.name) if args.todo == "open" else _list(as_json=args.json)


def _open(name: str) -> int:
    from qiaomen.base.outbreaks import open_outbreak

    print(open_outbreak(name=name).id)
    return 0


def _close(args: argparse.Namespace) -> int:
    """Who asks needs the right to administer, who confirms the right to oversee data: in the whole district."""
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from qiaomen.access.models import Worker
    from qiaomen.access.queries import check_district
    from qiaomen.access.roles import Verb
    from qiaomen.base.problems import Problem
    from qiaomen.ending import closing, telling

    worker = Worker.objects.filter(username=args.by, is_active=True).first()
    if worker is None:
        raise Problem("access.worker_unknown")
    confirms, now = bool(args.confirm), timezone.now()
    check_district(worker, Verb.OVERSEE if confirms else Verb.ADMINISTER)
    if args.withdraw:
        closing.withdraw(by=worker.id)
        print(_("Nothing is closed."))
    elif confirms:
        ended = closing.confirm(by=worker.id, name=args.confirm, now=now)
        closing.end(ended, now)
        print("\n".join(telling.done(ended)))
    else:
        closing.ask(by=worker.id, now=now)
        print("\n".join(telling.beforehand()))
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
