"""`qiaomen restored`: to be said once after a backup was restored, or the district was moved to another server."""

import argparse

HELP = "after restoring a backup: let phones send again what it lost"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    from django.db import transaction
    from django.utils.translation import gettext as _

    from qiaomen.access import audit
    from qiaomen.base.clock import new_generation
    from qiaomen.ledger.rebuild import drop_caches

    with transaction.atomic():
        generation = new_generation()
        drop_caches()
        audit.write(None, "restored", generation)
    print(_("Phones will send again what they kept of the last 7 days, and fetch everything anew."))
    return 0
