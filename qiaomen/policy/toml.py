"""TOML documents of a given shape, read and found faulty line by line: the policy's editions, a report's definition.

What is wrong comes as `Located`; each of them makes a fault of its own of it, with its own sentences.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec

from qiaomen.policy.faults import Found
from qiaomen.policy.lines import Lines, Path

Shape = TypeVar("Shape")
Raw = dict[str, Any]
Located = tuple[int, str, str, Raw]
"""Line (from 1), the name of what is to blame ("" outside of the named things), code, what the sentence names."""


def said(text: str, shape: type[Shape]) -> Shape:
    """The document that a faultless text says."""
    return msgspec.convert(tomllib.loads(text), shape)


def said_once(text: str, shape: type[Shape], read: Callable[[str], Shape]) -> Shape:
    """What a text says that was accepted once: by stricter checks of a later day it still stands. Where it cannot even
    be that, `read` says what is wrong."""
    try:
        return said(text, shape)
    except (ValueError, RecursionError):
        return read(text)


def located(text: str, wrong: Callable[[Raw], Iterable[Found]], *, table: str, key: str) -> list[Located]:
    """What `wrong` finds in a text, or that it is no TOML, with lines; blamed is the entry of `table`, by its `key`."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a thousand brackets
        return [_syntax(error, text)]
    lines = Lines(text)
    return [(lines.of(one.path), _named(one.path, raw, table, key), one.code, _args(one, lines)) for one in wrong(raw)]


def _args(found: Found, lines: Lines) -> Raw:
    """A path that a sentence names as a line becomes that line."""
    at = found.args.get("line")
    return {**found.args, "line": lines.of(at)} if isinstance(at, tuple) else dict(found.args)


def _named(path: Path, raw: Raw, table: str, key: str) -> str:
    match path:
        case (str(first), int(index), *_) if first == table:
            entry = raw[table][index]
            return str(entry.get(key, "")) if isinstance(entry, dict) else ""
    return ""


def _syntax(error: Exception, text: str) -> Located:
    what = str(error)
    at = re.search(r" \(at line (\d+), column \d+\)$", what)
    return int(at[1]) if at else text.count("\n") + 1, "", "syntax", {"what": what.split(" (at ")[0]}
