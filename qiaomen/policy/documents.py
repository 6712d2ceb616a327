"""Reading an edition's text: a Document, or everything that is wrong with it, line by line. And the examples."""

import re
from datetime import datetime
from importlib.resources import files
from typing import Any

import msgspec

from qiaomen.base.problems import Problem
from qiaomen.policy import sense, shapes, toml
from qiaomen.policy.faults import Fault, Found, sorted_faults
from qiaomen.policy.language import Document
from qiaomen.policy.lines import Lines

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
    return toml.said(text, Document)


def read_again(text: str) -> Document:
    """What a text says that was accepted when it was published: by stricter checks of a later day it still stands."""
    return toml.said_once(text, Document, read)


def faults(text: str) -> list[Fault]:
    """Everything that is wrong with a text, and what is only strange, by line."""
    return sorted_faults(Fault(*one) for one in toml.located(text, _wrong, table="rules", key="id"))


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


def _wrong(raw: dict[str, Any]) -> list[Found]:
    return list(shapes.walk(raw, Document)) or list(sense.check(msgspec.convert(raw, Document)))
