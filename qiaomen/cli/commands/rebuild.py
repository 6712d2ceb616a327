"""`qiaomen rebuild`: throw state away and fold it again out of registers and ledger."""

import argparse

HELP = "fold all state anew out of the records; --check only compares"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="touch nothing; tell differences and exit with 1 if any")


def run(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from qiaomen.ledger import rebuild

    if not args.check:
        print(_("%(count)s containers were folded anew.") % {"count": rebuild.rebuild()})
        return 0
    found = rebuild.differences()
    for difference in found:
        print(f"{difference.table}: {difference.side} {difference.count}")
        for row in difference.examples:
            print(f"  {row}")
    if not found:
        print(_("State and records agree."))
    return 1 if found else 0
