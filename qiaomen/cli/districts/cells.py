"""A district's cell on a server: its role, which may use its own schemas and nothing else, and those schemas.

Everything here is done by the server's administrator and may be done again: what is there already stays.
"""

from psycopg import errors, sql

from qiaomen.cli.districts.errors import DistrictError
from qiaomen.cli.districts.registry import EMBEDDED, Cell
from qiaomen.cli.districts.servers import Connection

EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")
_OWNER = "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = %s"
_SIZES = """
SELECT n.nspname, sum(pg_total_relation_size(c.oid))::int8
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') GROUP BY n.nspname
"""
_INSTALLED = """
SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = 'base_clock' AND c.relkind = 'r' ORDER BY 1
"""


def provide(admin: Connection, cell: Cell, password: str) -> None:
    """Make role and schemas. Raises DistrictError where a schema of that name is somebody else's.

    On an external server other applications may use the same database: everybody keeps what they may do there, but to
    make schemas, and tables in `public`, which a district's role must not either.
    """
    _make_role(admin, cell, password)
    _make_extensions(admin)
    database, role = sql.Identifier(admin.info.dbname), sql.Identifier(cell.role)
    # Only a database's owner can take PUBLIC's rights away; for anybody else this does nothing.
    everybodys = sql.SQL("ALL" if cell.server == EMBEDDED else "CREATE")
    admin.execute(sql.SQL("REVOKE {} ON DATABASE {} FROM PUBLIC").format(everybodys, database))
    admin.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(database, role))
    admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    admin.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
    for schema in (cell.schema, cell.jobs):
        _make_schema(admin, schema, cell.role)
    path = sql.SQL("ALTER ROLE {} IN DATABASE {} SET search_path = {}, public")
    admin.execute(path.format(role, database, sql.Identifier(cell.schema)))


def free_role(admin: Connection, name: str) -> str:
    """`name`, or `name_2` and so on where the server has such a role: roles are one to a server, not to a database."""
    taken = {row[0] for row in admin.execute("SELECT rolname FROM pg_roles").fetchall()}
    if name not in taken:
        return name
    return next(f"{name}_{number}" for number in range(2, 10_000) if f"{name}_{number}" not in taken)


def has_schema(admin: Connection, schema: str) -> bool:
    return admin.execute(_OWNER, [schema]).fetchone() is not None


def has_role(admin: Connection, role: str) -> bool:
    return admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None


def lock(admin: Connection, cell: Cell) -> None:
    """From now on nobody signs in as the district's role, and whoever was signed in is not any more."""
    admin.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(cell.role)))
    admin.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = %s", [cell.role])


def unlock(admin: Connection, cell: Cell) -> None:
    admin.execute(sql.SQL("ALTER ROLE {} LOGIN").format(sql.Identifier(cell.role)))


def remove(admin: Connection, cell: Cell) -> None:
    """Schemas and role, as far as they are there. Never a schema that another role owns."""
    for schema in (cell.schema, cell.jobs):
        owner = admin.execute(_OWNER, [schema]).fetchone()
        if owner is not None and owner[0] == cell.role:
            admin.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
    if has_role(admin, cell.role):
        role = sql.Identifier(cell.role)
        admin.execute(sql.SQL("DROP OWNED BY {}").format(role))
        admin.execute(sql.SQL("DROP ROLE {}").format(role))


def sizes(admin: Connection) -> dict[str, int]:
    """Bytes on disk by schema, indexes included."""
    return {str(name): int(str(size)) for name, size in admin.execute(_SIZES).fetchall()}


def installed(admin: Connection) -> list[str]:
    """The schemas in which there is an installation's clock, by name."""
    return [str(name) for (name,) in admin.execute(_INSTALLED).fetchall()]


def applied(admin: Connection, schema: str) -> set[tuple[str, str]]:
    """The migrations that a schema has seen; none where it has no such table yet."""
    if admin.execute("SELECT to_regclass(%s)", [f"{schema}.django_migrations"]).fetchone() == (None,):
        return set()
    statement = sql.SQL("SELECT app, name FROM {}.django_migrations").format(sql.Identifier(schema))
    return {(str(app), str(name)) for app, name in admin.execute(statement).fetchall()}


def _make_role(admin: Connection, cell: Cell, password: str) -> None:
    role = sql.Identifier(cell.role)
    begin = "ALTER ROLE {} WITH" if has_role(admin, cell.role) else "CREATE ROLE {} WITH"
    plain = " LOGIN NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD {}"
    admin.execute(sql.SQL(begin).format(role) + sql.SQL(plain).format(sql.Literal(password)))
    # To make a schema for a role, and to dump it, an administrator who is no superuser has to be a member of it.
    if admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (True,):
        return
    how = sql.SQL(" WITH INHERIT TRUE, SET TRUE" if admin.info.server_version >= 160000 else "")
    admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role) + how)


def _make_extensions(admin: Connection) -> None:
    """In `public`, where every district of the database sees them."""
    asked = "SELECT e.extname, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
    found = {str(name): str(schema) for name, schema in admin.execute(asked).fetchall()}
    for name in EXTENSIONS:
        if name not in found:
            admin.execute(sql.SQL("CREATE EXTENSION {} SCHEMA public").format(sql.Identifier(name)))
        elif found[name] != "public":
            raise DistrictError(
                f"The extension {name} lies in the schema {found[name]}, where only one district sees it: "
                f"ALTER EXTENSION {name} SET SCHEMA public."
            )


def _make_schema(admin: Connection, schema: str, role: str) -> None:
    owner = admin.execute(_OWNER, [schema]).fetchone()
    if owner is not None and owner[0] != role:
        raise DistrictError(f"The schema {schema} is there already and belongs to {owner[0]}; choose another --schema.")
    if owner is None:
        make = sql.SQL("CREATE SCHEMA {} AUTHORIZATION {}").format(sql.Identifier(schema), sql.Identifier(role))
        try:
            admin.execute(make)
        except errors.InsufficientPrivilege as error:
            raise DistrictError(f"The schema {schema} cannot be made: {error.diag.message_primary}") from None
