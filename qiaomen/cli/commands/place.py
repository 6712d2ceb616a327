"""`qiaomen place bootstrap CODE`: a district's official streets and communities."""

import argparse
import json

HELP = "load a district's official streets and communities"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with places."""
    todo = parser.add_subparsers(dest="todo", metavar="bootstrap", required=True)
    chosen = todo.add_parser("bootstrap", help="load the official streets and communities of a district")
    chosen.add_argument("code", metavar="CODE", help="the district's official code of 6 digits, such as 431123")
    chosen.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from qiaomen.exchange.divisions import bootstrap

    found = bootstrap(args.code)
    if args.json:
        counts = {"streets": found.streets, "communities": found.communities, "added": found.added}
        print(json.dumps({"district": found.district, **counts}, ensure_ascii=False))
    else:
        print(
            _("%(district)s: %(streets)s streets, %(communities)s communities, %(added)s of them new.")
            % {
                "district": found.district,
                "streets": found.streets,
                "communities": found.communities,
                "added": found.added,
            }
        )
    return 0
