"""`qiaomen check-scaleout`: whether schema and statements keep the rules of schema-based sharding (Citus)."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qiaomen.cli.scaleout.findings import Finding

HELP = "check that schema and statements keep the rules by which a district can be a schema of a Citus cluster"
DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code", action="store_true", help="only the code's statements; asks no database")
    parser.add_argument("--allowed", action="store_true", help="also tell what is allowed all the same, and why")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    import qiaomen
    from qiaomen.cli.scaleout import statements
    from qiaomen.cli.scaleout.findings import allowed

    found = statements.check(Path(qiaomen.__file__).parent)
    if not args.code:
        found += _live()
    wrong = [one for one in found if allowed(one) is None]
    if args.json:
        print(json.dumps([asdict(one) | {"todo": one.todo, "allowed": allowed(one)} for one in found]))
        return 1 if wrong else 0
    for one in found if args.allowed else wrong:
        print(_said(one, allowed(one)))
    if not wrong:
        print("The rules of schema-based sharding hold.")
    return 1 if wrong else 0


def _live() -> "list[Finding]":
    from qiaomen.cli import environment

    with environment.database(purpose="check-scaleout"):
        environment.set_up_django()
        from django.conf import settings
        from django.db import connection

        from qiaomen.cli.scaleout import live
        from qiaomen.cli.schema import bring_up_to_date

        bring_up_to_date()

        def ask(statement: str, parameters: list[Any]) -> list[tuple[str, ...]]:
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                return list(cursor.fetchall())

        return live.check(ask, settings.SCHEMA)


def _said(one: "Finding", why: str | None) -> str:
    if why is not None:
        return f"{one.where}: {one.rule}: {one.what}\n    allowed: {why}"
    return f"{one.where}: {one.rule}: {one.what}\n    {one.todo}"
