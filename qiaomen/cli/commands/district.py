"""`qiaomen district add | adopt | list | move | server | database`: districts as cells of shared servers."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qiaomen.cli.districts.registry import District, Registry

HELP = "make or adopt districts on shared database servers, list them, move them to another server"
DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="add|adopt|list|move|server|database", required=True)
    _add_arguments(todo.add_parser("add", help="make a district: role, schema, data directory, tables"))
    _adopt_arguments(todo.add_parser("adopt", help="make an installation that began alone a district"))
    lists = todo.add_parser("list", help="every district: where it is, how big, how old its schema, whether it serves")
    lists.add_argument("--json", action="store_true")
    _move_arguments(todo.add_parser("move", help="move a district to another server or database"))
    names = todo.add_parser("server", help="name an external PostgreSQL for districts to live on")
    names.add_argument("name", metavar="SERVER")
    names.add_argument("--from", dest="file", default="-", help="file with its address (default: standard input)")
    todo.add_parser("database", help="run the embedded server that the districts share, until told to stop")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    _cell_arguments(parser)
    parser.add_argument("--city", action="store_true", help="no district, but the view of what districts publish")


def _cell_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="small letters, digits and _: schema, role and folder")
    parser.add_argument("--title", default="", help="the district's name as its pages show it")
    parser.add_argument("--server", default="embedded", help="on which server (default: the embedded one)")
    parser.add_argument("--schema", help="default: NAME")
    parser.add_argument("--role", help="default: the schema's name")
    parser.add_argument("--port", type=int, help="default: the first free one from 8001 on")
    parser.add_argument("--url", default="", help="the address that people open, e.g. https://wuchang.city.example")


def _adopt_arguments(parser: argparse.ArgumentParser) -> None:
    _cell_arguments(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--from", dest="folder", type=Path, metavar="FOLDER", help="its data directory until now")
    what.add_argument("--confirm", action="store_true", help="delete the database and the keys that are left there")
    what.add_argument("--undo", action="store_true", help="go back to it, or take back what was cut short")
    _say_so_arguments(parser)


def _move_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--to", metavar="SERVER", help="move it there")
    what.add_argument("--confirm", action="store_true", help="delete what the last move left behind")
    what.add_argument("--undo", action="store_true", help="go back to it, or take back a move that was cut short")
    _say_so_arguments(parser)


def _say_so_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--rebuild-check", action="store_true", help="also fold all state anew there and compare")
    parser.add_argument("--lose", action="store_true", help="with --undo: although changes were made since")


def run(args: argparse.Namespace) -> int:
    from qiaomen.cli.districts import registry
    from qiaomen.cli.environment import data_dir

    if args.todo == "database":
        return _database(data_dir())
    if args.todo == "list":
        return _list(registry.read(data_dir()), args)
    does = {"add": _add, "adopt": _adopt, "move": _move, "server": _server}
    with registry.opened(data_dir()) as opened:
        return does[args.todo](opened, args)


def _add(registry: "Registry", args: argparse.Namespace) -> int:
    from qiaomen.cli.districts.adding import add

    district = _district(registry, args)
    district.city = args.city
    add(registry, district)
    _say_where(registry, district)
    return 0


def _district(registry: "Registry", args: argparse.Namespace) -> "District":
    """As the arguments say it; a port that was given once is kept."""
    from qiaomen.cli.districts.registry import Cell, District

    schema = args.schema or args.name
    cell = Cell(args.server, schema, args.role or schema)
    begun = registry.districts.get(args.name)
    port = args.port or (begun.port if begun else registry.free_port())
    return District(args.name, cell, port, args.url.rstrip("/"), args.title)


def _say_where(registry: "Registry", district: "District") -> None:
    cell, folder = district.cell, registry.data_dir(district.name)
    where = f"schema {cell.schema} on {cell.server}, port {district.port}"
    print(f"{district.name}: {where}, settings and keys in {folder}")
    print(f"Serve it: qiaomen --data {folder} serve")


def _adopt(registry: "Registry", args: argparse.Namespace) -> int:
    from qiaomen.cli.districts import adopting

    if args.confirm:
        return _confirm_adopted(registry, args)
    if args.undo:
        folder = adopting.undo(registry, registry.district(args.name), lose=args.lose)
        print(f"{args.name} is an installation of its own in {folder} again, unlocked.")
        return 0
    district, folder = _district(registry, args), args.folder.expanduser().resolve()
    if not _agreed(args, adopting.plan(registry, district, folder)):
        return 1
    adopting.adopt(registry, district, folder, rebuild_check=args.rebuild_check, say=_say)
    _say_where(registry, district)
    print(f"When it serves well: qiaomen district adopt {args.name} --confirm")
    return 0


def _confirm_adopted(registry: "Registry", args: argparse.Namespace) -> int:
    from qiaomen.cli.districts import adopting

    district = registry.district(args.name)
    if district.began and not _agreed(args, [f"delete the database and the keys in {district.began} for good"]):
        return 1
    print(f"The database and the keys in {adopting.confirm(registry, district)} are deleted.")
    return 0


def _list(registry: "Registry", args: argparse.Namespace) -> int:
    from qiaomen.cli.districts.listing import rows, table

    found = rows(registry, _known())
    if args.json:
        print(json.dumps([asdict(row) for row in found], ensure_ascii=False))
    elif found:
        print(table(found))
    else:
        print(f"No district in {registry.folder} yet: qiaomen district add NAME")
    return 0


def _move(registry: "Registry", args: argparse.Namespace) -> int:
    from qiaomen.cli.districts import moving

    district = registry.district(args.name)
    if args.confirm:
        cell = district.former
        if cell and not _agreed(args, [f"delete {cell.schema} and the role {cell.role} on {cell.server} for good"]):
            return 1
        gone = moving.confirm(registry, district)
        print(f"{gone.schema} on {gone.server} is deleted.")
        return 0
    if args.undo:
        moving.undo(registry, district, lose=args.lose)
        print(f"{args.name} is on {district.cell.server} again, unlocked.")
        return 0
    if not _agreed(args, moving.plan(registry, district, args.to)):
        return 1
    moving.move(registry, district, args.to, rebuild_check=args.rebuild_check, say=_say)
    if not args.rebuild_check:
        print(f"To be surer: qiaomen --data {registry.data_dir(args.name)} rebuild --check")
    print(f"When it serves well: qiaomen district move {args.name} --confirm")
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


def _agreed(args: argparse.Namespace, steps: list[str]) -> bool:
    """Say what will be done, and ask unless told not to."""
    for number, step in enumerate(steps, 1):
        print(f"{number}. {step}")
    if args.yes:
        return True
    if not sys.stdin.isatty():
        print("qiaomen: nothing was done; say --yes to do it.", file=sys.stderr)
        return False
    return input("Do it? [y/N] ").strip().lower() in ("y", "yes")


def _server(registry: "Registry", args: argparse.Namespace) -> int:
    from qiaomen.cli.districts.servers import name_server

    text = sys.stdin.readline() if args.file == "-" else Path(args.file).read_text(encoding="utf-8")
    print(f"{args.name}: {name_server(registry, args.name, text.strip())}")
    return 0


def _database(folder: Path) -> int:
    import time

    from qiaomen import postgres

    server = postgres.Server(folder, tethered=True, purpose="district database")
    print(f"The districts' database runs: {server.join()}", flush=True)
    try:
        while True:
            time.sleep(1)
            if not server.alive():
                server.revive()
    finally:
        server.leave()


def _known() -> set[tuple[str, str]]:
    """The migrations of this version of the program."""
    from django.db.migrations.loader import MigrationLoader

    from qiaomen.cli.environment import set_up_django

    set_up_django()
    return set(MigrationLoader(None).disk_migrations)
