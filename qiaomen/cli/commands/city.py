"""`qiaomen city admit | list | end | join`: from which districts a city takes figures."""

import argparse
import json
import sys

HELP = "take a district's published figures in (in the city), or publish to the city (in a district)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="admit|list|end|join", required=True)
    admits = todo.add_parser("admit", help="in the city: take a district in; prints the address and secret for it")
    admits.add_argument("name", metavar="NAME", help="the district as the city's pages call it")
    admits.add_argument("--city", default="", metavar="NAME", help="the city's own name, when it is the first one")
    admits.add_argument("--code", default="", help="the district's official code")
    todo.add_parser("list", help="in the city: who is in, and when each was last heard of").add_argument(
        "--json", action="store_true"
    )
    todo.add_parser("end", help="in the city: take nothing more from a district").add_argument("name", metavar="NAME")
    joins = todo.add_parser("join", help="in a district: publish reports and the live tally; secret on standard input")
    joins.add_argument("address", metavar="ADDRESS", help="as the city printed it")
    joins.add_argument("--name", default="市指挥部", help="what the city is called among the recipients")
    joins.add_argument("--no-live", action="store_true", help="frozen reports only")


def run(args: argparse.Namespace) -> int:
    return {"admit": _admit, "list": _list, "end": _end, "join": _join}[args.todo](args)


def _admit(args: argparse.Namespace) -> int:
    from django.conf import settings

    from qiaomen.city import admission

    member = admission.admit(name=args.name, city=args.city, code=args.code)
    origin = next((one for one in settings.CSRF_TRUSTED_ORIGINS if "*" not in one), "https://CITY").rstrip("/")
    print(f"{origin}{admission.path_of(member)}")
    print(admission.secret_of(member))
    return 0


def _list(args: argparse.Namespace) -> int:
    from qiaomen.city import admission
    from qiaomen.city.models import Published

    found = []
    for member in admission.members():
        last = Published.objects.filter(member=member).order_by("-received_at").first()
        found.append((member.place.name, last.received_at.isoformat(timespec="seconds") if last else ""))
    if args.json:
        print(json.dumps([{"name": name, "heard_at": heard} for name, heard in found], ensure_ascii=False))
    else:
        print("\n".join(f"{name}\t{heard or '-'}" for name, heard in found))
    return 0


def _end(args: argparse.Namespace) -> int:
    from qiaomen.city import admission

    admission.end(admission.member_named(args.name))
    return 0


def _join(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from qiaomen.access import logins
    from qiaomen.reports import sending
    from qiaomen.reports.models_sending import Way

    secret = sys.stdin.readline().strip()
    if not secret or not args.address.startswith(("https://", "http://")):
        print("qiaomen: the address and, on standard input, the secret as `qiaomen city admit` printed them.")
        return 2
    sending.add_recipient(
        place=logins.place_named(""),
        name=args.name,
        way=Way.WEBHOOK,
        to=args.address,
        forms=[],
        table=None,
        language="zh-hans",
        by=None,
        secret=secret,
        live=not args.no_live,
    )
    print(_("Every report that is frozen from now on goes to the city."))
    return 0
