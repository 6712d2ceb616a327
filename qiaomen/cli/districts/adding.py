"""A new district: role and schemas on its server, a data directory with its settings, its tables."""

import os
import secrets
import subprocess
import sys
from urllib.parse import urlsplit

from qiaomen.cli.districts import cells
from qiaomen.cli.districts.errors import DistrictError
from qiaomen.cli.districts.registry import EMBEDDED, Cell, District, Registry, check_name, write_private
from qiaomen.cli.districts.servers import Server, joined
from qiaomen.postgres.paths import prepare


def add(registry: Registry, district: District) -> None:
    """Make a district, or finish one whose making was cut short. Raises DistrictError; nothing of others is touched."""
    check_name(district.name)
    _refuse_taken(registry, district)
    with joined(registry, district.cell.server) as server:
        with server.administered() as admin:
            refuse_foreign(registry, server, district)
            registry.districts[district.name] = district
            registry.save()
            password = secrets.token_urlsafe(24)
            cells.provide(admin, district.cell, password)
        folder = prepare(registry.data_dir(district.name))
        folder.parent.chmod(folder.stat().st_mode & 0o777)
        write_settings(registry, district, server, password)
        migrate(registry, district.name)
    district.state = "ready"
    registry.save()


def write_settings(registry: Registry, district: District, server: Server, password: str) -> None:
    """The `environment` of the district's data directory; lines that an operator wrote into it stay."""
    file = registry.data_dir(district.name) / "environment"
    values = settings_of(registry, district, server, password)
    ours = (*values, "QIAOMEN_DATABASE_URL", "QIAOMEN_DATABASE_OF", "QIAOMEN_DATABASE_ROLE")
    kept = []
    if file.is_file():
        lines = file.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line.partition("=")[0].strip() not in ours]
    write_private(file, "\n".join([*(f"{name}={value}" for name, value in values.items()), *kept]) + "\n")


def settings_of(registry: Registry, district: District, server: Server, password: str) -> dict[str, str]:
    """What the district's processes have to know."""
    cell, url = district.cell, urlsplit(district.url)
    if cell.server == EMBEDDED:
        database = {"QIAOMEN_DATABASE_OF": str(registry.folder), "QIAOMEN_DATABASE_ROLE": cell.role}
    else:
        database = {"QIAOMEN_DATABASE_URL": server.address(cell, password)}
    values = database | {"QIAOMEN_SCHEMA": cell.schema, "QIAOMEN_PORT": str(district.port)}
    if district.title:
        values["QIAOMEN_DISTRICT_NAME"] = district.title
    if district.city:
        values["QIAOMEN_CITY"] = "true"
    if district.url:
        values |= {"QIAOMEN_ORIGINS": district.url, "QIAOMEN_HOSTS": f"{url.hostname},127.0.0.1,localhost"}
        values["QIAOMEN_PROXIES"] = "127.0.0.1"
    if url.scheme == "https":
        values["QIAOMEN_SECURE_COOKIES"] = "true"
    return values


def migrate(registry: Registry, name: str) -> None:
    """Bring the district's tables up to date, as its own role. Raises DistrictError with what the command said."""
    done = qiaomen(registry, name, "migrate")
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise DistrictError(f"The tables of {name} could not be made: {said[-1] if said else done.returncode}")


def qiaomen(registry: Registry, name: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command of one district, with its own settings and none of ours."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("QIAOMEN_") or key in _OF_MACHINE}
    line = [sys.executable, "-m", "qiaomen", "--data", str(registry.data_dir(name)), *words]
    return subprocess.run(line, env=env, capture_output=True, text=True, errors="replace", check=False)


_OF_MACHINE = ("QIAOMEN_POSTGRES_BIN", "QIAOMEN_POSTGRES_ELSEWHERE", "QIAOMEN_POSTGRES_CONNECTIONS")


def _refuse_taken(registry: Registry, district: District) -> None:
    there = registry.districts.get(district.name)
    if there is not None and (there.state != "making" or there.cell != district.cell):
        raise DistrictError(f"The district {district.name} is there already ({there.state}); see `district list`.")
    refuse_shared(registry, district)


def refuse_shared(registry: Registry, district: District) -> None:
    """Raises DistrictError where another district has its port or address."""
    for one in registry.districts.values():
        if one.name == district.name:
            continue
        if one.port == district.port:
            raise DistrictError(f"Port {district.port} is that of {one.name}.")
        if district.url and one.url == district.url:
            raise DistrictError(f"{district.url} is the address of {one.name}.")


def refuse_foreign(registry: Registry, server: Server, district: District) -> None:
    """Raises DistrictError for a schema or role of another installation: a role's new password would lock it out."""
    if district.name in registry.districts:
        return
    cell: Cell = district.cell
    with server.administered() as admin:
        if cells.has_schema(admin, cell.schema):
            raise DistrictError(f"{server.name} has a schema {cell.schema} already; choose another --schema.")
        if cells.has_role(admin, cell.role):
            raise DistrictError(f"{server.name} has a role {cell.role} already; choose another --role.")
