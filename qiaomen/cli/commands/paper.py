"""`qiaomen paper codes | walk-list PLACE`: sheets to print, as PDF."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from qiaomen.duty.models import Team
    from qiaomen.places.models import Place

HELP = "codes of doors and walk lists, as PDF to print"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="codes|walk-list", required=True)
    codes = todo.add_parser("codes", help="codes of a place's buildings, stairwells and doors, to cut and stick")
    walk = todo.add_parser("walk-list", help="a list to tick by hand, for phones that die")
    for part in (codes, walk):
        part.add_argument("place", metavar="ID_CODE_OR_NAME", help="a building, a compound, an alley …")
        part.add_argument("--base", required=True, metavar="URL", help="where phones reach this installation")
        part.add_argument("--out", type=Path, metavar="FILE", help="default: codes.pdf, walk-list.pdf")
    of = ("doors", "venues", "workers", "inspected")
    codes.add_argument("--of", choices=of, default="doors", help="whose codes (doors)")
    walk.add_argument("--by", required=True, metavar="USERNAME", help="who prints, and answers for the paper")
    walk.add_argument("--campaign", metavar="NAME_OR_ID", required=True, help="the sweep")
    walk.add_argument("--team", metavar="ID", help="print its doors only, with their people's names")
    walk.add_argument("--copies", type=int, default=1, choices=range(1, 10), metavar="N", help="1 to 9 (1)")


def run(args: argparse.Namespace) -> int:
    does = {"codes": _codes, "walk-list": _walk_list}
    return does[args.todo](args)


def _codes(args: argparse.Namespace) -> int:
    from qiaomen.access import audit
    from qiaomen.paper import codes

    place = _place(args.place)
    made = codes.sheet(place, base=args.base, of=args.of)
    audit.write(None, "export", place.id, list="codes", form="pdf", of=args.of)
    return _write(made, args.out or Path("codes.pdf"))


def _walk_list(args: argparse.Namespace) -> int:
    from qiaomen.access.models import Worker
    from qiaomen.access.queries import check
    from qiaomen.access.roles import Verb
    from qiaomen.base.problems import Problem
    from qiaomen.campaigns.planning import sweeps
    from qiaomen.paper import walklist

    by = Worker.objects.filter(username=args.by, is_active=True).first()
    if by is None:
        raise Problem("paper.who_prints")
    place = _place(args.place)
    check(by, Verb.ASSIGN, place.path)
    _made, pdf = walklist.print_list(
        place=place,
        campaign=sweeps.named(args.campaign),
        team=_team(args.team),
        by=by,
        base=args.base,
        copies=args.copies,
    )
    return _write(pdf, args.out or Path("walk-list.pdf"))


def _place(text: str) -> "Place":
    from qiaomen.access.logins import place_named
    from qiaomen.places.models import Place

    try:
        found = Place.objects.filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    return found or place_named(text)


def _team(text: str | None) -> "Team | None":
    from qiaomen.base.problems import Problem
    from qiaomen.duty.models import Team

    if not text:
        return None
    try:
        found = Team.objects.select_related("zone").filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise Problem("paper.team_unknown")
    return found


def _write(made: bytes, file: Path) -> int:
    # A walk list names people: the file is its owner's alone.
    file.touch(mode=0o600)
    file.write_bytes(made)
    print(file)
    return 0
