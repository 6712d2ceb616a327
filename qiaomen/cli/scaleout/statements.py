"""The rules as the code's statements keep them."""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from qiaomen.cli.scaleout import code
from qiaomen.cli.scaleout.code import Sql
from qiaomen.cli.scaleout.findings import EXTENSIONS, Finding

_OURS = frozenset({"pg_catalog", "information_schema", "pg_temp"})
"""Schemas that may be named: they are the same for everybody, or nobody else's."""
_BEFORE_TABLES = frozenset(
    {"FROM", "JOIN", "INTO", "UPDATE", "TABLE", "REFERENCES", "LIKE", "ONLY", "USING", "TRUNCATE"}
)
_ENDS_FROM = frozenset(
    {"WHERE", "GROUP", "ORDER", "LIMIT", "HAVING", "SET", "RETURNING", "UNION", "EXCEPT", "INTERSECT", "WINDOW", "FOR"}
    | {"SELECT", "OFFSET", "VALUES"}
)
"""After these the list of tables is over; after ON it goes on."""
_TAKE_FROM = frozenset({"extract", "substring", "trim", "overlay", "position", "both", "leading", "trailing"})
"""Functions in whose brackets FROM names no table."""
_SESSION = frozenset({"LISTEN", "UNLISTEN", "NOTIFY", "PREPARE", "DEALLOCATE", "RESET", "DISCARD", "DECLARE", "LOAD"})
_LASTING = re.compile(r"set_config\((?:[^()]|\([^()]*\))*,\s*false\s*\)", re.IGNORECASE)
_EXTENSION_CLASSES = re.compile(r"^(HStore|CIText|Crypto|Bloom|BtreeGin)Extension$")


def check(root: Path) -> list[Finding]:
    """What in the code below `root` does not keep the rules."""
    found: set[Finding] = set()
    for module in code.modules(root):
        found.update(of_python(module))
        for sql in code.sql_of(module):
            found.update(of_sql(sql))
    return sorted(found)


def of_sql(sql: Sql) -> Iterator[Finding]:
    """What one string of SQL breaks."""
    upper = [word.upper() for word in sql.words]
    for look in (_commands, _merges, _deferrables, _temporaries, _locks):
        for rule, what in look(sql, upper):
            yield Finding(sql.where, rule, what)
    for statement in sql.statements():
        for rule, what in (*_session(statement), *_foreign(statement)):
            yield Finding(sql.where, rule, what)
    if _LASTING.search(sql.text):
        yield Finding(sql.where, "session", "set_config(…, false) stays when the transaction is over")


def of_python(module: code.Module) -> Iterator[Finding]:
    """What Python says of the schema: RunSQL of several statements, extensions, deferrable constraints."""
    named = {
        target.id: node.value
        for node in module.nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in module.nodes:
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        where = f"{module.name}:{node.lineno}"
        if called == "RunSQL":
            yield from _run_sql(node, named, where)
        if _EXTENSION_CLASSES.match(called) or (called == "CreateExtension" and not _named_extension(node)):
            yield Finding(where, "extension", f"{called} asks for one beyond those named")
        if any(keyword.arg == "deferrable" and not _is_none(keyword.value) for keyword in node.keywords):
            yield Finding(where, "deferrable", f"{called}(deferrable=…)")


Looks = Iterator[tuple[str, str]]
Look = Callable[[Sql, list[str]], Looks]


def _commands(sql: Sql, upper: list[str]) -> Looks:
    for at, word in enumerate(upper):
        if word != "CREATE":
            continue
        made = [
            one for one in upper[at + 1 : at + 5] if one not in ("OR", "REPLACE", "CONSTRAINT", "IF", "NOT", "EXISTS")
        ]
        kind = made[0] if made else ""
        if kind in ("TRIGGER", "EVENT"):
            yield "trigger", "CREATE TRIGGER"
        elif kind in ("FUNCTION", "PROCEDURE"):
            yield "function", f"CREATE {kind}"
        elif kind in ("RULE", "POLICY", "FOREIGN", "SERVER"):
            yield "kind", f"CREATE {kind}"
        elif kind == "EXTENSION":
            yield from _extension(made[1] if len(made) > 1 else "")


def _extension(name: str) -> Looks:
    plain = name.strip('"').lower()
    if plain not in EXTENSIONS and plain != code.UNKNOWN:
        yield "extension", f"CREATE EXTENSION {plain}"


def _merges(sql: Sql, upper: list[str]) -> Looks:
    if "MERGE" in upper and "INTO" in upper and "VALUES" in upper[: _index(upper, "WHEN")]:
        yield "merge", "MERGE … VALUES"


def _deferrables(sql: Sql, upper: list[str]) -> Looks:
    for at, word in enumerate(upper):
        if word == "DEFERRABLE" and (at == 0 or upper[at - 1] != "NOT"):
            yield "deferrable", "DEFERRABLE"
        if word == "CONSTRAINTS" and at and upper[at - 1] == "SET":
            yield "deferrable", "SET CONSTRAINTS"


def _temporaries(sql: Sql, upper: list[str]) -> Looks:
    for at, word in enumerate(upper):
        if word in ("TEMP", "TEMPORARY") and at and upper[at - 1] in ("CREATE", "REPLACE", "LOCAL", "INTO"):
            yield "temporary", f"CREATE {word}"


def _locks(sql: Sql, upper: list[str]) -> Looks:
    calls = [word for word in sql.words if word.startswith(("pg_advisory_", "pg_try_advisory_"))]
    own = "current_schema" in sql.words
    for call in calls:
        if "_xact_" not in call and "unlock" not in call:
            yield "session", f"{call} outlives its transaction"
        if not own:
            yield "lock", f"{call} is one for all districts of the database"


def _session(statement: Sequence[str]) -> Looks:
    first, second = ([word.upper() for word in statement[:2]] + ["", ""])[:2]
    if first == "SET" and second not in ("LOCAL", "TRANSACTION", "CONSTRAINTS", "NOT", "DEFAULT") and "=" not in second:
        if len(statement) > 2 and statement[2].upper() in ("=", "TO") and statement[0] == "SET" and len(statement) <= 6:
            yield "session", f"SET {statement[1]}"
    elif first in _SESSION and statement[0].isupper():
        yield "session", f"{first} {statement[1] if len(statement) > 1 else ''}".strip()


def _foreign(statement: Sequence[str]) -> Looks:
    """Tables that are named with a schema in front, where tables stand: after FROM, JOIN, INTO … and their commas."""
    for at in _table_places(statement):
        if at + 2 < len(statement) and statement[at + 1] == ".":
            schema = statement[at].strip('"')
            if schema.lower() not in _OURS:
                shown = "a schema put in when it runs" if code.UNKNOWN in schema else schema
                yield "cross_schema", f"{shown}.{statement[at + 2]}".replace(code.UNKNOWN, "…")


def _table_places(statement: Sequence[str]) -> Iterator[int]:
    """Positions where the name of a table stands."""
    # For each bracket that is open: whether FROM names tables in it, and whether a list of tables goes on.
    tables, listing = [True], [False]
    for at, word in enumerate(statement):
        upper = word.upper()
        if word == "(":
            before = statement[at - 1].lower() if at else ""
            tables.append(before not in _TAKE_FROM)
            listing.append(False)
        elif word == ")":
            if len(tables) > 1:
                tables.pop()
                listing.pop()
        elif upper in _BEFORE_TABLES and word.isupper():
            if tables[-1] and (at == 0 or statement[at - 1].upper() not in ("DISTINCT", "DO")):
                listing[-1] = upper == "FROM"
                yield at + 1
        elif word == "," and listing[-1]:
            yield at + 1
        elif upper in _ENDS_FROM and word.isupper():
            listing[-1] = False


def _run_sql(node: ast.Call, named: dict[str, ast.expr], where: str) -> Iterator[Finding]:
    for given in [*node.args, *(keyword.value for keyword in node.keywords)]:
        value = named.get(given.id, given) if isinstance(given, ast.Name) else given
        several = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
        for one in several:
            text = one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else ""
            count = len(Sql(where, text, code.words(text)).statements())
            if count > 1:
                yield Finding(where, "run_sql", f"RunSQL of {count} statements")


def _named_extension(node: ast.Call) -> bool:
    given = node.args[0] if node.args else None
    return isinstance(given, ast.Constant) and given.value in EXTENSIONS


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _index(words: list[str], word: str) -> int:
    return words.index(word) if word in words else len(words)
