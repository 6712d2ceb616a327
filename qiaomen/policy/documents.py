"""Reading an edition's text: a Document, or everything that is wrong with it, line by line. And the examples."""

import re
import tomllib
from datetime import datetime
from importlib.resources import files
from typing import Any

import msgspec

from qiaomen.base.problems import Problem
from qiaomen.policy import sense, shapes
from qiaomen.policy.faults import Fault, Found, sorted_faults
from qiaomen.policy.language import Document
from qiaomen.policy.lines import Lines, Path

EXAMPLES = files("qiaomen.policy") / "examples"
EFFECTIVE = re.compile(r"""(\beffective["']?\s*=\s*)[0-9][0-9T:+.Zz-]*(?: [0-9][0-9:+.Zz-]*)?""")


def read(text: str) -> Document:
    """The edition that this TOML text says.

    Raises `policy.refused`, whose `faults` holds what is wrong, each with line, rule, code and a sentence in both
    languages; warnings refuse nothing.
    """
    wrong = [fault for fault in faults(text) if not fault.warning]
    if wrong:
        raise Problem("policy.refused", count=len(wrong), line=wrong[0].line, faults=[one.as_dict() for one in wrong])
    return msgspec.convert(tomllib.loads(text), Document)


def read_again(text: str) -> Document:
    """What a text says that was accepted when it was published: by stricter checks of a later day it still stands."""
    try:
        return msgspec.convert(tomllib.loads(text), Document)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError):
        return read(text)


def faults(text: str) -> list[Fault]:
    """Everything that is wrong with a text, and what is only strange, by line."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [_syntax(error, text)]
    found = list(shapes.walk(raw, Document))
    if not found:
        found = list(sense.check(msgspec.convert(raw, Document)))
    lines = Lines(text)
    return sorted_faults(_fault(one, raw, lines) for one in found)


def effective_from(text: str, hour: datetime) -> str:
    """The same text, in force from another hour (with its offset). Raises `policy.refused`."""
    said = read(text).edition.effective
    lines = text.split("\n")
    number = Lines(text).of(("edition", "effective")) - 1
    lines[number] = EFFECTIVE.sub(lambda found: found[1] + hour.isoformat(), lines[number], count=1)
    changed = "\n".join(lines)
    return changed if said != hour else text


def examples() -> list[str]:
    """The names of the editions that ship as examples."""
    return sorted(one.name.removesuffix(".toml") for one in EXAMPLES.iterdir() if one.name.endswith(".toml"))


def example(name: str) -> str:
    """The text of one. Raises `policy.example_unknown`."""
    if name not in examples():
        raise Problem("policy.example_unknown", name=name)
    return (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Fault:
    what = str(error)
    at = re.search(r" \(at line (\d+), column \d+\)$", what)
    line = int(at[1]) if at else text.count("\n") + 1
    return Fault(line, "", "syntax", {"what": what.split(" (at ")[0]})


def _fault(found: Found, raw: dict[str, Any], lines: Lines) -> Fault:
    args = dict(found.args)
    if isinstance(args.get("line"), tuple):
        args["line"] = lines.of(args["line"])
    return Fault(lines.of(found.path), _rule_id(found.path, raw), found.code, args)


def _rule_id(path: Path, raw: dict[str, Any]) -> str:
    match path:
        case ("rules", int(index), *_):
            rule = raw["rules"][index]
            return str(rule.get("id", "")) if isinstance(rule, dict) else ""
    return ""
