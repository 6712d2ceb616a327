"""`qiaomen district add | list | move | server | database`: districts as cells of shared servers."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qiaomen.cli.districts.registry import Registry

HELP = "make districts on shared database servers, list them, move them to another server"
DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="add|list|move|server|database", required=True)
    _add_arguments(todo.add_parser("add", help="make a district: role, schema, data directory, tables"))
    lists = todo.add_parser("list", help="every district: where it is, how big, how old its schema, whether it serves")
    lists.add_argument("--json", action="store_true")
    _move_arguments(todo.add_parser("move", help="move a district to another server or database"))
    names = todo.add_parser("server", help="name an external PostgreSQL for districts to live on")
    names.add_argument("name", metavar="SERVER")
    names.add_argument("--from", dest="file", default="-", help="file with its address (default: standard input)")
    todo.add_parser("database", help="run the embedded server that the districts share, until told to stop")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="small letters, digits and _: schema, role and folder")
    parser.add_argument("--title", default="", help="the district's name as its pages show it")
    parser.add_argument("--server", default="embedded", help="on which server (default: the embedded one)")
    parser.add_argument("--schema", help="default: NAME")
    parser.add_argument("--role", help="default: the schema's name")
    parser.add_argument("--port", type=int, help="default: the first free one from 8001 on")
    parser.add_argument("--url", default="", help="the address that people open, e.g. https://wuchang.city.example")
    parser.add_argument("--city", action="store_true", help="no district, but the view of what districts publish")


def _move_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--to", metavar="SERVER", help="move it there")
    what.add_argument("--confirm", action="store_true", help="delete what the last move left behind")
    what.add_argument("--undo", action="store_true", help="go back to it, or take back a move that was cut short")
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
    does = {"add": _add, "move": _move, "server": _server}
    with registry.opened(data_dir()) as opened:
        return does[args.todo](opened, args)


def _add(registry: "Registry", args: argparse.Namespace) -> int:
    from qiaomen.cli.districts.adding import add
    from qiaomen.cli.districts.registry import Cell, District

    schema = args.schema or args.name
    cell = Cell(args.server, schema, args.role or schema)
    begun = registry.districts.get(args.name)
    port = args.port or (begun.port if begun else registry.free_port())
    district = District(args.name, cell, port, args.url.rstrip("/"), args.title, args.city)
    add(registry, district)
    folder = registry.data_dir(args.name)
    print(f"{args.name}: schema {schema} on {args.server}, port {port}, settings and keys in {folder}")
    print(f"Serve it: qiaomen --data {folder} serve")
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
    moving.move(registry, district, args.to, rebuild_check=args.rebuild_check, say=lambda line: print(line, flush=True))
    if not args.rebuild_check:
        print(f"To be surer: qiaomen --data {registry.data_dir(args.name)} rebuild --check")
    print(f"When it serves well: qiaomen district move {args.name} --confirm")
    return 0


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
