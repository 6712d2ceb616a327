"""`qiaomen take-back-list`: a list from outside that should not have come in."""

import argparse
import json
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from qiaomen.access.models import Worker
    from qiaomen.lists.models import List
    from qiaomen.lists.taking_back import Came, Plan

HELP = "take back a list from outside; rows that somebody has worked on stay"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The list, and who answers for it."""
    parser.add_argument("list", type=UUID, metavar="LIST", help="its id, as import-list said it")
    parser.add_argument("--by", required=True, metavar="USER", help="user name of who answers for taking it back")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen and change nothing")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from qiaomen.access import audit
    from qiaomen.lists.taking_back import Came, plan

    worker, found = _asked(args)
    came = Came((found.id,), found.received_at, timezone.now())
    left = planned = plan(came)
    rows = len(planned.free)
    if rows and not args.dry_run:
        left = _take_back(args, came, worker, found)
        rows = planned.rows - left.stays.total()
        audit.write(worker, "list.taken_back", found.id, rows=rows)
    _show(args, rows, left)
    return 0


def _asked(args: argparse.Namespace) -> "tuple[Worker, List]":
    """Who asks, and the list. Raises `access.worker_unknown`, `access.not_found`, `access.forbidden`."""
    from qiaomen.access.models import Worker
    from qiaomen.access.queries import check
    from qiaomen.access.roles import Verb
    from qiaomen.base.models import Outbreak
    from qiaomen.base.problems import Problem
    from qiaomen.lists.models import List
    from qiaomen.places.models import Place

    worker = Worker.objects.filter(username=args.by, is_active=True).first()
    if worker is None:
        raise Problem("access.worker_unknown")
    root = Place.objects.filter(parent=None).first()
    found = List.objects.select_related("outbreak").filter(pk=args.list, outbreak=Outbreak.objects.current()).first()
    if found is None or root is None:
        raise Problem("access.not_found")
    check(worker, Verb.DECIDE, root.path)
    return worker, found


def _take_back(args: argparse.Namespace, came: "Came", worker: "Worker", found: "List") -> "Plan":
    from qiaomen.cli.importing import Line
    from qiaomen.lists.taking_back import take_back

    line = Line(quiet=args.json)
    left = take_back(
        came,
        by=worker,
        at=came.until,
        outbreak=found.outbreak,
        tell=lambda done, expected: line.progress(found.title, done, expected),
    )
    line.end()
    return left


def _show(args: argparse.Namespace, rows: int, left: "Plan") -> None:
    from django.utils.translation import gettext as _

    from qiaomen.lists.taking_back import Stays

    if args.json:
        print(json.dumps({"rows": rows, "stays": dict(left.stays), "dry_run": args.dry_run}))
        return
    if args.dry_run:
        print(_("A dry run: nothing was changed."))
    print(_("Rows taken back: %(rows)s") % {"rows": f"{rows:,}"})
    for reason in Stays:
        if left.stays[reason]:
            print("  " + _("%(rows)s stay: %(why)s") % {"rows": f"{left.stays[reason]:,}", "why": reason.label})
