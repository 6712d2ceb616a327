"""`qiaomen enrol`: personal codes for phones; `qiaomen enrol revoke`: sign a worker's phones out."""

import argparse
import json
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qiaomen.access.models import Worker

HELP = "print personal codes by which workers enrol their phones, or revoke a worker's phones"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("todo", nargs="?", default="codes", choices=("codes", "revoke"))
    parser.add_argument("--all", action="store_true", help="every active worker without a login and without a phone")
    parser.add_argument("--worker", metavar="NAME")
    parser.add_argument("--organisation", metavar="NAME", help="everyone of it, or where the worker belongs")
    parser.add_argument(
        "--since", type=datetime.fromisoformat, metavar="T", help="from when records count (ISO 8601; default: now)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON list")


def run(args: argparse.Namespace) -> int:
    from qiaomen.base.problems import Problem

    workers = _chosen(args)
    if not workers:
        raise Problem("access.worker_unknown")
    return _revoke(workers) if args.todo == "revoke" else _codes(workers, args)


def _chosen(args: argparse.Namespace) -> "list[Worker]":
    """The workers that the arguments name; a name alone must be one person's."""
    from django.db.models import Exists, OuterRef

    from qiaomen.access.models import Enrolment, Worker

    found = Worker.objects.filter(is_active=True).select_related("organisation").order_by("organisation__name", "id")
    if args.organisation:
        found = found.filter(organisation__name=args.organisation)
    if args.worker:
        named = list(found.filter(name=args.worker))
        return named if len(named) == 1 else []
    if args.todo == "revoke" or not (args.all or args.organisation):
        return []
    phones = Enrolment.objects.filter(worker=OuterRef("pk"), revoked_at=None)
    return list(found.filter(~Exists(phones), username=None))


def _codes(workers: "list[Worker]", args: argparse.Namespace) -> int:
    from django.utils import timezone

    from qiaomen.access.enrolling import invite_many

    since = args.since
    if since is not None and timezone.is_naive(since):
        since = timezone.make_aware(since)
    lines = [
        {
            "worker": str(worker.id),
            "name": worker.name,
            "organisation": worker.organisation.name if worker.organisation else "",
            "code": code,
        }
        for worker, code in invite_many(workers, since=since)
    ]
    if args.json:
        print(json.dumps(lines, ensure_ascii=False))
    else:
        for line in lines:
            print(f"{line['code']}  {line['name']}  {line['organisation']}")
    return 0


def _revoke(workers: "list[Worker]") -> int:
    from qiaomen.access.enrolling import revoke
    from qiaomen.access.models import Enrolment

    phones = Enrolment.objects.filter(worker__in=workers, revoked_at=None)
    for enrolment in phones:
        revoke(enrolment)
        print(f"{enrolment.device_id} revoked")
    return 0
