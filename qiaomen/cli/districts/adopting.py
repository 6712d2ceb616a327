"""An installation that began alone becomes a district: copied under a name of its own, compared, taken over.

Its schema is `public`, which no district that shares a database can have. So its database is copied once beside itself,
renamed there, and goes over from that copy as any district that moves. The installation is only locked: its rows, keys
and settings stay as they are until somebody confirms, and can be gone back to.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from qiaomen import postgres
from qiaomen.cli.districts import adding, carrying, cells
from qiaomen.cli.districts.carrying import Say
from qiaomen.cli.districts.errors import DistrictError
from qiaomen.cli.districts.generations import written
from qiaomen.cli.districts.registry import ALONE, EMBEDDED, Cell, District, Registry, check_name, write_private
from qiaomen.cli.districts.servers import Connection, Server, first_line, joined
from qiaomen.cli.supervisor import right
from qiaomen.postgres import paths

_OLD = Cell(EMBEDDED, ALONE, postgres.ROLE)
_BESIDE = "qiaomen_adopting"
# Settings of an installation that shares its database, or names one of its own making.
_SHARED = ("QIAOMEN_DATABASE_URL", "QIAOMEN_DATABASE_OF")
_EXTENSIONS_IN = """
SELECT e.extname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE n.nspname = %s
"""


def plan(registry: Registry, district: District, folder: Path) -> list[str]:
    """What adopting will do, in the order in which it does it. Raises DistrictError where it cannot begin."""
    _may_adopt(registry, district, folder)
    from qiaomen.cli.districts.listing import sized

    with _alone(folder) as server, server.administered() as admin:
        size = cells.sizes(admin).get(ALONE, 0)
    cell = district.cell
    return [
        f"lock the database of {folder}: nobody signs in, nothing more is accepted",
        f"make role {cell.role} and schema {cell.schema} on {cell.server}",
        f"copy {sized(size)} beside themselves, and from there with pg_dump and pg_restore, in one transaction",
        "compare every table row for row, every sequence, index and constraint",
        f"copy keys, secret key and settings to {registry.data_dir(district.name)}",
        f"leave {folder} locked until `district adopt {district.name} --confirm`, which deletes its database and keys, "
        "or `--undo`, which goes back to it",
    ]


def adopt(registry: Registry, district: District, folder: Path, *, rebuild_check: bool, say: Say) -> None:
    """Make the installation of a folder a district. Raises DistrictError when it could not be; then it is as before."""
    _may_adopt(registry, district, folder)
    with ExitStack() as stack:
        stack.enter_context(carrying.unserved(str(folder), folder))
        source = stack.enter_context(_alone(folder))
        goal = stack.enter_context(joined(registry, district.cell.server))
        there = stack.enter_context(goal.administered())
        here = stack.enter_context(source.administered())
        adding.refuse_foreign(registry, goal, district)
        try:
            _carry(registry, district, folder, (source, here), (goal, there), say)
            if rebuild_check:
                carrying.check_rebuild(registry, district, say)
        except (DistrictError, psycopg.Error, OSError, KeyboardInterrupt, SystemExit) as error:
            _back_out(registry, district, here, there)
            say(f"undone: {folder} is as before, and unlocked")
            if isinstance(error, psycopg.Error):
                raise DistrictError(f"Adopting failed: {first_line(error)}") from None
            raise


def confirm(registry: Registry, district: District) -> Path:
    """Delete the database and the keys of the installation that was adopted; returns its folder.

    Raises DistrictError where there is nothing to confirm.
    """
    folder = _began(district)
    if district.state != "ready":
        raise DistrictError(f"{district.name} was never finished: `district adopt {district.name} --from {folder}`.")
    if folder.is_dir():
        with carrying.unserved(str(folder), folder):
            postgres.remove(folder)
            _forget(folder)
    district.began, district.moved = "", ""
    registry.save()
    carrying.tell(registry, district)
    return folder


def undo(registry: Registry, district: District, *, lose: bool) -> Path:
    """Go back to the installation that was adopted, and unlock it; the district is none any more. Returns its folder.

    Raises DistrictError when the district has accepted something since, unless that may be lost.
    """
    folder, data = _began(district), registry.data_dir(district.name)
    with ExitStack() as stack:
        stack.enter_context(carrying.unserved(str(folder), folder))
        if data.is_dir():
            stack.enter_context(carrying.unserved(district.name, data))
        here = stack.enter_context(stack.enter_context(_alone(folder)).administered())
        there = stack.enter_context(stack.enter_context(joined(registry, district.cell.server)).administered())
        if district.state == "ready" and not lose:
            _refuse_loss(district, there)
        _back_out(registry, district, here, there)
    return folder


def _may_adopt(registry: Registry, district: District, folder: Path) -> None:
    check_name(district.name)
    _refuse_taken(registry, district, folder)
    adding.refuse_shared(registry, district)
    if folder == registry.folder or paths.locate(folder) is None:
        raise DistrictError(f"{folder} is no data directory of an installation of its own with the embedded database.")
    settings = written(folder / "environment")
    for name in _SHARED:
        if settings.get(name):
            raise DistrictError(f"{folder} has {name} in its settings: its database is not its own embedded one.")
    if settings.get("QIAOMEN_SCHEMA", ALONE) != ALONE:
        raise DistrictError(f"{folder} is in the schema {settings['QIAOMEN_SCHEMA']}, not in {ALONE}.")
    for name in ("QIAOMEN_KEY_FILE", "QIAOMEN_KEY_ESCROW"):
        if settings.get(name) and Path(settings[name]).is_relative_to(folder):
            raise DistrictError(f"{name} in {folder / 'environment'} leads back into that folder: name another place.")
    if pid := right.holder(folder):
        raise DistrictError(f"{folder} is being served by process {pid}: stop it first.")


def _refuse_taken(registry: Registry, district: District, folder: Path) -> None:
    """What was cut short is begun anew by saying it again."""
    there = registry.districts.get(district.name)
    if there is not None:
        if (there.state, there.began, there.cell) != ("adopting", str(folder), district.cell):
            raise DistrictError(f"The district {district.name} is there already ({there.state}); see `district list`.")
    elif registry.data_dir(district.name).exists():
        raise DistrictError(f"{registry.data_dir(district.name)} is there already, and of no district.")


def _carry(
    registry: Registry,
    district: District,
    folder: Path,
    source: tuple[Server, Connection],
    goal: tuple[Server, Connection],
    say: Say,
) -> None:
    cell, password, before = district.cell, secrets.token_urlsafe(24), written(folder / "environment")
    district.state, district.began = "adopting", str(folder)
    district.title = district.title or before.get("QIAOMEN_DISTRICT_NAME", "")
    district.city = before.get("QIAOMEN_CITY", "").lower() in ("true", "1", "yes", "on")
    registry.districts[district.name] = district
    registry.save()
    cells.lock(source[1], _OLD)
    say(f"locked: {folder}")
    cells.remove(goal[1], cell)  # what was cut short left there
    cells.provide(goal[1], cell, password)
    with _renamed(*source, cell.schema) as beside:
        carrying.copy(beside, cell.schema, goal[0], cell, password)
    carrying.compare((source[1], ALONE), (goal[1], cell.schema), say)
    _take_along(folder, registry.data_dir(district.name))
    adding.write_settings(registry, district, goal[0], password)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    district.moved = f"{now} {carrying.last_change(goal[1], cell.schema)}"
    district.state = "ready"
    carrying.tell(registry, district)
    registry.save()
    say(f"taken over: {district.name} is on {cell.server} as {cell.role}")


@contextmanager
def _renamed(source: Server, here: Connection, schema: str) -> Iterator[Server]:
    """A copy of the database beside it, in which `public` has the district's name and the extensions lie in `public`.

    It is gone after the block. Nobody else may be connected to the database when it begins.
    """
    beside = Server(_BESIDE, make_conninfo(source.conninfo(), dbname=_BESIDE))
    _drop(here)
    make = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    try:
        here.execute(make.format(sql.Identifier(_BESIDE), sql.Identifier(here.info.dbname)))
        with beside.administered() as admin:
            extensions = [str(name) for (name,) in admin.execute(_EXTENSIONS_IN, [ALONE]).fetchall()]
            admin.execute(sql.SQL("ALTER SCHEMA public RENAME TO {}").format(sql.Identifier(schema)))
            admin.execute("CREATE SCHEMA public")
            for name in extensions:
                admin.execute(sql.SQL("ALTER EXTENSION {} SET SCHEMA public").format(sql.Identifier(name)))
        yield beside
    finally:
        _drop(here)


def _drop(here: Connection) -> None:
    here.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_BESIDE)))


def _take_along(folder: Path, to: Path) -> None:
    """Keys, secret key and settings; nobody else can read the copies either."""
    paths.prepare(to)
    to.parent.chmod(to.stat().st_mode & 0o777)
    for file in [*_secrets(folder), folder / "environment"]:
        if file.is_file():
            copy = to / file.relative_to(folder)
            copy.parent.mkdir(mode=0o700, exist_ok=True)
            write_private(copy, file.read_text(encoding="utf-8"))


def _secrets(folder: Path) -> list[Path]:
    return [*sorted((folder / "keys").glob("*.json")), folder / "secret-key"]


def _forget(folder: Path) -> None:
    """Overwrite and delete the keys and the secret key of a folder: they live on elsewhere."""
    for file in _secrets(folder):
        if file.is_file():
            with file.open("r+b") as there:
                there.write(bytes(os.fstat(there.fileno()).st_size))
                there.flush()
                os.fsync(there.fileno())
            file.unlink()


def _back_out(registry: Registry, district: District, here: Connection, there: Connection) -> None:
    """The installation as it was, unlocked; nothing of it where it was to go."""
    cells.unlock(here, _OLD)
    _drop(here)
    cells.remove(there, district.cell)
    data = registry.data_dir(district.name)
    _forget(data)
    shutil.rmtree(data, ignore_errors=True)
    registry.districts.pop(district.name, None)
    registry.save()


def _refuse_loss(district: District, there: Connection) -> None:
    since = carrying.last_change(there, district.cell.schema) - int(district.moved.rpartition(" ")[2] or 0)
    if since:
        raise DistrictError(
            f"{district.name} has made {since} changes since it was adopted, which going back would lose; "
            "say --lose if they may be lost."
        )


def _began(district: District) -> Path:
    if not district.began:
        raise DistrictError(f"{district.name} was not adopted, or that was confirmed: there is nothing to go back to.")
    return Path(district.began)


@contextmanager
def _alone(folder: Path) -> Iterator[Server]:
    """The embedded server of an installation that is no district yet, started if it does not run."""
    with joined(Registry(folder), EMBEDDED) as server:
        yield server
