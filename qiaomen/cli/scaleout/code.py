"""The SQL that the code is written with: found in its strings, read word by word.

Statements are composed of pieces, so no parser would take most of them. What has to be known of them is plain enough
to be seen from their words: which tables they name after which words, and which commands they give.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

UNKNOWN = "_unknown_"
"""What stands for a part of a statement that is put in when it runs."""

_LOOKS_LIKE_SQL = re.compile(
    r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|MERGE|CREATE|ALTER|DROP|TRUNCATE|SET|LISTEN|NOTIFY|LOCK TABLE|WITH|FROM|"
    r"JOIN|DECLARE|PREPARE|RESET|DISCARD)\b|pg_advisory_|set_config\("
)
_SAID_IN_PYTHON = re.compile(r"RunSQL|Extension|deferrable")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_TEXT = re.compile(r"'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$", re.DOTALL)
_HOLE = re.compile(r"\{[^{}]*\}|%\(\w+\)[bst]|%[bst]")
_WORD = re.compile(r'"[^"]*"|[A-Za-z_]\w*|\S')


@dataclass(frozen=True, slots=True)
class Sql:
    """A string of the code that holds SQL, in words; `text` is what it says."""

    where: str
    text: str
    words: tuple[str, ...]

    def statements(self) -> list[list[str]]:
        """Its words, a statement each."""
        parts: list[list[str]] = [[]]
        for word in self.words:
            if word == ";":
                parts.append([])
            else:
                parts[-1].append(word)
        return [part for part in parts if part]


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the code, all its nodes in a list."""

    name: str
    nodes: tuple[ast.AST, ...]


def modules(root: Path) -> Iterator[Module]:
    """The modules below `root` that may say something of the database; tests and this check are left out.

    Their names are as seen from above `root`.
    """
    for file in sorted(root.rglob("*.py")):
        inside = file.relative_to(root).parts
        if "tests" in inside or inside[0] in ("testing", "vendor") or inside[:2] == ("cli", "scaleout"):
            continue
        source = file.read_text(encoding="utf-8")
        if _LOOKS_LIKE_SQL.search(source) or _SAID_IN_PYTHON.search(source):
            yield read(source, str(file.relative_to(root.parent)))


def read(source: str, name: str) -> Module:
    """One module."""
    return Module(name, tuple(ast.walk(ast.parse(source))))


def sql_of(module: Module) -> Iterator[Sql]:
    """The SQL in it, with file and line; docstrings are prose."""
    prose = {id(node.value) for node in module.nodes if isinstance(node, ast.Expr)}
    parts = {id(part) for node in module.nodes if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in module.nodes:
        text = _text_of(node) if id(node) not in prose else None
        if text is None or (id(node) in parts and not isinstance(node, ast.JoinedStr)):
            continue
        if _LOOKS_LIKE_SQL.search(text):
            yield Sql(f"{module.name}:{getattr(node, 'lineno', 0)}", text, words(text))


def words(text: str) -> tuple[str, ...]:
    """The words of a statement: without comments and texts, with a word of its own for what is put in."""
    plain = _HOLE.sub(UNKNOWN, _TEXT.sub("''", _COMMENT.sub(" ", text)))
    return tuple(_WORD.findall(plain))


def _text_of(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else UNKNOWN
            for part in node.values
        )
    return None
