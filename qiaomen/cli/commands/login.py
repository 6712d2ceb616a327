"""`qiaomen login create | password | factor-off | end-sessions USERNAME`: who signs in to the console."""

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qiaomen.access.models import Worker

HELP = "make a login for the console, give one a new password, take a lost second factor away, or end its sessions"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(dest="todo", metavar="create|password|factor-off|end-sessions", required=True)
    create = todo.add_parser("create", help="a new login with a role at a place")
    create.add_argument("username", metavar="USERNAME")
    create.add_argument("--role", required=True, help="headquarters, lead, health, inspector …")
    create.add_argument("--place", default="", metavar="CODE_OR_NAME", help="where it holds (default: the district)")
    create.add_argument("--name", default="", help="the worker's own name (default: the user name)")
    password = todo.add_parser("password", help="a new password for a login")
    password.add_argument("username", metavar="USERNAME")
    off = todo.add_parser("factor-off", help="the phone is lost: from now on the password is enough; its sessions end")
    off.add_argument("username", metavar="USERNAME")
    end = todo.add_parser("end-sessions", help="sign out of the console wherever somebody is signed in; phones stay")
    whose = end.add_mutually_exclusive_group(required=True)
    whose.add_argument("username", metavar="USERNAME", nargs="?")
    whose.add_argument("--all", action="store_true", help="everybody; who owes the code of a second factor, too")
    for parser_of_one in (create, password):
        parser_of_one.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input, else make one up"
        )


def run(args: argparse.Namespace) -> int:
    from qiaomen.access.roles import Role

    if args.todo == "create" and args.role not in Role.values:
        print(f"qiaomen: no role {args.role}; there are {', '.join(Role.values)}.", file=sys.stderr)
        return 2
    if args.todo == "factor-off":
        return _factor_off(args.username)
    if args.todo == "end-sessions":
        return _end_sessions(None if args.all else _worker(args.username))
    given = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else ""
    password = _created(args, given) if args.todo == "create" else _given_anew(args.username, given)
    if not given:
        print(password)
    return 0


def _created(args: argparse.Namespace, password: str) -> str:
    from qiaomen.access import logins
    from qiaomen.access.roles import Role

    _worker, password = logins.create_login(
        username=args.username,
        role=Role(args.role),
        place=logins.place_named(args.place),
        name=args.name,
        password=password,
    )
    return password


def _given_anew(username: str, password: str) -> str:
    from qiaomen.access import logins

    return logins.set_password(worker=_worker(username), password=password)


def _factor_off(username: str) -> int:
    from qiaomen.access import second_factor, sessions

    worker = _worker(username)
    if not second_factor.is_on(worker):
        print(f"qiaomen: {username} has no second factor.", file=sys.stderr)
        return 1
    second_factor.take_off(worker, by=None)
    sessions.end_others(worker)
    return 0


def _end_sessions(worker: "Worker | None") -> int:
    """Of one worker, or everybody's."""
    from django.db import transaction

    from qiaomen.access import audit, sessions

    with transaction.atomic():
        ended = sessions.end_others(worker) if worker else sessions.end_everybodys()
        audit.write(None, "session.ended", worker.id if worker else None, count=ended)
    print(f"{ended} session(s) ended.")
    return 0


def _worker(username: str) -> "Worker":
    from qiaomen.access.models import Worker
    from qiaomen.base.problems import Problem

    worker = Worker.objects.filter(username=username).first()
    if worker is None:
        raise Problem("access.worker_unknown")
    return worker
