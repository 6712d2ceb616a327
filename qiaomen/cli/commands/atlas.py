"""`qiaomen atlas poster | posters | import`: the map of a compound, of all of them, and outlines for its plan."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from qiaomen.atlas.models import PosterRun
    from qiaomen.places.models import Place

HELP = "the epidemic map at a compound's gate: its poster, all posters, outlines for its plan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="poster|posters|import", required=True)
    one = todo.add_parser("poster", help="the poster of one compound, A3")
    many = todo.add_parser("posters", help="the posters of all compounds of a place, both copies, as one ZIP")
    outlines = todo.add_parser("import", help="outlines of buildings (GeoJSON, OpenStreetMap) as a compound's plan")
    for part, what in (
        (one, "a compound …"),
        (many, "the district, a street, a community …"),
        (outlines, "a compound …"),
    ):
        part.add_argument("place", metavar="ID_CODE_OR_NAME", help=what)
    for part in (one, many):
        part.add_argument(
            "--base", default="", metavar="URL", help="where phones reach this installation, for the code"
        )
        part.add_argument("--language", default="zh-hans", choices=("zh-hans", "zh-hant", "en"))
        part.add_argument("--out", type=Path, metavar="FILE", help="default: poster.pdf, posters.zip")
    one.add_argument("--copy", default="public", choices=("public", "internal"), help="public (without floors)")
    one.add_argument("--form", default="pdf", choices=("pdf", "svg", "png"))
    outlines.add_argument("file", type=Path)
    outlines.add_argument("--datum", default="wgs84", choices=("wgs84", "gcj02", "bd09"), help="wgs84")


def run(args: argparse.Namespace) -> int:
    does = {"poster": _poster, "posters": _posters, "import": _import}
    return does[args.todo](args)


def _poster(args: argparse.Namespace) -> int:
    from qiaomen.access import audit
    from qiaomen.atlas.models import Copy
    from qiaomen.atlas.poster import poster

    place = _place(args.place)
    made = poster(place, copy=Copy(args.copy), language=args.language, base=args.base, form=args.form)
    audit.write(None, "export", place.id, list="poster", copy=args.copy, form=args.form)
    return _write(made, args.out or Path(f"poster.{args.form}"))


def _posters(args: argparse.Namespace) -> int:
    from qiaomen.atlas import posters
    from qiaomen.atlas.models import Copy

    asked = posters.start(place=_place(args.place), copies=list(Copy), language=args.language, base=args.base, by=None)
    posters.work()
    asked.refresh_from_db()
    _tell(asked)
    if asked.finished_at is None or asked.problem:
        return 1
    return _write(posters.bundle(asked), args.out or Path("posters.zip"))


def _tell(run: "PosterRun") -> None:
    from qiaomen.atlas.posters import seconds

    took = seconds(run)
    print(f"{run.done} of {run.expected} posters, {len(run.failures)} failed" + (f", {took:.1f} s" if took else ""))
    if run.problem:
        print(run.problem)


def _import(args: argparse.Namespace) -> int:
    from qiaomen.atlas import plans
    from qiaomen.atlas.footprints import import_footprints

    place = _place(args.place)
    before = plans.plan_of(place)
    made = import_footprints(
        place=place, content=args.file.read_bytes(), datum=args.datum, by=None, after=before.number
    )
    loose, missing = plans.untied(place, made.document)
    drawn = len(made.document.of_kind("building"))
    print(f"version {made.number}: {drawn} buildings, {drawn - len(loose)} tied, {len(missing)} places not on the plan")
    return 0


def _place(text: str) -> "Place":
    from qiaomen.access.logins import place_named
    from qiaomen.places.models import Place

    try:
        found = Place.objects.filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    return found or place_named(text)


def _write(made: bytes, file: Path) -> int:
    # It holds phones, the duty copy floors: the file is its owner's alone.
    file.touch(mode=0o600)
    file.write_bytes(made)
    print(file)
    return 0
