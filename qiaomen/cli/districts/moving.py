"""Moving a district to another server or database: locked, copied, compared, switched over; the old one is kept.

While it runs the district is locked: its role cannot sign in, so nothing is accepted that would be left behind. A move
that fails is undone by itself. One that was killed stays in the registry as `moving`: begun again, it begins anew; or
it is undone. What was moved stays locked where it was until somebody confirms, and can be gone back to.
"""

import secrets
from contextlib import ExitStack
from datetime import datetime

import psycopg
from psycopg import sql

from qiaomen.cli.districts import carrying, cells
from qiaomen.cli.districts.adding import write_settings
from qiaomen.cli.districts.carrying import Say
from qiaomen.cli.districts.errors import DistrictError
from qiaomen.cli.districts.registry import Cell, District, Registry
from qiaomen.cli.districts.servers import Connection, Server, first_line, joined
from qiaomen.cli.supervisor import right


def plan(registry: Registry, district: District, to: str) -> list[str]:
    """What a move will do, in the order in which it does it. Raises DistrictError where it cannot begin."""
    _may_move(registry, district, to)
    old = district.cell
    with joined(registry, old.server) as server, server.administered() as admin:
        size = cells.sizes(admin).get(old.schema, 0)
    from qiaomen.cli.districts.listing import sized

    return [
        f"lock {old.role} on {old.server}: nobody signs in, nothing more is accepted",
        f"make role and schema {old.schema} on {to}",
        f"copy {sized(size)} with pg_dump and pg_restore, in one transaction",
        "compare every table row for row, every sequence, index and constraint",
        "write the district's settings anew; a `serve` of it reads them at its next start",
        f"leave {old.schema} on {old.server} locked until `district move {district.name} --confirm`, "
        "or `--undo`, which goes back to it",
    ]


def move(registry: Registry, district: District, to: str, *, rebuild_check: bool, say: Say) -> None:
    """Move the district. Raises DistrictError when it could not be; then it is where it was, and unlocked."""
    _may_move(registry, district, to)
    with ExitStack() as stack:
        stack.enter_context(carrying.unserved(district.name, registry.data_dir(district.name)))
        source = stack.enter_context(joined(registry, district.cell.server))
        goal = stack.enter_context(joined(registry, to))
        there = stack.enter_context(goal.administered())
        here = stack.enter_context(source.administered())
        target = _target(registry, district, to, there)
        try:
            _carry(registry, district, (source, here), (goal, there), target, say)
            if rebuild_check:
                carrying.check_rebuild(registry, district, say)
        except (DistrictError, psycopg.Error, OSError, KeyboardInterrupt, SystemExit) as error:
            _back_out(registry, district, here, there, target)
            say(f"undone: {district.name} is on {district.cell.server} as before, and unlocked")
            if isinstance(error, psycopg.Error):
                raise DistrictError(f"The move failed: {first_line(error)}") from None
            raise


def confirm(registry: Registry, district: District) -> Cell:
    """Delete what the move left behind; returns what was deleted. Raises DistrictError where there is nothing."""
    former = district.former
    if former is None:
        raise DistrictError(f"{district.name} has left nothing behind.")
    with joined(registry, former.server) as server, server.administered() as admin:
        cells.remove(admin, former)
    district.former, district.moved = None, ""
    registry.save()
    carrying.tell(registry, district)
    return former


def undo(registry: Registry, district: District, *, lose: bool) -> None:
    """Take back an unfinished move, or go back to where the district was.

    Raises DistrictError when the district has accepted something since it was moved, unless that may be lost.
    """
    if district.target is not None:
        with ExitStack() as stack:
            here = stack.enter_context(stack.enter_context(joined(registry, district.cell.server)).administered())
            there = stack.enter_context(stack.enter_context(joined(registry, district.target.server)).administered())
            _back_out(registry, district, here, there, district.target)
        return
    if district.former is None:
        raise DistrictError(f"{district.name} was not moved, or that was confirmed: there is nothing to go back to.")
    with carrying.unserved(district.name, registry.data_dir(district.name)):
        _go_back(registry, district, district.former, lose=lose)


def _may_move(registry: Registry, district: District, to: str) -> None:
    if district.state == "making":
        raise DistrictError(f"{district.name} was never finished: `district add {district.name}` finishes it.")
    if district.began:
        raise DistrictError(
            f"{district.name} was adopted from {district.began} and that is not confirmed: "
            f"`district adopt {district.name} --confirm` or `--undo` first."
        )
    if district.former is not None:
        raise DistrictError(
            f"{district.name} was moved from {district.former.server} and that is not confirmed: "
            f"`district move {district.name} --confirm` or `--undo` first."
        )
    if to == district.cell.server:
        raise DistrictError(f"{district.name} is on {to} already.")
    if pid := right.holder(registry.data_dir(district.name)):
        raise DistrictError(f"{district.name} is being served by process {pid}: stop it first.")


def _target(registry: Registry, district: District, to: str, there: Connection) -> Cell:
    """Where it goes; what a killed move left there is cleared. Raises DistrictError for a schema of somebody else."""
    unfinished = district.target
    if unfinished is not None and unfinished.server != to:
        raise DistrictError(
            f"A move of {district.name} to {unfinished.server} was cut short: finish it, or take it back with --undo."
        )
    if unfinished is not None:
        cells.remove(there, unfinished)
        return unfinished
    if cells.has_schema(there, district.cell.schema):
        raise DistrictError(f"{to} has a schema {district.cell.schema} already, and it is not this district's.")
    return Cell(to, district.cell.schema, cells.free_role(there, district.cell.schema))


def _carry(
    registry: Registry,
    district: District,
    source: tuple[Server, Connection],
    goal: tuple[Server, Connection],
    target: Cell,
    say: Say,
) -> None:
    old, password = district.cell, secrets.token_urlsafe(24)
    district.state, district.target = "moving", target
    registry.save()
    cells.lock(source[1], old)
    say(f"locked: {old.role} on {old.server}")
    cells.provide(goal[1], target, password)
    carrying.copy(source[0], old.schema, goal[0], target, password)
    carrying.compare((source[1], old.schema), (goal[1], target.schema), say)
    change = carrying.last_change(goal[1], target.schema)
    district.cell, district.former, district.target, district.state = target, old, None, "ready"
    district.moved = f"{datetime.now().astimezone().isoformat(timespec='seconds')} {change}"
    write_settings(registry, district, goal[0], password)
    registry.save()
    carrying.tell(registry, district)
    say(f"switched over: {district.name} is on {target.server} as {target.role}")


def _back_out(registry: Registry, district: District, here: Connection, there: Connection, target: Cell) -> None:
    """Where it was, unlocked; nothing of it where it was to go."""
    if district.former is not None:
        district.cell, district.former, district.moved = district.former, None, ""
    with joined(registry, district.cell.server) as server:
        _new_password(registry, district, server, here)
    cells.unlock(here, district.cell)
    cells.remove(there, target)
    district.state, district.target = "ready", None
    registry.save()
    carrying.tell(registry, district)


def _go_back(registry: Registry, district: District, former: Cell, *, lose: bool) -> None:
    left = district.cell
    with ExitStack() as stack:
        back = stack.enter_context(joined(registry, former.server))
        here = stack.enter_context(back.administered())
        there = stack.enter_context(stack.enter_context(joined(registry, left.server)).administered())
        since = carrying.last_change(there, left.schema) - int(district.moved.rpartition(" ")[2] or 0)
        if since and not lose:
            raise DistrictError(
                f"{district.name} has made {since} changes since it was moved, which going back would lose. "
                "Move it back instead (confirm this move first), or say --lose."
            )
        district.cell, district.former, district.moved = former, None, ""
        _new_password(registry, district, back, here)
        cells.unlock(here, former)
        registry.save()
        carrying.tell(registry, district)
        cells.remove(there, left)


def _new_password(registry: Registry, district: District, server: Server, admin: Connection) -> None:
    """The settings were written for elsewhere, and the old password is gone with them."""
    password = secrets.token_urlsafe(24)
    set_ = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(district.cell.role), sql.Literal(password))
    admin.execute(set_)
    write_settings(registry, district, server, password)
