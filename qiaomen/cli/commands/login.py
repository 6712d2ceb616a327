"""`qiaomen login create | password USERNAME`: who signs in to the console."""

import argparse
import sys

HELP = "make a login for the console, or give one a new password"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="create|password", required=True)
    create = todo.add_parser("create", help="a new login with a role at a place")
    create.add_argument("username", metavar="USERNAME")
    create.add_argument("--role", required=True, help="headquarters, lead, health, inspector …")
    create.add_argument("--place", default="", metavar="CODE_OR_NAME", help="where it holds (default: the district)")
    create.add_argument("--name", default="", help="the worker's own name (default: the user name)")
    password = todo.add_parser("password", help="a new password for a login")
    password.add_argument("username", metavar="USERNAME")
    for parser_of_one in (create, password):
        parser_of_one.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input, else make one up"
        )


def run(args: argparse.Namespace) -> int:
    from qiaomen.access import logins
    from qiaomen.access.models import Worker
    from qiaomen.access.roles import Role
    from qiaomen.base.problems import Problem

    if args.todo == "create" and args.role not in Role.values:
        print(f"qiaomen: no role {args.role}; there are {', '.join(Role.values)}.", file=sys.stderr)
        return 2
    given = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else ""
    if args.todo == "create":
        place = logins.place_named(args.place)
        _worker, password = logins.create_login(
            username=args.username, role=Role(args.role), place=place, name=args.name, password=given
        )
    else:
        worker = Worker.objects.filter(username=args.username).first()
        if worker is None:
            raise Problem("access.worker_unknown")
        password = logins.set_password(worker=worker, password=given)
    if not given:
        print(password)
    return 0
