"""Which districts there are, and on which database server each one lives: `districts.toml` of the city's folder.

The file holds no secret. Passwords lie in files of their own, readable by their owner only: an administrator's in
`passwords/`, a district's in the `environment` of its data directory, which is also where its processes read it.
"""

import fcntl
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from qiaomen.cli.districts.errors import DistrictError
from qiaomen.postgres.paths import prepare

EMBEDDED = "embedded"
"""The server that the city's own folder holds; every other one is an external PostgreSQL."""
ALONE = "public"
"""The schema of an installation that shares its database with nobody."""
_FILE = "districts.toml"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TAKEN = {"public", "information_schema", "postgres", "qiaomen", EMBEDDED}
_HEAD = (
    "# The districts of this city and the servers they live on; written by `qiaomen district`. No secrets in here.\n"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a district's data is: a schema of its own on a server, and the role that alone may use it."""

    server: str
    schema: str
    role: str

    @property
    def jobs(self) -> str:
        """The schema of its job queue, which holds nothing that must be kept."""
        return f"{self.schema}_jobs"


@dataclass(slots=True)
class District:
    """A district. `state` is `making`, `ready`, `moving` or `adopting`.

    `former` is what a move left locked until confirmed; `began`, where it was an installation of its own until then.
    """

    name: str
    cell: Cell
    port: int
    url: str = ""
    title: str = ""
    city: bool = False
    state: str = "making"
    target: Cell | None = None
    former: Cell | None = None
    moved: str = ""
    """When, and at which change: `2022-03-20T18:00:00+08:00 4711`."""
    began: str = ""

    @property
    def left(self) -> str:
        """Where a copy of it still is, in words; empty where none is."""
        if self.former is not None:
            return f"{self.former.schema} on {self.former.server}"
        return f"{ALONE} in {self.began}" if self.began else ""


@dataclass(slots=True)
class Registry:
    """What the file says. Addresses of servers are without passwords."""

    folder: Path
    servers: dict[str, str] = field(default_factory=dict)
    districts: dict[str, District] = field(default_factory=dict)

    def district(self, name: str) -> District:
        """Raises DistrictError for a name that there is none of."""
        if name not in self.districts:
            known = ", ".join(sorted(self.districts)) or "none yet"
            raise DistrictError(f"There is no district {name} in {self.folder / _FILE} (there are: {known}).")
        return self.districts[name]

    def data_dir(self, name: str) -> Path:
        """The data directory of a district: keys, secret key, settings, logs."""
        return self.folder / "districts" / name

    def password_file(self, server: str) -> Path:
        return self.folder / "passwords" / server

    def free_port(self) -> int:
        """The first one from 8001 on that no district has."""
        used = {one.port for one in self.districts.values()}
        return next(port for port in range(8001, 65536) if port not in used)

    def save(self) -> None:
        """Write the file whole, or not at all."""
        write_private(self.folder / _FILE, _HEAD + _toml(self))


def check_name(name: str) -> str:
    """A name that can be a schema, a role, a folder and a systemd instance. Raises DistrictError."""
    if not _NAME.fullmatch(name) or name in _TAKEN or name.startswith("pg_") or name.endswith("_jobs"):
        raise DistrictError(f"{name!r} cannot be a district's name: small letters, digits and _, e.g. wuchang.")
    return name


@contextmanager
def opened(folder: Path) -> Iterator[Registry]:
    """The registry, held alone for as long as the block runs; what is to stay is saved by who changes it."""
    prepare(folder)
    descriptor = os.open(folder / "districts.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DistrictError(f"Another `qiaomen district` is at work in {folder}; wait for it.") from None
        yield read(folder)
    finally:
        os.close(descriptor)


def read(folder: Path) -> Registry:
    """The registry as it stands; an empty one where there is no file."""
    file = folder / _FILE
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Registry(folder)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DistrictError(f"{file} cannot be read: {error}") from None
    servers = {name: str(given["url"]) for name, given in document.get("servers", {}).items()}
    districts = {name: _district(name, given) for name, given in document.get("districts", {}).items()}
    return Registry(folder, servers, districts)


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, replacing what was there in one step."""
    making = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    making.replace(file)


def _district(name: str, given: dict[str, Any]) -> District:
    cells: dict[str, Any] = {key: Cell(**given[key]) for key in ("target", "former") if key in given}
    plain = {one.name for one in fields(District)} - {"name", "cell", "target", "former"}
    kept: dict[str, Any] = {key: value for key, value in given.items() if key in plain}
    return District(name=name, cell=Cell(given["server"], given["schema"], given["role"]), **kept, **cells)


def _toml(registry: Registry) -> str:
    parts = [_table(f"servers.{name}", {"url": url}) for name, url in sorted(registry.servers.items())]
    for name, one in sorted(registry.districts.items()):
        plain = {key: value for key, value in asdict(one).items() if key not in ("name", "cell", "target", "former")}
        parts.append(_table(f"districts.{name}", asdict(one.cell) | plain))
        moves = {"target": one.target, "former": one.former}
        parts += [_table(f"districts.{name}.{key}", asdict(cell)) for key, cell in moves.items() if cell]
    return "\n".join(parts)


def _table(name: str, values: dict[str, Any]) -> str:
    lines = [f"{key} = {_value(value)}" for key, value in values.items() if value not in ("", None)]
    return f"\n[{name}]\n" + "".join(f"{line}\n" for line in lines)


def _value(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else " " for char in escaped) + '"'
