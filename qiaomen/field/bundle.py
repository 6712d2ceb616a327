"""The app's own modules in two files: what a first load needs, and all that comes behind it.

A phone pays for each file by itself: a question to its cache, an answer, a module to link. Two hundred of them cost a
slow one more than all that they do. So the server joins them when they are first asked for, as it joins the sheets of
the style. Each module stays a function with names of its own, and what it imports it takes from those before it. This
needs modules as we write them: statements begin their line, nothing that is exported changes its value, and no two
modules need each other. Anything else is refused, and a test looks at every module.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_IMPORT = re.compile(r"^import\s+(?:(\*\s+as\s+\w+|\{[^}]*\})\s+from\s+)?'([^']+)';[ \t]*$", re.MULTILINE)
_LISTED = re.compile(r"^export\s+\{([^}]*)\}(?:\s+from\s+'([^']+)')?;[ \t]*$", re.MULTILINE)
_MADE = re.compile(r"^export\s+(?=(?:(?:async\s+)?function\*?|const|class)\s+(\w+))", re.MULTILINE)
_UNPACKED = re.compile(r"^export\s+(?=const\s+\{([^}]*)\}\s*=)", re.MULTILINE)
_CALLED = re.compile(r"\bimport\('(\.[^']+)'\)")
_LEFT = re.compile(r"^(?:import|export)\b(?!\().*$", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n+")

Resolve = Callable[[str], str]


class NotJoinable(Exception):
    """A module is written in a way that joining does not know."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module's path, its text without comments, and what a name in an import of it means."""

    path: str
    text: str
    resolve: Resolve


def joined(modules: Iterable[Module]) -> str:
    """The modules as properties of an object, each a function that answers what the module exports."""
    return ",\n".join(f'"{module.path}": (() => {{\n{_body(module)}\n}})' for module in modules)


def _body(module: Module) -> str:
    exported: dict[str, str] = {}

    def taken(found: re.Match[str]) -> str:
        names, source = found.groups()
        part = f"$('{module.resolve(source)}')"
        if not names:
            return f"{part};"
        return f"const {names[1:].split()[1] if names.startswith('*') else _pairs(names[1:-1])} = {part};"

    def listed(found: re.Match[str]) -> str:
        names, source = found.groups()
        part = f"$('{module.resolve(source)}')." if source else ""
        for inside, outside in _names(names):
            exported[outside] = f"{part}{inside}"
        return ""

    def made(found: re.Match[str]) -> str:
        exported[found[1]] = found[1]
        return ""

    def unpacked(found: re.Match[str]) -> str:
        exported.update((name, name) for name in re.findall(r"(\w+)\s*(?=,|$)", found[1].strip()))
        return ""

    text = _MADE.sub(made, _UNPACKED.sub(unpacked, _LISTED.sub(listed, _IMPORT.sub(taken, module.text))))
    text = _CALLED.sub(lambda found: f"$later('{module.resolve(found[1])}')", text)
    text = text.replace("import.meta.url", f"$at('{module.path}')")
    if left := _LEFT.search(text):
        raise NotJoinable(f"{module.path}: {left[0]}")
    answer = ", ".join(f"{outside}: {inside}" for outside, inside in exported.items())
    return f"{_BLANK.sub(chr(10), text).strip()}\nreturn {{{answer}}};"


def _names(listed: str) -> list[tuple[str, str]]:
    """`a, b as c`: what each is called inside and outside."""
    parts = [part.split() for part in listed.split(",") if part.strip()]
    return [(words[0], words[-1]) for words in parts]


def _pairs(listed: str) -> str:
    taken = (f"{outside}: {inside}" if outside != inside else inside for outside, inside in _names(listed))
    return "{" + ", ".join(taken) + "}"
